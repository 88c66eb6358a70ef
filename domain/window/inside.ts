import { begin, count, wasTold } from './begun-notices';
import { tellStaff } from './duties/staff-lists';
import { insideOf, isRevising, type WindowEvent } from './events';
import type { WindowState } from './types';

/**
 * P5: the events of a step with what the provider's own people hear of it, one notice a step and person. Support, marketing and
 * product get a brief, if they had one at the opening. Whoever answers for customers gets the list of theirs, once customers
 * know of the window; the step may have begun it already. Windows of version 0.2.0 have no such rules.
 */
export function withInside(before: WindowState, events: readonly WindowEvent[]): readonly WindowEvent[] {
  const told = events.map(insideOf).findLast((inside) => inside !== undefined);
  if (!before.policy.inside || !told) return events;
  const isKnown = wasTold(before);
  if (told.since === 'announcement' && !isKnown) return events;
  const after = { ...before, revision: before.revision + events.filter(isRevising).length };
  const hasList = events.some((event) => event.type === 'notice-begun' && event.notice.kind === 'staff-list');
  return [
    ...events,
    ...(count(before, 'brief') > 0 ? [begin(after, told.brief)] : []),
    ...(isKnown && !hasList ? tellStaff(after) : []),
  ];
}
