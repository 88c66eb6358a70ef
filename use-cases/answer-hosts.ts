import { DONE_AT, type HealthProbe, type WorkBlockers } from '../activities/ports/executor';
import { KnownError } from '../domain/shared/errors';
import type { GrantRefusal } from '../domain/work/grant';
import type { Database } from '../store/database/database';
import { granted, grantHost } from '../store/work/grant';
import {
  addEvidence,
  heldBy,
  noteHandover,
  resourcesOf,
  workAskedFor,
  type HeldClaim,
  type Host,
  type HostLookup,
} from '../store/work/hosts';
import { endWork } from '../store/work/steps';
import type { WorkCarrier } from '../temporal/work-carrier';

/** An executor whose hosts ask by themselves. */
export interface HostLock extends HostLookup {
  /** In the address that hosts are given. */
  readonly token: string;
}

/** All of them by name, and what else decides whether work may begin and has succeeded. */
export interface HostLocks {
  readonly locks: ReadonlyMap<string, HostLock>;
  readonly probeFor: (kind: string) => HealthProbe | undefined;
  readonly blockers: WorkBlockers;
}

interface HostDependencies {
  readonly db: Database;
  readonly work: WorkCarrier;
  readonly hosts: HostLocks;
}

/** A host's question or report. */
export interface HostAsks {
  readonly host: Host;
  readonly lock: HostLock;
  /** UTC ms. */
  readonly now: number;
}

export type HostRefusal = GrantRefusal | 'unknown-host' | 'blocked' | 'unavailable';

/** Yes, or why not in words for the host's log. */
export type HostAnswer = 'yes' | { readonly code: HostRefusal; readonly detail: string };

/**
 * A host asks whether it may restart now (S7). Yes is a claim that is begun; who has one and asks again is answered yes. In its
 * window by the rules of the window's plan, before it by those of self-service, and never while an alert blocks.
 */
export async function mayRestart(deps: HostDependencies, { host, lock, now }: HostAsks): Promise<HostAnswer> {
  const { db, hosts } = deps;
  const [held] = await heldBy(db, host);
  if (held?.state === 'running') return looked(deps, held);
  const found = await resourcesOf(db, host.id, lock);
  const [resourceId] = found;
  if (resourceId === undefined || found.length > 1) return unknownHost(host, lock, found);
  const windows = await workAskedFor(db, { executor: host.executor, resourceId, now });
  const answers = windows.map((asked) => ({ asked, answer: granted(asked) }));
  const first = answers.find(({ answer }) => 'granted' in answer) ?? answers[0];
  if (!first) {
    const detail = `No window has maintenance of ${resourceId} through ${host.executor}, so it may not restart now.`;
    return { code: 'not-due', detail };
  }
  if ('refusal' in first.answer) return first.answer.refusal;
  const blocking = await hosts.blockers.blocking();
  if (blocking.length > 0) {
    return { code: 'blocked', detail: `Nothing is begun while this holds: ${blocking.slice(0, 3).join('; ')}.` };
  }
  const { reference } = first.asked.item;
  const answer = await grantHost(db, { host, resourceId, reference, now });
  if ('refusal' in answer) return answer.refusal;
  return looked(deps, { ...answer, reference, isHandedOver: false });
}

/** A claim before the window has a workflow of its own that sees its end; without it the host is not told yes. */
async function looked(
  { db, work }: HostDependencies,
  { key, reference, by, isHandedOver }: Pick<HeldClaim, 'key' | 'reference' | 'by' | 'isHandedOver'>,
): Promise<HostAnswer> {
  if (by === 'window' || isHandedOver) return 'yes';
  try {
    await work.carryOut({ key, reference });
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return {
      code: 'unavailable',
      detail: 'Temporal does not answer, so nobody would see to the end of it. Ask again.',
    };
  }
  await noteHandover(db, key);
  return 'yes';
}

function unknownHost({ id, executor }: Host, { kinds, label }: HostLock, found: readonly string[]): HostAnswer {
  const sought = `of kind ${kinds.join(' or ')} ${label === undefined ? 'with the id' : `whose label ${label} is`} ${id}`;
  const detail =
    found.length > 1
      ? `The inventory has several resources ${sought}: ${found.join(', ')}. Correct all but one.`
      : `The inventory has no resource ${sought}. Add it, or correct what the executor ${executor} looks for.`;
  return { code: 'unknown-host', detail };
}

/**
 * A host reports that it is up (S7), which ends what it was granted, also when that was unknown by then. Where a probe looks at
 * its kind, it has to be healthy for a while first. A host that holds nothing completes nothing: each reports when it starts.
 */
export async function isSteady({ db, hosts }: HostDependencies, { host, now }: HostAsks): Promise<void> {
  for (const { key, kind, state } of await heldBy(db, host)) {
    if (state === 'running' && hosts.probeFor(kind)) await addEvidence(db, key, { [DONE_AT]: now });
    else await endWork(db, key, { state: 'done' }, now);
  }
}
