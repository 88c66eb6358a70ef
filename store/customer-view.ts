import type { AffectedResource } from '../domain/message';
import type { Scope } from '../domain/scope';
import type { RecordedEvent, WindowEvent } from '../domain/window/events';
import type { WindowView } from '../domain/window/view';

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
  };
}

/** Events customers are told of, without what is internal to them; the author's name is left out. A list of one or none. */
export function customerEvents(recorded: RecordedEvent): RecordedEvent[] {
  const event = customerEvent(recorded.event);
  return event ? [{ ...recorded, by: '', event }] : [];
}

function customerEvent(event: WindowEvent): WindowEvent | undefined {
  switch (event.type) {
    case 'opened':
      return { ...event, spec: { ...event.spec, scope: NO_SCOPE } };
    case 'notice-begun':
    case 'started':
    case 'progress-posted':
    case 'verifying':
    case 'overdue':
    case 'completed':
    case 'rescheduled':
    case 'cancelled':
    case 'rfo-owed':
    case 'rfo-published':
    case 'closed':
      return event;
    case 'notice-settled':
    case 'notice-retried':
    case 'audience-changed':
    case 'notice-troubled':
    case 'notice-mended':
    case 'reminders-passed':
    case 'start-missed':
    case 'update-missed':
    case 'rfo-drafted':
    case 'rfo-late':
    case 'command-refused':
      return undefined;
  }
}
