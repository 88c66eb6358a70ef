import { sql } from 'kysely';
import { grant, type Grant } from '../../domain/work/grant';
import type { Database } from '../database/database';
import { claimWork } from './claim';
import { addEvidence, evidenceOf, heldBy, workAskedFor, type AskedInWindow, type Host } from './hosts';
import { beginWork, releaseWork } from './steps';
import { workedOnElsewhere } from './why-not';

type Refused = Extract<Grant, { readonly refusal: unknown }>['refusal'];

/** `key`: of the claim that the host has, from now on or from before. */
export type Answered =
  | { readonly key: string; readonly by: 'window' | 'platform' }
  | { readonly refusal: Refused | { readonly code: 'already-claimed'; readonly detail: string } };

/** The pure rule, and what only the store knows: the resource is worked on through another window. */
export function granted(asked: AskedInWindow): Grant {
  const answer = grant(asked);
  if ('refusal' in answer || !asked.elsewhere) return answer;
  return { refusal: workedOnElsewhere(asked.item, asked.elsewhere) };
}

/**
 * Grants a host its restart: the claim and its start, on record at once (S7). Hosts that ask at the same moment come one after the
 * other, so that never more than a batch is granted; halting the window waits for it and is seen by it. Asked twice, it is one claim.
 */
export async function grantHost(
  db: Database,
  asked: { readonly host: Host; readonly resourceId: string; readonly reference: string; readonly now: number },
): Promise<Answered> {
  const { host, resourceId, reference, now } = asked;
  return db.transaction().execute(async (trx): Promise<Answered> => {
    await sql`select from work_plans where window_reference = ${reference} for no key update`.execute(trx);
    const [held] = await heldBy(trx, host);
    if (held?.state === 'running') return held;
    const [work] = await workAskedFor(trx, { executor: host.executor, resourceId, reference, now });
    if (!work) return { refusal: overtaken(resourceId) };
    const answer = granted(work);
    if ('refusal' in answer) return answer;
    const { by } = answer;
    const who = by === 'window' ? reference : `host ${host.id}`;
    const [claim] = await claimWork(trx, { reference, resourceIds: [resourceId], claimant: { by }, who, now });
    if (!claim) return { refusal: overtaken(resourceId) };
    if (!(await beginWork(trx, claim.key, now))) {
      await releaseWork(trx, claim.key, now);
      return { refusal: overtaken(resourceId) };
    }
    await addEvidence(trx, claim.key, evidenceOf(host));
    return { key: claim.key, by };
  });
}

function overtaken(resourceId: string) {
  const detail = `Others begin the maintenance of ${resourceId}, or of its redundancy group, at the same moment. Ask again.`;
  return { code: 'already-claimed' as const, detail };
}
