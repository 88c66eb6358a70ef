import { writeOnce } from '../convergence/write-once';
import { affectedComponents, checkComponents, neededStatuses, statusesAtStep } from './components';
import { furtherOf, pendingSteps, type DesiredStep } from './desired-entry';
import { differences } from './drift';
import { markerAt, type EntryContext } from './entry-context';
import { creationFields, stepFields, writtenAs } from './fields';
import type { Incident } from './statuspage-schemas';

/** Makes the window's entry; it tells the first step that is pending where that one gives the date. */
export async function createEntry(context: EntryContext): Promise<Incident> {
  const { client, known, desired } = context;
  const { told } = known.now;
  const [first] = pendingSteps(desired, told);
  const step = first?.setsDate ? first.sequence : told;
  const components = affectedComponents(context);
  await checkComponents(client, components);
  const fields = creationFields(desired, markerAt(context, step), {
    components,
    status: desired.kind === 'incident' ? 'identified' : 'scheduled',
    // made anew after somebody deleted it: what was told is not told again
    notify: step > told,
  });
  return writeOnce(context, {
    makes: { creates: true, step },
    send: (beforeItLeaves) =>
      client.create(async () => {
        await beforeItLeaves({ id: null });
        return fields;
      }),
    learned: ({ id, shortlink }) => ({
      id,
      url: shortlink ?? null,
      told: step,
      wrote: writtenAs(desired, components),
    }),
  });
}

/** Tells one step; answers the entry as it is then. */
export async function tellStep(context: EntryContext, step: DesiredStep, entry: Incident): Promise<Incident> {
  const { client, known, desired } = context;
  const { sequence } = step;
  const status = furtherOf(desired.kind, step.status, entry.status);
  return writeOnce(context, {
    makes: { creates: false, step: sequence },
    send: (beforeItLeaves) =>
      client.update(entry.id, async () => {
        const { change, statuses } = await statusesAtStep(context, step, entry);
        await beforeItLeaves(change);
        return stepFields(desired, step, markerAt(context, sequence), { status, components: statuses });
      }),
    learned: () => {
      const { wrote } = known.now;
      return { told: sequence, wrote: step.setsDate ? writtenAs(desired, wrote?.components ?? []) : wrote };
    },
  });
}

/**
 * Once all steps are told: writes fields that are not as they should be, without notifying anybody. What was changed by hand is
 * added to `drift`, and written only where drift is repaired.
 */
export async function repairFields(context: EntryContext, entry: Incident): Promise<Incident> {
  const { client, known, desired, onDrift, drift } = context;
  const { held, effect } = known.now;
  const statuses = effect ? await neededStatuses(context, held, effect) : new Map<string, string>();
  const components = affectedComponents(context);
  const expected = { desired, components: desired.ended ? null : components, statuses };
  const found = differences(entry, expected, known.now.wrote);
  drift.push(...found.drift);
  const fields = { ...found.ours, ...(onDrift === 'repair' ? found.byHand : {}) };
  if (Object.keys(fields).length === 0) return entry;
  if (found.ours.component_ids) await checkComponents(client, found.ours.component_ids);
  const repaired = await client.update(entry.id, async () => {
    // throws when another attempt has saved meanwhile
    await known.save();
    // without the marker: arriving late, it must not take the marker back to an earlier step
    return { ...fields, deliver_notifications: false };
  });
  await known.save({ wrote: writtenAs(desired, components) });
  return repaired;
}
