import type { NoticeChange, NoticeFacts } from '../notices/message';
import type { NoticeId } from '../notices/notice';
import { quietWaitOf } from '../notices/quiet-hours';
import { promisedAt } from '../notices/promise';
import { carriesReport, isToCustomers } from '../notices/notice-kinds';
import { DEFAULT_WORK_PLAN, locksInAt } from '../work/plan';
import { labelOf } from './classes';
import type { RecordedEvent, WindowEvent } from './events';
import { publicReferences } from './references';
import { wasTold } from './begun-notices';
import { internalWords } from './staff-words';
import { owesRfo } from './duties/report';
import type { WindowState } from './types';
import { optional } from '../shared/optional';

/** A begun notice with all it says, and the number of the event that began it. */
export interface BegunNotice {
  readonly sequence: number;
  readonly facts: NoticeFacts;
}

/**
 * The notices a step began, with their facts: the window as it stands after the step, and the words that came with the
 * command of the same step.
 */
export function begunNotices(state: WindowState, step: readonly RecordedEvent[]): BegunNotice[] {
  return step.flatMap(({ event, sequence, at }) =>
    event.type === 'notice-begun' ? [{ sequence, facts: factsOf(state, event.notice, at, step) }] : [],
  );
}

function factsOf(state: WindowState, notice: NoticeId, now: number, step: readonly RecordedEvent[]): NoticeFacts {
  const { spec } = state;
  const words =
    internalWords(state, notice.kind, step) ??
    step.map(({ event }) => wordsOf(event, state)).find((text) => text !== undefined);
  const moved = step
    .map(({ event }) => event)
    .find((event) => event.type === 'rescheduled' || event.type === 'extended');
  const before =
    step.map(({ event }) => (event.type === 'moved-in' ? event.slot : undefined)).find(Boolean) ?? moved?.from;
  const changes = step.flatMap(({ event }) => changesOf(event, state));
  const { draft, drafted } = state.rfo;
  return {
    reference: state.reference,
    notice,
    now,
    phase: state.phase,
    title: spec.title,
    class: spec.class,
    ...optional({ classLabel: labelOf(spec, state.policy) }),
    reason: spec.reason,
    private: spec.visibility === 'private',
    slot: spec.slot,
    impact: spec.impact,
    customerAction: spec.customerAction,
    pointOfContact: spec.pointOfContact,
    ...(before ? { previousSlot: before } : {}),
    ...(changes.length > 0 ? { changes } : {}),
    ...(spec.alternate ? { alternate: spec.alternate } : {}),
    ...optional({ introduction: spec.introduction, language: spec.language }),
    ...(spec.translations ? { translations: spec.translations } : {}),
    ...optional({ justification: spec.justification }),
    ...(spec.emergency ? { emergency: spec.emergency } : {}),
    ...optional({
      startedAt: state.startedAt,
      endedAt: state.endedAt,
      customerImpactMinutes: state.customerImpactMinutes,
      nextUpdateBy: state.nextUpdateBy,
      message: words,
      references: isToCustomers(notice.kind) ? publicReferences(spec.references) : spec.references,
      selfServiceUntil: isToCustomers(notice.kind) ? selfServiceUntil(state, now) : undefined,
      otherNightUntil: isToCustomers(notice.kind) ? otherNightUntil(state, now) : undefined,
    }),
    ...optional({ quiet: quietWaitOf(state, notice.kind, now, before) }),
    ...(notice.kind === 'approval-request' && state.phase === 'draft'
      ? { answerBy: promisedAt(spec, state.policy) }
      : {}),
    ...(isToCustomers(notice.kind) || wasTold(state) ? {} : { unlisted: true as const }),
    ...(state.degradation ? { wasDegraded: true as const } : {}),
    ...(isToCustomers(notice.kind) && owesRfo(state) ? { reportFollows: true as const } : {}),
    ...(carriesReport(notice.kind) && draft ? { rfo: { ...draft, version: drafted } } : {}),
  };
}

/** Until when customers may do the work themselves (S3), while they still can. */
function selfServiceUntil({ phase, spec }: WindowState, now: number): number | undefined {
  if (phase !== 'announced' || !spec.work?.selfService) return undefined;
  const until = locksInAt(spec.work, spec.slot.startsAt);
  return until > now ? until : undefined;
}

/** Until when customers may move their resources to a night that this one offers (S8), while they still can. */
function otherNightUntil({ phase, spec }: WindowState, now: number): number | undefined {
  if (phase !== 'announced' || (spec.alternatives ?? []).length === 0) return undefined;
  const until = locksInAt(spec.work ?? DEFAULT_WORK_PLAN, spec.slot.startsAt);
  return until > now ? until : undefined;
}

/** What a person wrote along with an event. Who reads that work was rolled back reads again why (L13). */
function wordsOf(event: WindowEvent, { rollBack }: WindowState): string | undefined {
  switch (event.type) {
    case 'rolled-back':
      return [rollBack?.reason, event.message].filter((words) => words !== undefined).join('\n');
    case 'started':
    case 'verifying':
      return event.note;
    case 'progress-posted':
    case 'completed':
    case 'recovered':
      return event.message;
    case 'rescheduled':
    case 'extended':
    case 'rescoped':
    case 'reclassified':
    case 'edited':
    case 'cancelled':
    case 'audience-changed':
    case 'roll-back-begun':
      return event.reason;
    default:
      return undefined;
  }
}

/** What a "changed" notice has to name. */
function changesOf(event: WindowEvent, { policy }: WindowState): NoticeChange[] {
  switch (event.type) {
    case 'rescoped':
      return [{ field: 'scope' }];
    case 'reclassified':
      return [
        {
          ...{ field: 'class', from: event.from, to: event.to },
          ...optional({
            fromLabel: labelOf({ className: event.fromName }, policy),
            toLabel: labelOf({ className: event.toName }, policy),
          }),
        },
      ];
    case 'edited':
      return (['title', 'introduction', 'impactDescription', 'customerAction'] as const).flatMap((field) => {
        const to = event.wording[field];
        return to === undefined ? [] : [{ field, to }];
      });
    case 'alternate-released':
      return [{ field: 'alternate', slot: event.slot }];
    default:
      return [];
  }
}
