import { nightsOf } from '../planning/conflicts';
import { toIso } from '../shared/time';
import { describeEvent, type RecordedEvent, type WindowEvent } from './events';
import type { Verification } from './types';
import type { WindowView } from './view';

/**
 * A window and its events as JSON. The API's answers and the webhooks use the same functions, so that both always say the
 * same. Instants become ISO 8601 in UTC.
 */

export const slotsOf = ({ spec }: WindowView) =>
  nightsOf(spec).map(({ startsAt, endsAt }) => ({ start: toIso(startsAt), end: toIso(endsAt) }));
export const nextOf = ({ next }: WindowView) => next && { at: toIso(next.at), what: next.what };
export const planOf = ({ plan }: WindowView) => plan.map(({ kind, at }) => ({ kind, at: toIso(at) }));
export const attentionOf = ({ attention }: WindowView) =>
  attention.map((item) => ({ ...item, since: toIso(item.since) }));

/** When things happened that the view itself does not know (UTC ms). */
interface Moments {
  /** When customers were first told; null before. */
  readonly announcedAt: number | null;
  readonly updatedAt: number;
}

/** The window without its scope, its resources and its links: those depend on who reads. */
export function windowJson(view: WindowView, { announcedAt, updatedAt }: Moments) {
  const { slot: _slot, scope: _scope, alternate, verification, ...spec } = view.spec;
  return {
    reference: view.reference,
    phase: view.phase,
    revision: view.revision,
    sequence: view.sequence,
    ...spec,
    slots: slotsOf(view),
    openedAt: toIso(view.openedAt),
    openedBy: view.openedBy,
    announcedAt: isoOrNull(announcedAt),
    startedAt: isoOrNull(view.startedAt),
    endedAt: isoOrNull(view.endedAt),
    cancelledAt: isoOrNull(view.cancelledAt),
    updatedAt: toIso(updatedAt),
    customerImpactMinutes: view.customerImpactMinutes,
    nextUpdateBy: isoOrNull(view.nextUpdateBy),
    next: nextOf(view),
    plan: planOf(view),
    rfo: view.rfo,
    attention: attentionOf(view),
    ...(alternate ? { decideBy: toIso(alternate.decideBy) } : {}),
    ...(verification ? { verification: checksOf(verification, view.ticks) } : {}),
    approval: view.approval && { ...view.approval, authors: [...view.approval.authors] },
    undo: view.undo.map((item) => ({ ...item })),
  };
}

function checksOf({ steps, monitorMinutes }: Verification, ticks: readonly number[]) {
  return { steps: steps.map((text, index) => ({ text, done: ticks.includes(index + 1) })), monitorMinutes };
}

/** An event of the timeline with the same in a sentence. */
export function eventJson({ sequence, at, by, door, event }: RecordedEvent) {
  return { sequence, at: toIso(at), by, door, type: event.type, text: describeEvent(event), event: detailsOf(event) };
}

/** The window itself says what was opened; readers of a timeline do not need the policy's figures. */
function detailsOf(event: WindowEvent): Record<string, unknown> & { type: WindowEvent['type'] } {
  if (event.type !== 'opened') return { ...event };
  return { type: event.type, class: event.spec.class, title: event.spec.title };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
