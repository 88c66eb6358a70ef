import type { z } from 'zod';
import { publishedMeasures } from '../../../domain/measures/published';
import type { AffectedResource } from '../../../domain/notices/message';
import { describeAnswer } from '../../../domain/delivery/acknowledgement';
import { toIso } from '../../../domain/shared/time';
import { optional } from '../../../domain/shared/optional';
import type { RecordedEvent } from '../../../domain/window/events';
import {
  attentionOf,
  eventJson,
  nextOf,
  planOf,
  slotsOf,
  windowJson,
  workJson,
} from '../../../domain/window/window-json';
import type { WindowView } from '../../../domain/window/view';
import type { ChannelHealth } from '../../../store/channels/channel-states';
import type { Page } from '../../../store/database/cursor';
import type { DeliveryDetail, NoticeSummary } from '../../../store/ledger/notices';
import type { TimelineLine } from '../../../store/windows/timeline-page';
import type { RfoVersion, WindowSummary } from '../../../store/windows/windows';
import { countsAnswer } from '../maintenance/answers';
import type { WindowForStaff, WindowInDetail } from '../../../use-cases/read-window';
import type { OtherAlerts } from '../../../use-cases/read-other-alerts';
import { languagesAnswer } from './languages';
import type { WindowLinks } from './links';
import { untoldAnswer } from './untold';
import { isoOrNull } from '../../http/schemas';
import type { commandAnswerSchema } from '../commands/schemas';
import type {
  deliveriesPageSchema,
  eventSchema,
  noticeSchema,
  rfosSchema,
  windowSchema,
  windowsPageSchema,
} from './schemas';

/** From the core's and the store's values to what the API answers: one function each. Instants become ISO 8601. */

type Shape<S extends z.ZodType> = z.input<S>;
type Plan = ReturnType<typeof planOf>;
type Item<S extends z.ZodType<{ items: unknown[] }>> = z.output<S>['items'][number];

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
    ...optional({ className: spec.className, classLabel: view.classLabel }),
    visibility: spec.visibility,
    slots: slotsOf(view),
    next: nextOf(view),
    needsAttention: view.attention.length > 0,
    announcedAt: isoOrNull(announcedAt),
    updatedAt: toIso(updatedAt),
    links,
  };
}

export function windowAnswer(
  read: WindowInDetail,
  links: WindowLinks,
  otherAlerts?: OtherAlerts,
): Shape<typeof windowSchema> {
  const { window, forStaff, workCounts } = read;
  const { view, ownResources } = window;
  const facts = windowJson(view, window);
  const work = workJson(view, { isForStaff: forStaff !== undefined });
  return {
    ...facts,
    ...(work && workCounts ? { work: { ...work, ...countsAnswer(workCounts) } } : {}),
    ...(forStaff ? staffAnswer(forStaff, view, facts.plan) : customerAnswer(ownResources)),
    timeline: timelineAnswer(read.timeline, forStaff !== undefined),
    notices: read.notices.map(noticeAnswer),
    ...(otherAlerts ? { otherAlerts: alertsAnswer(otherAlerts) } : {}),
    links,
  };
}

function alertsAnswer({ firing, ...rest }: OtherAlerts) {
  return { firing: firing.map(({ system, text, since }) => ({ system, text, since: toIso(since) })), ...rest };
}

function staffAnswer(
  { audience, languages, conflicts, channels, answers }: WindowForStaff,
  view: WindowView,
  plan: Plan,
) {
  const { organizations, recipients } = audience;
  return {
    scope: view.spec.scope,
    plan: plan.map((planned) => ({ ...planned, organizations, recipients })),
    ...untoldAnswer(audience),
    ...(languages ? { languages: languagesAnswer(languages, view.spec) } : {}),
    conflicts: [...conflicts],
    channels: channels.map(channelAnswer),
    answers,
  };
}

function customerAnswer(ownResources: WindowSummary['ownResources']) {
  return { resources: ownResources.map(resourceAnswer), resourceCount: ownResources.length };
}

/** A resource as it was told; what has become of the work on it is told by the work list. */
export function resourceAnswer({ work: _work, ...resource }: AffectedResource) {
  return resource;
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

/** A line of the timeline; who answered is told to staff alone, as other names are. */
function lineAnswer(line: TimelineLine, isForStaff: boolean): Shape<typeof eventSchema> {
  if ('sequence' in line) return { ...eventJson(line), ...credentialOf(line) };
  const { at, event } = line;
  if (event.type === 'message-received') {
    return {
      ...{ sequence: null, at: toIso(at), by: '', door: 'mail' as const },
      ...{ type: event.type, text: describeAnswer(line), event: { ...event } },
    };
  }
  const by = event.type === 'acknowledged' && isForStaff ? event.recipient : '';
  const door = event.type === 'acknowledged' && event.via === 'api' ? ('api' as const) : ('calendar' as const);
  const shown = event.type === 'acknowledged' ? event : { ...event, latestAt: toIso(event.latestAt) };
  return {
    ...{ sequence: null, at: toIso(at), by, door },
    ...{ type: event.type, text: describeAnswer(line), event: { ...shown } },
  };
}

/** What stands behind a name (T5); lines for customers have nothing of it. */
function credentialOf({ onBehalfOf, credential, request, issuedBy }: RecordedEvent) {
  return optional({ onBehalfOf, credential, request, issuedBy });
}

/** One page of the timeline. */
export function timelineAnswer({ items, next }: Page<TimelineLine>, isForStaff: boolean) {
  return { items: items.map((line) => lineAnswer(line, isForStaff)), next };
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
    ...optional({ customerImpact: text.customerImpact }),
    rootCause: text.rootCause,
    ...optional({ resolution: text.resolution }),
    preventiveMeasures: forStaff
      ? text.preventiveMeasures.map(({ public: isPublic = true, ...measure }) => ({ ...measure, public: isPublic }))
      : publishedMeasures(text.preventiveMeasures).map((measure) => ({ ...measure, owner: '', public: true })),
  };
}

function channelAnswer({ channel, lastSuccessAt, lastError, lastErrorAt, failures, drift }: ChannelHealth) {
  return {
    channel,
    lastSuccessAt: isoOrNull(lastSuccessAt),
    lastError,
    lastErrorAt: isoOrNull(lastErrorAt),
    failures,
    drift,
  };
}
