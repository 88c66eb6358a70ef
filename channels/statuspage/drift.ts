import { rankOf, type DesiredEntry } from './desired-entry';
import type { EntryFacts } from './known-entry';
import type { IncidentFields } from './statuspage-api-client';
import type { Incident } from './statuspage-schemas';

/** Fields of the entry that are not as they should be. */
export interface Differences {
  /** Ours to write in any case: the window or the mapping has changed. */
  readonly ours: Partial<IncidentFields>;
  /** Made by hand: written when drift is repaired. */
  readonly byHand: Partial<IncidentFields>;
  /** What was made by hand, in words without the texts themselves (T4). */
  readonly drift: readonly string[];
}

/** What the entry should be beyond the steps told. */
export interface Expected {
  readonly desired: DesiredEntry;
  /** The affected components; null when they are not to be compared. */
  readonly components: readonly string[] | null;
  /** The status each held component should have. */
  readonly statuses: ReadonlyMap<string, string>;
}

/**
 * Compares an entry whose steps are all told. A value that is not as desired was changed by hand when it is not what we last
 * wrote; so a change of ours is never taken for an edit.
 */
export function differences(entry: Incident, expected: Expected, wrote: EntryFacts['wrote']): Differences {
  const { desired } = expected;
  const found = [
    nameDifference(entry, desired, wrote),
    ...scheduleDifferences(entry, desired, wrote),
    componentDifference(entry, expected.components, wrote),
    statusDifference(entry, desired),
    componentStatusDifference(entry, expected.statuses),
  ].filter((difference) => difference !== undefined);
  return {
    ours: Object.assign({}, ...found.filter(({ drift }) => drift === undefined).map(({ fields }) => fields)) as object,
    byHand: Object.assign(
      {},
      ...found.filter(({ drift }) => drift !== undefined).map(({ fields }) => fields),
    ) as object,
    drift: found.flatMap(({ drift }) => drift ?? []),
  };
}

interface Difference {
  readonly fields: Partial<IncidentFields>;
  /** undefined: our own change. */
  readonly drift: string | undefined;
}

function nameDifference({ name }: Incident, desired: DesiredEntry, wrote: EntryFacts['wrote']): Difference | undefined {
  if (name === desired.name) return undefined;
  return {
    fields: { name: desired.name },
    drift: !wrote || wrote.name === desired.name ? 'The name was changed by hand.' : undefined,
  };
}

function scheduleDifferences(
  entry: Incident,
  { scheduled }: DesiredEntry,
  wrote: EntryFacts['wrote'],
): (Difference | undefined)[] {
  if (!scheduled) return [];
  const { from, until } = scheduled;
  const moved = !sameInstant(entry.scheduled_for, from) || !sameInstant(entry.scheduled_until, until);
  const ours = wrote !== null && !(sameInstant(wrote.from, from) && sameInstant(wrote.until, until));
  const ticking = [entry.scheduled_auto_in_progress, entry.scheduled_auto_completed, entry.scheduled_remind_prior];
  return [
    moved
      ? {
          fields: { scheduled_for: from, scheduled_until: until },
          drift: ours ? undefined : 'The planned times were changed by hand.',
        }
      : undefined,
    ticking.includes(true)
      ? {
          fields: {
            scheduled_auto_in_progress: false,
            scheduled_auto_completed: false,
            scheduled_remind_prior: false,
          },
          drift: "Statuspage's own clock was switched on by hand.",
        }
      : undefined,
  ];
}

function componentDifference(
  entry: Incident,
  components: readonly string[] | null,
  wrote: EntryFacts['wrote'],
): Difference | undefined {
  if (!components || !entry.components) return undefined;
  const there = entry.components.map(({ id }) => id).sort();
  if (sameList(there, components)) return undefined;
  const byHand = !wrote || sameList(wrote.components, components);
  return {
    fields: { component_ids: components },
    drift: byHand ? 'The affected components were changed by hand.' : undefined,
  };
}

/** An entry is never moved back: what a person has marked as begun or over stays so. */
function statusDifference({ status }: Incident, desired: DesiredEntry): Difference | undefined {
  const there = rankOf(desired.kind, status);
  const wanted = rankOf(desired.kind, desired.status);
  if (there === wanted) return undefined;
  if (there > wanted) {
    return { fields: {}, drift: `The entry was moved on by hand to "${status}"; it is left there.` };
  }
  const body = desired.steps.at(-1)?.body ?? desired.announcement;
  // a new status makes an update of its own, so it says what is going on; subscribers are not notified again
  return { fields: { status: desired.status, body }, drift: `The entry was moved back by hand to "${status}".` };
}

function componentStatusDifference(entry: Incident, wanted: Expected['statuses']): Difference | undefined {
  const wrong = (entry.components ?? []).filter(
    ({ id, status }) => status !== null && wanted.has(id) && wanted.get(id) !== status,
  );
  if (wrong.length === 0) return undefined;
  return {
    fields: { components: Object.fromEntries(wrong.map(({ id }) => [id, wanted.get(id) ?? ''])) },
    drift: `The status of component ${wrong.map(({ id }) => id).join(', ')} was changed by hand.`,
  };
}

function sameInstant(one: string | null | undefined, other: string | null | undefined): boolean {
  return typeof one === 'string' && typeof other === 'string' && Date.parse(one) === Date.parse(other);
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, place) => id === other[place]);
}
