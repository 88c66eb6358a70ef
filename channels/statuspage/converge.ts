import type { ChannelStates } from '../../activities/ports/channel-records';
import { loadKnown } from '../convergence/known';
import { restoreComponents } from './components';
import { pendingSteps } from './desired-entry';
import type { EntryContext } from './entry-context';
import { ENTRY } from './known-entry';
import { readEntry } from './read-entry';
import type { Incident } from './statuspage-schemas';
import { createEntry, repairFields, tellStep } from './write-entry';

export type ConvergeDependencies = Pick<EntryContext, 'client' | 'heldByOthers' | 'clock' | 'lateWriteMs'> & {
  readonly states: ChannelStates;
};
export type ConvergeRequest = Pick<EntryContext, 'desired' | 'mapped' | 'onDrift' | 'origin'>;

/**
 * Makes the entry at Statuspage equal to what is desired, by the rules of `write-once.ts`; answers what had been changed by hand.
 * Throws ServiceFailure, or Waiting when this attempt may not write yet.
 */
export async function converge(
  { states, ...deps }: ConvergeDependencies,
  request: ConvergeRequest,
): Promise<readonly string[]> {
  const { desired } = request;
  const known = await loadKnown(states, desired.reference, ENTRY);
  // over is not for good: a bad result opens it again (E3)
  if (known.now.done && desired.ended && pendingSteps(desired, known.now.told).length === 0) return [];
  const context: EntryContext = { ...deps, ...request, known, drift: [] };
  let entry = await ensureEntry(context);
  if (!entry) return context.drift;
  for (const step of pendingSteps(desired, known.now.told)) entry = await tellStep(context, step, entry);
  entry = await repairFields(context, entry);
  if (desired.ended) {
    await restoreComponents(context, entry);
    await known.save({ done: true, restoring: [] });
  }
  return context.drift;
}

/** The entry, made where it is missing; undefined when it is to stay missing. */
async function ensureEntry(context: EntryContext): Promise<Incident | undefined> {
  const { known, desired, onDrift } = context;
  const entry = await readEntry(context);
  if (entry) return entry;
  const { id, told, done } = known.now;
  const wasDeleted = id !== null;
  // never on the page and called off: there is nothing to take back
  const isNeedless = wasDeleted ? desired.ended : done || (desired.cancelled && told === 0);
  if (isNeedless) {
    await known.save({ done: true, told: desired.steps.at(-1)?.sequence ?? 0 });
    return undefined;
  }
  return wasDeleted && onDrift === 'report' ? undefined : createEntry(context);
}
