import type { ChannelStates, HeldComponents } from '../../activities/ports/channel-records';
import type { ComponentStatus } from '../../domain/public/component-status';
import { openOutside, Waiting, type OutsideSession } from '../convergence/outside';
import { isGone, isHarmless } from '../convergence/service-failure';
import { furtherOf, pendingSteps, type DesiredEntry, type DesiredStep } from './desired-entry';
import { differences } from './drift';
import { creationFields, stepFields, worstOf, writtenAs } from './fields';
import { checkComponents, findEntry } from './find-entry';
import { ENTRY, type Outside } from './known-entry';
import type { Prepare, StatuspageApiClient } from './statuspage-api-client';
import type { Incident, Marker } from './statuspage-schemas';

export interface ConvergeDependencies {
  readonly client: StatuspageApiClient;
  readonly states: ChannelStates;
  readonly heldByOthers: HeldComponents;
  /** UTC ms. */
  readonly clock: () => number;
  /** So long after it left, a write without an answer may still arrive (ms), and a new entry be missing in lists. */
  readonly settleMs: number;
}

export interface ConvergeRequest {
  readonly desired: DesiredEntry;
  /** The components the mapping names for the window, sorted. */
  readonly components: readonly string[];
  /** What is done about changes made by hand. */
  readonly onDrift: 'repair' | 'report';
  /** Names this installation in the entry's metadata. */
  readonly origin: string;
}

/**
 * Makes the entry at Statuspage equal to what is desired; answers what had been changed by hand. Throws ServiceFailure, or
 * Waiting when it is not yet this attempt's turn.
 *
 * The service has no idempotency key, so a write whose answer got lost must never be sent again blindly:
 * - Before a write leaves, the state says which step it makes (`attempt`). The write carries the same step key in the metadata.
 * - After an unclear end (no answer, 5xx, killed) the entry is read first. Does it show the step, all is well. Does it not, the
 *   write may still be on its way, or lists lag behind: nothing is written before `settleMs` have passed.
 * - The state is saved by version, so of two attempts at once one stops before its write.
 */
export async function converge(deps: ConvergeDependencies, request: ConvergeRequest): Promise<string[]> {
  const outside = await openOutside(deps.states, request.desired.reference, ENTRY);
  if (outside.now.done && pendingSteps(request.desired, outside.now.told).length === 0) return [];
  return createConvergence(deps, request, outside).run();
}

function createConvergence(
  { client, heldByOthers, clock, settleMs }: ConvergeDependencies,
  { desired, components: mapped, onDrift, origin }: ConvergeRequest,
  outside: OutsideSession<Outside>,
) {
  const { reference, kind } = desired;
  const drift: string[] = [];
  const marker = (last_step: number): Marker => ({ window_id: reference, origin, last_step });
  const ours = { window_id: reference, origin };
  /** From the start on they stay as they are, so that what was set is what is restored. */
  const components = () => (isFrozen(outside.now) ? (outside.now.wrote?.components ?? []) : mapped);

  /** Sends a write whose effect must come about once; `change` is saved before it leaves. */
  async function write(
    attempt: { creates: boolean; step: number },
    send: (prepare: Prepare) => Promise<Incident>,
    prepare: () => Promise<{ change: Partial<Outside>; fields: Awaited<ReturnType<Prepare>> }>,
  ): Promise<Incident> {
    try {
      return await send(async () => {
        const { change, fields } = await prepare();
        await outside.save({ ...change, attempt: { ...attempt, until: clock() + settleMs } });
        return fields;
      });
    } catch (error) {
      if (isHarmless(error) && outside.now.attempt) await outside.save({ attempt: null });
      throw error;
    }
  }

  async function look(): Promise<Incident | undefined> {
    const { id, attempt, told } = outside.now;
    if (id === null) {
      const everywhere = attempt?.creates === true || told > 0;
      const found = await findEntry(client, kind, ours, everywhere);
      if (found) await outside.save({ id: found.id, url: found.shortlink ?? null, wrote: foundAs(found) });
      return found;
    }
    try {
      return await client.incident(id);
    } catch (error) {
      if (!isGone(error)) throw error;
      drift.push('The entry was deleted by hand.');
      return undefined;
    }
  }

  /** Takes over what the entry shows to be told, and clears up what became of the last write. */
  async function settle(entry: Incident | undefined): Promise<void> {
    const shown = entry && entry.metadata?.forewarn?.window_id === reference ? entry.metadata.forewarn.last_step : 0;
    const told = Math.max(outside.now.told, shown);
    const { attempt } = outside.now;
    if (attempt) {
      const arrived = attempt.creates ? entry !== undefined : told >= attempt.step;
      const left = attempt.until - clock();
      if (!arrived && left > 0) {
        throw new Waiting(
          'The last write to Statuspage had no answer and may still arrive; it is looked for again.',
          left,
        );
      }
    }
    if (attempt || told !== outside.now.told) await outside.save({ attempt: null, told });
  }

  async function create(): Promise<Incident> {
    const { told } = outside.now;
    const [first] = pendingSteps(desired, told);
    const step = first?.setsDate ? first.sequence : told;
    const affected = components();
    await checkComponents(client, affected);
    const made = await write(
      { creates: true, step },
      (prepare) => client.create(prepare),
      () =>
        Promise.resolve({
          change: { id: null },
          fields: creationFields(desired, marker(step), {
            components: affected,
            status: kind === 'incident' ? 'identified' : 'scheduled',
            // made anew after somebody deleted it: what was told is not told again
            notify: step > told,
          }),
        }),
    );
    const wrote = writtenAs(desired, affected);
    await outside.save({ id: made.id, url: made.shortlink ?? null, told: step, attempt: null, wrote });
    return made;
  }

  async function tell(step: DesiredStep, entry: Incident): Promise<Incident> {
    const status = furtherOf(kind, step.status, entry.status);
    const told = await write(
      { creates: false, step: step.sequence },
      (prepare) => client.update(entry.id, prepare),
      async () => {
        const { change, statuses } = await componentsAt(step, entry);
        return { change, fields: stepFields(desired, step, marker(step.sequence), { status, components: statuses }) };
      },
    );
    const wrote = step.setsDate ? { ...writtenAs(desired, outside.now.wrote?.components ?? []) } : outside.now.wrote;
    await outside.save({ told: step.sequence, attempt: null, wrote });
    return told;
  }

  /** The explicit statuses a step sets: at the start, and back at the end, as far as no other window needs them otherwise. */
  async function componentsAt(
    step: DesiredStep,
    entry: Incident,
  ): Promise<{ change: Partial<Outside>; statuses: Record<string, string> }> {
    const { held, restoring, wrote } = outside.now;
    if (step.begins && desired.running) {
      const holding = [...(wrote?.components ?? components())];
      const statuses = Object.fromEntries(await needed(holding, desired.effect));
      return { change: { held: holding, effect: desired.effect }, statuses };
    }
    if (!step.ends) return { change: {}, statuses: {} };
    const there = new Map((entry.components ?? []).map(({ id, status }) => [id, status]));
    const untouched = (id: string) => onDrift === 'repair' || (there.get(id) ?? desired.effect) === desired.effect;
    const back = [...new Set([...held.filter(untouched), ...restoring])].sort();
    return { change: { held: [], restoring: back }, statuses: Object.fromEntries(await needed(back)) };
  }

  /** The status each component needs now: the worst of this window's and those of others that run. */
  async function needed(ids: readonly string[], ...own: ComponentStatus[]): Promise<Map<string, ComponentStatus>> {
    const others = await heldByOthers(reference, ids);
    return new Map(ids.map((id) => [id, worstOf([...own, ...(others.get(id) ?? [])])]));
  }

  /** After the steps: fields that are not as they should be, written without telling anybody. */
  async function mend(entry: Incident): Promise<Incident> {
    const { held, effect } = outside.now;
    const statuses = effect ? await needed(held, effect) : new Map<string, ComponentStatus>();
    const affected = components();
    const expected = { desired, components: desired.ended ? null : affected, statuses };
    const found = differences(entry, expected, outside.now.wrote);
    drift.push(...found.drift);
    const fields = { ...found.ours, ...(onDrift === 'repair' ? found.byHand : {}) };
    if (Object.keys(fields).length === 0) return entry;
    if (found.ours.component_ids) await checkComponents(client, found.ours.component_ids);
    const mended = await client.update(entry.id, async () => {
      // fails when another attempt has gone on meanwhile
      await outside.save({});
      // without the marker: if this arrives late, it must not take a step key back
      return { ...fields, deliver_notifications: false };
    });
    await outside.save({ wrote: writtenAs(desired, affected) });
    return mended;
  }

  /** The window is over: sees to it that every component is back, or as another running window needs it. */
  async function finish(entry: Incident): Promise<void> {
    const there = new Map((entry.components ?? []).map(({ id, status }) => [id, status]));
    for (const [id, status] of await needed(outside.now.restoring)) {
      const now = there.get(id);
      if (now !== undefined && now !== null && now !== status) await client.setComponent(id, status);
    }
    await outside.save({ done: true, restoring: [] });
  }

  const over = () => outside.save({ done: true, told: desired.steps.at(-1)?.sequence ?? 0 });

  /** Somebody deleted the entry: true when it is to be made anew. */
  async function isWanted(): Promise<boolean> {
    if (desired.ended) {
      await over();
      return false;
    }
    return onDrift === 'repair';
  }

  return {
    async run(): Promise<string[]> {
      let entry = await look();
      await settle(entry);
      if (!entry) {
        const { id, told, done } = outside.now;
        if (id !== null && !(await isWanted())) return drift;
        // never on the page and called off: there is nothing to take back
        if (id === null && (done || (desired.cancelled && told === 0))) {
          await over();
          return drift;
        }
        entry = await create();
      }
      for (const step of pendingSteps(desired, outside.now.told)) entry = await tell(step, entry);
      entry = await mend(entry);
      if (desired.ended) await finish(entry);
      return drift;
    },
  };
}

/** An entry found by its marker, its answer lost: what differs from it now is a change of ours. */
function foundAs({ name, scheduled_for, scheduled_until, components }: Incident): NonNullable<Outside['wrote']> {
  const ids = (components ?? []).map(({ id }) => id).sort();
  return { name, from: scheduled_for ?? null, until: scheduled_until ?? null, components: ids };
}

/** Components were set, or are being restored. */
function isFrozen({ held, restoring }: Outside): boolean {
  return held.length > 0 || restoring.length > 0;
}
