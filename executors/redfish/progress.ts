import type { Evidence, Observation } from '../../activities/ports/executor';
import { SECOND } from '../../domain/shared/time';
import { BOOT_STARTED, bootRank } from './schemas';

/** A system as one look has seen it. */
export interface SystemLook {
  /** `On`, `Off`, `PoweringOn` and so on. */
  readonly power: string | undefined;
  /** `BootProgress.LastState`. */
  readonly boot: string | undefined;
  /** `LastResetTime` as the controller wrote it. */
  readonly lastReset: string | undefined;
  /** By how much the controller's clock is ahead of ours (ms); undefined when it did not tell the time. */
  readonly clockAhead: number | undefined;
}

/** Both LastResetTime and the header Date are in whole seconds (ms). */
const GRAIN = 2 * SECOND;

/**
 * Where a restart stands, from one look and from what was kept of the looks before (S7). A controller knows no job, so the restart
 * has to be seen: in LastResetTime, in the power state, or in a boot progress behind the one before. Without any sign the answer
 * is `running` where the controller took the reset and there is time left, else `unknown`; never `not-begun`, because a graceful
 * restart shows nothing while the system shuts down.
 */
export function progressOf(
  look: SystemLook,
  evidence: Evidence,
  { askedAt, until, now }: { readonly askedAt: number; readonly until: number; readonly now: number },
): Observation {
  const rank = bootRank(look.boot);
  const before = bootRank(textIn(evidence.boot));
  const isBehind = rank !== undefined && before !== undefined && rank < before;
  const isSeen = evidence.restarting === true || look.power !== 'On' || isBehind || wasReset(look, evidence, askedAt);
  const kept: Evidence = {
    ...evidence,
    ...(isSeen ? { restarting: true } : {}),
    ...(look.power === undefined ? {} : { power: look.power }),
    ...(look.boot === undefined ? {} : { now: look.boot }),
  };
  const isLate = now > until;
  const still = (what: string): Observation =>
    isLate ? { state: 'failed', evidence: kept, reason: what } : { state: 'running', evidence: kept };

  if (!isSeen) {
    const reason = 'neither the power state nor LastResetTime nor the boot progress shows a restart';
    const wasTaken = evidence.reset !== undefined;
    return wasTaken && !isLate ? { state: 'running', evidence: kept } : { state: 'unknown', evidence: kept, reason };
  }
  if (look.power === undefined) return { state: 'unknown', evidence: kept, reason: 'the power state is not told' };
  if (look.power !== 'On') return still(`the power state is still ${look.power}`);
  if (look.boot === 'SetupEntered') {
    return { state: 'failed', evidence: kept, reason: 'the system waits in its firmware setup' };
  }
  // a controller that told no progress before the restart tells none after it
  const isTold = rank !== undefined || before !== undefined;
  if (isTold && (rank ?? -1) < (before ?? BOOT_STARTED)) {
    return still(`the boot has not got further than ${look.boot ?? 'its beginning'}`);
  }
  return { state: 'done', evidence: kept };
}

/** Whether the controller names a reset since the job was asked for. */
export function wasReset(
  { lastReset, clockAhead }: Pick<SystemLook, 'lastReset' | 'clockAhead'>,
  evidence: Evidence,
  askedAt: number,
): boolean {
  if (lastReset === undefined) return false;
  if (evidence.lastReset !== undefined) return evidence.lastReset !== lastReset;
  const at = Date.parse(lastReset);
  // a controller's clock may be years off
  return clockAhead !== undefined && !Number.isNaN(at) && at - clockAhead >= askedAt - GRAIN;
}

function textIn(value: Evidence[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
