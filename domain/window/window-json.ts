import { nightsOf } from '../planning/conflicts';
import { optional } from '../shared/optional';
import { toIso } from '../shared/time';
import { locksInAt } from '../work/plan';
import { describeEvent, type RecordedEvent, type WindowEvent } from './events';
import type { MonitoringValue, Verification } from './types';
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
  const {
    slot: _slot,
    scope: _scope,
    work: _staffOnly,
    alternate,
    alternatives,
    verification,
    references,
    ...spec
  } = view.spec;
  return {
    reference: view.reference,
    phase: view.phase,
    revision: view.revision,
    sequence: view.sequence,
    ...spec,
    ...optional({ classLabel: view.classLabel }),
    slots: slotsOf(view),
    openedAt: toIso(view.openedAt),
    openedBy: view.openedBy,
    announcedAt: isoOrNull(announcedAt),
    startedAt: isoOrNull(view.startedAt),
    endedAt: isoOrNull(view.endedAt),
    cancelledAt: isoOrNull(view.cancelledAt),
    rollBack: rollBackJson(view),
    degradation: degradationJson(view),
    updatedAt: toIso(updatedAt),
    customerImpactMinutes: view.customerImpactMinutes,
    nextUpdateBy: isoOrNull(view.nextUpdateBy),
    next: nextOf(view),
    plan: planOf(view),
    rfo: view.rfo,
    attention: attentionOf(view),
    ...(alternate ? { decideBy: toIso(alternate.decideBy) } : {}),
    ...(alternatives ? { alternatives: [...alternatives] } : {}),
    ...(references ? { references: references.map((one) => ({ ...one })) } : {}),
    ...(verification ? { verification: checksOf(verification, view) } : {}),
    approval: view.approval && { ...view.approval, authors: [...view.approval.authors] },
    undo: view.undo.map((item) => ({ ...item })),
  };
}

/**
 * Where the work on the resources is (S2, S3), without its counts, which depend on who reads; undefined in windows without `work`.
 * The plan and the reason why it stands still are for staff.
 */
export function workJson({ spec, startedAt, work }: WindowView, { isForStaff }: { readonly isForStaff: boolean }) {
  if (!spec.work) return undefined;
  const { order, ...plan } = spec.work;
  const locksAt = Math.min(locksInAt(plan, spec.slot.startsAt), startedAt ?? Infinity);
  return {
    state: work?.state ?? null,
    selfServiceUntil: plan.selfService ? toIso(locksAt) : null,
    ...(isForStaff ? { because: work?.because ?? null, plan: { ...plan, order: [...order] } } : {}),
  };
}

function rollBackJson({ rollBack }: WindowView) {
  return (
    rollBack && {
      begunAt: toIso(rollBack.begunAt),
      because: rollBack.reason,
      endedAt: isoOrNull(rollBack.endedAt ?? null),
    }
  );
}

/** `because` is empty for customers. */
function degradationJson({ degradation }: Partial<WindowView>) {
  if (!degradation) return null;
  const { begunAt, because, endedAt = null } = degradation;
  return { begunAt: toIso(begunAt), because, endedAt: isoOrNull(endedAt) };
}

function checksOf(
  { steps, monitorMinutes, monitor }: Verification,
  { ticks, monitoringValue = null }: Pick<WindowView, 'ticks'> & Partial<WindowView>,
) {
  return {
    ...{ steps: steps.map((text, index) => ({ text, done: ticks.includes(index + 1) })), monitorMinutes },
    ...(monitor ? { monitor: { ...monitor, ...(monitor.query ? { value: valueJson(monitoringValue) } : {}) } } : {}),
  };
}

function valueJson(entered: MonitoringValue | null) {
  return entered && { value: entered.value, isGood: entered.isGood, at: toIso(entered.at) };
}

/** An event of the timeline with the same in a sentence. */
export function eventJson({ sequence, at, by, door, event }: RecordedEvent) {
  return { sequence, at: toIso(at), by, door, type: event.type, text: describeEvent(event), event: detailsOf(event) };
}

/** The window itself says what was opened; readers of a timeline do not need the policy's figures. */
function detailsOf(event: WindowEvent): Record<string, unknown> & { type: WindowEvent['type'] } {
  if (event.type === 'rules-applied') return { type: event.type, changes: event.changes };
  if (event.type !== 'opened') return { ...event };
  const { class: windowClass, className, title } = event.spec;
  return { type: event.type, class: windowClass, ...optional({ className }), title };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
