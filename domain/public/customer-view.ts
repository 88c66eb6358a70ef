import type { AffectedResource } from '../notices/message';
import { isToCustomers, isToSome } from '../notices/notice-kinds';
import { NOTICES } from '../notices/notices';
import type { Scope } from '../planning/scope';
import { optional } from '../shared/optional';
import { EVENTS } from '../window/event-table';
import type { RecordedEvent, WindowEvent } from '../window/events';
import { publicReferences } from '../window/references';
import type { WindowSpec } from '../window/types';
import type { WindowView } from '../window/view';

/**
 * What a customer may read of a window: nothing that names other customers' resources, the provider's people or the figures
 * of other organizations (T3). The same shapes as the provider's, so that one page and one schema serve both.
 */

const NO_SCOPE: Scope = { locations: [], resources: [], kinds: [], labels: {}, all: false };

/** The view without the scope, staff names and what the provider's people do among themselves. */
export function forCustomer(view: WindowView, own: readonly AffectedResource[]): WindowView {
  const count = own.length;
  const { verification: _checks, ...spec } = view.spec;
  const { published } = view.rfo;
  return {
    ...view,
    spec: specForCustomer(spec),
    scopeText: `${String(count)} of your resources`,
    openedBy: '',
    next: nextForCustomer(view),
    rfo: { ...view.rfo, drafted: published },
    attention: [],
    degradation: degradationForCustomer(view),
    monitoringValue: null,
    approval: null,
    undo: [],
    ticks: [],
  };
}

/** What customers wait for: a notice to them, the start, the end or the promised update; never what staff is asked. */
function nextForCustomer({ phase, plan, spec, nextUpdateBy }: WindowView): WindowView['next'] {
  const end = { at: spec.slot.endsAt, what: 'planned end' };
  const update = nextUpdateBy === null ? undefined : { at: nextUpdateBy, what: 'next update' };
  switch (phase) {
    case 'draft':
    case 'approved':
    case 'announced': {
      const [notice] = plan;
      return notice
        ? { at: notice.at, what: NOTICES[notice.kind].title }
        : { at: spec.slot.startsAt, what: 'planned start' };
    }
    case 'in-progress':
      return update && update.at < end.at ? update : end;
    case 'verifying':
    case 'overdue':
    case 'degraded':
      return update ?? null;
    default:
      return null;
  }
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
      return isToCustomers(event.notice.kind) && !isToSome(event.notice.kind) ? event : undefined;
    case 'started':
    case 'completed':
    case 'rolled-back': {
      const { reason: _forStaff, ...told } = event;
      return told;
    }
    case 'reclassified': {
      const { fromName: _from, toName: _to, ...told } = event;
      return told;
    }
    case 'degraded':
      return { ...event, because: '' };
    case 'rescoped':
      return { ...event, from: NO_SCOPE, to: NO_SCOPE };
    default:
      return EVENTS[event.type].customers === 'shown' ? event : undefined;
  }
}

/** That it is so, without the provider's figures and hosts. */
function degradationForCustomer({ degradation }: WindowView): WindowView['degradation'] {
  return degradation && { ...degradation, because: '' };
}

function openedForCustomer({ type, reference, spec, policy }: Extract<WindowEvent, { type: 'opened' }>): WindowEvent {
  return { type, reference, policy, spec: specForCustomer(spec) };
}

/** The provider's names of its own classes are no words for customers (P6). */
function specForCustomer({ references, className: _own, ...spec }: WindowSpec): WindowSpec {
  return { ...spec, scope: NO_SCOPE, ...optional({ references: publicReferences(references) }) };
}
