import type { z } from 'zod';
import { nightsOf } from '../domain/planning';
import { toIso } from '../domain/time';
import { describeEvent } from '../domain/window/describe';
import type { RecordedEvent } from '../domain/window/events';
import type { Verification } from '../domain/window/types';
import type { WindowView } from '../domain/window/view';
import type { DeliveryDetail, NoticeSummary } from '../store/notices';
import type { RfoVersion, WindowSummary } from '../store/windows';
import type { WindowLinks } from './links';
import { isoOrNull } from './schemas/common';
import type {
  commandAnswerSchema,
  deliveriesPageSchema,
  eventSchema,
  noticeSchema,
  rfosSchema,
  windowSchema,
  windowsPageSchema,
} from './schemas/windows';

/** From the core's and the store's values to what the API answers: one function each. Instants become ISO 8601. */

type Shape<S extends z.ZodType> = z.input<S>;
type Item<S extends z.ZodType<{ items: unknown[] }>> = z.output<S>['items'][number];

const slotsOf = ({ spec }: WindowView) =>
  nightsOf(spec).map(({ startsAt, endsAt }) => ({ start: toIso(startsAt), end: toIso(endsAt) }));
const nextOf = ({ next }: WindowView) => next && { at: toIso(next.at), what: next.what };
const planOf = ({ plan }: WindowView) => plan.map(({ kind, at }) => ({ kind, at: toIso(at) }));
const attentionOf = ({ attention }: WindowView) => attention.map((item) => ({ ...item, since: toIso(item.since) }));

export function summaryAnswer(
  { view, announcedAt, updatedAt }: WindowSummary,
  links: WindowLinks,
): Item<typeof windowsPageSchema> {
  const { reference, phase, revision, spec } = view;
  return {
    reference,
    phase,
    revision,
    title: spec.title,
    class: spec.class,
    visibility: spec.visibility,
    slots: slotsOf(view),
    next: nextOf(view),
    needsAttention: view.attention.length > 0,
    announcedAt: isoOrNull(announcedAt),
    updatedAt: toIso(updatedAt),
    links,
  };
}

/** What is known beside the window itself. */
interface Beside {
  readonly links: WindowLinks;
  /** How many a notice would reach now; absent for customers, whom the others do not concern. */
  readonly audience: { readonly organizations: number; readonly recipients: number } | undefined;
  readonly timeline: Shape<typeof windowSchema>['timeline'];
  readonly notices: Shape<typeof windowSchema>['notices'];
  /** For staff only. */
  readonly conflicts: Shape<typeof windowSchema>['conflicts'];
}

function checksOf({ steps, monitorMinutes }: Verification, ticks: readonly number[]) {
  return { steps: steps.map((text, index) => ({ text, done: ticks.includes(index + 1) })), monitorMinutes };
}

export function windowAnswer(window: WindowSummary, beside: Beside): Shape<typeof windowSchema> {
  const { view, announcedAt, updatedAt, ownResources } = window;
  const { slot: _slot, scope, alternate, verification, ...spec } = view.spec;
  return {
    reference: view.reference,
    phase: view.phase,
    revision: view.revision,
    sequence: view.sequence,
    ...spec,
    slots: slotsOf(view),
    ...(beside.audience ? { scope } : { resources: [...ownResources] }),
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
    plan: planOf(view).map((planned) => ({ ...planned, ...beside.audience })),
    rfo: view.rfo,
    attention: attentionOf(view),
    ...(alternate ? { decideBy: toIso(alternate.decideBy) } : {}),
    ...(verification ? { verification: checksOf(verification, view.ticks) } : {}),
    approval: view.approval && { ...view.approval, authors: [...view.approval.authors] },
    undo: view.undo.map((item) => ({ ...item })),
    conflicts: beside.conflicts,
    timeline: beside.timeline,
    notices: beside.notices,
    links: beside.links,
  };
}

export function commandAnswer(view: WindowView, links: WindowLinks): Shape<typeof commandAnswerSchema> {
  return {
    reference: view.reference,
    phase: view.phase,
    revision: view.revision,
    sequence: view.sequence,
    startedAt: isoOrNull(view.startedAt),
    endedAt: isoOrNull(view.endedAt),
    nextUpdateBy: isoOrNull(view.nextUpdateBy),
    next: nextOf(view),
    plan: planOf(view),
    rfo: view.rfo,
    attention: attentionOf(view),
    links,
  };
}

/** What was opened stands in the window's own answer; the policy's figures concern nobody who reads a timeline. */
function detailsOf(event: RecordedEvent['event']): Record<string, unknown> & { type: string } {
  if (event.type !== 'opened') return { ...event };
  return { type: event.type, class: event.spec.class, title: event.spec.title };
}

export function eventAnswer({ sequence, at, by, door, event }: RecordedEvent): Shape<typeof eventSchema> {
  return { sequence, at: toIso(at), by, door, type: event.type, text: describeEvent(event), event: detailsOf(event) };
}

export function noticeAnswer({ slug, begunAt, ...notice }: NoticeSummary): Shape<typeof noticeSchema> {
  return { notice: slug, ...notice, begunAt: toIso(begunAt) };
}

export function deliveryAnswer({
  notice,
  nextAttemptAt,
  updatedAt,
  ...delivery
}: DeliveryDetail): Item<typeof deliveriesPageSchema> {
  return {
    ...delivery,
    notice: notice.slug,
    revision: notice.revision,
    nextAttemptAt: isoOrNull(nextAttemptAt),
    updatedAt: toIso(updatedAt),
  };
}

export function rfoAnswer({ text, ...version }: RfoVersion, forStaff: boolean): Item<typeof rfosSchema> {
  return {
    version: version.version,
    state: version.state,
    author: forStaff ? version.author : '',
    draftedAt: toIso(version.draftedAt),
    approvedBy: forStaff ? version.approvedBy : null,
    publishedAt: isoOrNull(version.publishedAt),
    summary: text.summary,
    ...(text.customerImpact === undefined ? {} : { customerImpact: text.customerImpact }),
    rootCause: text.rootCause,
    ...(text.resolution === undefined ? {} : { resolution: text.resolution }),
    preventiveMeasures: text.preventiveMeasures.map((measure) => ({ ...measure })),
  };
}
