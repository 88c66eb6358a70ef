import type { Acting } from '../domain/audit/doors';
import { KnownError, refusalError } from '../domain/shared/errors';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import { claimWork } from '../store/work/claim';
import type { Claimant, Covered } from '../store/work/conditions';
import { listedWork, type ListedWork } from '../store/work/listed';
import { ownClaim } from '../store/work/own-claim';
import { executorOf } from '../store/work/hosts';
import { releaseWork } from '../store/work/steps';
import { whyNotClaimed } from '../store/work/why-not';
import type { WorkCarrier } from '../temporal/work-carrier';

interface RestartDependencies {
  readonly db: Database;
  readonly work: WorkCarrier;
  /** Names of executors whose hosts ask by themselves: nobody else restarts these. */
  readonly asking: ReadonlySet<string>;
}

/** A customer's wish to have the maintenance of one resource now. */
export interface AskedRestart {
  readonly reference: string;
  readonly resourceId: string;
  /** What the customer's token covers (T3). */
  readonly covered: Covered;
  /** On record (T2, T5). */
  readonly acting: Acting;
  /** UTC ms. */
  readonly now: number;
}

/** Between a claim that is not given and the reason for it, others may give theirs back; so often it is tried again. */
const TRIES = 3;
const ASKED = { type: 'maintenance-asked', detail: {} } as const;

/**
 * Claims the maintenance of a resource for the customer and has it carried out, once (S3). What the same person has claimed and
 * nobody has begun yet is handed over again, so that a request that broke off can be repeated. Returns the work as it is then.
 *
 * Throws KnownError: `not-found` for work that lies outside what the token covers; `already-claimed`, `locked-in`, `not-due`,
 * `out-of-scope`, `no-self-service` or `group-busy` by the rules of the work list; `temporal-unreachable`, after which the claim
 * is given back.
 */
export async function restartResource(deps: RestartDependencies, asked: AskedRestart): Promise<ListedWork> {
  const { reference, resourceId, covered } = asked;
  await mustNotAskItself(deps, asked);
  const key = await claimed(deps.db, asked);
  await carriedOut(deps, { key, reference }, asked.now);
  const work = await listedWork(deps.db, reference, resourceId, covered);
  if (!work) throw unknownWork(asked);
  // a request beside this one could not hand the claim over and has given it back
  if (work.state === 'due') throw unreachable();
  return work;
}

/** A host that updates itself restarts when it has something to do, and is granted that before the window without a claim. */
async function mustNotAskItself({ db, asking }: RestartDependencies, asked: AskedRestart): Promise<void> {
  const { reference, resourceId, covered } = asked;
  if (asking.size === 0 || !(await listedWork(db, reference, resourceId, covered))) return;
  const executor = await executorOf(db, reference);
  if (executor === undefined || !asking.has(executor)) return;
  throw new KnownError(
    'no-self-service',
    `${resourceId} updates itself and asks before it restarts; where self-service is on, ${reference} allows it before the window. Restart it from the host.`,
  );
}

/** The key of the customer's claim. */
async function claimed(db: Database, asked: AskedRestart): Promise<string> {
  const { reference, resourceId, covered, acting, now } = asked;
  const who = acting.by;
  const { organizationId } = covered;
  const claimant: Claimant = { by: 'customer', ...covered };
  for (let tries = 0; tries < TRIES; tries++) {
    const [claim] = await onRecord(
      db,
      { acting, at: now },
      (tx) => claimWork(tx, { reference, resourceIds: [resourceId], claimant, who, now }),
      (claims) => claims.map(() => ({ ...ASKED, subject: resourceId, organizationId, reference })),
    );
    const key = claim?.key ?? (await ownClaim(db, { reference, resourceId, who, ...covered }));
    if (key !== undefined) return key;
    const reason = await whyNotClaimed(db, { reference, resourceId, claimant, now });
    if (reason === 'not-found') throw unknownWork(asked);
    if (reason) throw refusalError(reason);
  }
  throw new KnownError(
    'already-claimed',
    `Others begin the maintenance of ${resourceId}, or of its redundancy group, at the same moment. Nothing was begun for you; look at it again in a moment.`,
  );
}

/** Hands the claim over, or gives it back: a claim that was given back is never begun, so nothing is in doubt. */
async function carriedOut(
  { db, work }: RestartDependencies,
  claim: { readonly key: string; readonly reference: string },
  now: number,
): Promise<void> {
  try {
    await work.carryOut(claim);
  } catch (error) {
    // begun all the same: only the answer was lost
    if (!(await releaseWork(db, claim.key, now))) return;
    const isOutage = error instanceof KnownError && error.code === 'no-answer-yet';
    throw isOutage ? unreachable() : error;
  }
}

function unreachable(): KnownError {
  return new KnownError(
    'temporal-unreachable',
    'Temporal does not answer, so nothing was begun and the maintenance is due as before. Try again in a moment.',
  );
}

function unknownWork({ reference, resourceId }: AskedRestart): KnownError {
  return new KnownError(
    'not-found',
    `There is no maintenance of ${resourceId} in ${reference}. GET /v1/maintenance lists what is due for you.`,
  );
}
