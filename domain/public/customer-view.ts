import type { AffectedResource } from '../notices/message';
import { isToCustomers } from '../notices/notice-kinds';
import type { Scope } from '../planning/scope';
import { EVENTS } from '../window/event-table';
import type { RecordedEvent, WindowEvent } from '../window/events';
import type { WindowView } from '../window/view';

/**
 * What a customer may read of a window: nothing that names other customers' resources, the provider's people or the figures
 * of other organizations (T3). The same shapes as the provider's, so that one page and one schema serve both.
 */

const NO_SCOPE: Scope = { locations: [], resources: [], kinds: [], labels: {}, all: false };

/** The view without the scope, staff names and internal attention. */
export function forCustomer(view: WindowView, own: readonly AffectedResource[]): WindowView {
  const count = own.length;
  return {
    ...view,
    spec: { ...view.spec, scope: NO_SCOPE },
    scopeText: `${String(count)} of your resources`,
    openedBy: '',
    attention: [],
    approval: null,
    undo: [],
  };
}

/** Events customers are told of, without what is internal to them; the author's name is left out. A list of one or none. */
export function customerEvents({ sequence, at, door, event: happened }: RecordedEvent): RecordedEvent[] {
  const event = customerEvent(happened);
  return event ? [{ sequence, at, by: '', door, event }] : [];
}

function customerEvent(event: WindowEvent): WindowEvent | undefined {
  switch (event.type) {
    case 'opened':
      return openedForCustomer(event);
    case 'notice-begun':
      return isToCustomers(event.notice.kind) ? event : undefined;
    case 'rescoped':
      return { ...event, from: NO_SCOPE, to: NO_SCOPE };
    default:
      return EVENTS[event.type].customers === 'shown' ? event : undefined;
  }
}

function openedForCustomer({ type, reference, spec, policy }: Extract<WindowEvent, { type: 'opened' }>): WindowEvent {
  return { type, reference, policy, spec: { ...spec, scope: NO_SCOPE } };
}
