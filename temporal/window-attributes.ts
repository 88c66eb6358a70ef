import type { SearchAttributePair } from '@temporalio/common';
import { nextDue } from '../domain/window/duties/agenda';
import type { WindowState } from '../domain/window/types';
import { ATTRIBUTES } from '../workflows/search-attributes';

/** Search attributes for operators. They are set at the start, so that the first step costs no event. */
export function attributesOf(state: WindowState): SearchAttributePair[] {
  const { spec } = state;
  const due = nextDue(state);
  return [
    { key: ATTRIBUTES.reference, value: state.reference },
    { key: ATTRIBUTES.class, value: spec.class },
    { key: ATTRIBUTES.phase, value: state.phase },
    { key: ATTRIBUTES.start, value: new Date(spec.slot.startsAt) },
    { key: ATTRIBUTES.end, value: new Date(spec.slot.endsAt) },
    { key: ATTRIBUTES.needsAttention, value: state.attention.length > 0 },
    ...(spec.scope.locations.length > 0 ? [{ key: ATTRIBUTES.locations, value: fitting(spec.scope.locations) }] : []),
    ...(spec.references ? [{ key: ATTRIBUTES.changes, value: spec.references.map(({ id }) => id) }] : []),
    ...(due ? [{ key: ATTRIBUTES.nextDutyAt, value: new Date(due.at) }] : []),
  ];
}

/** Temporal accepts 2 KB for each search attribute; of a scope with more locations, the first ones are listed. */
function fitting(locations: readonly string[]): string[] {
  let bytes = 2;
  return locations.filter((location) => (bytes += location.length + 3) <= 2_000);
}
