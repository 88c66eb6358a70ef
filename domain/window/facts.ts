import type { NoticeChange, NoticeFacts } from '../notices/message';
import type { NoticeId } from '../notices/notice';
import { carriesReport } from '../notices/notice-kinds';
import { toIso } from '../shared/time';
import type { RecordedEvent, WindowEvent } from './events';
import { internalWords } from './staff-words';
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
    internalWords(state, notice.kind) ?? step.map(({ event }) => wordsOf(event)).find((text) => text !== undefined);
  const moved = step
    .map(({ event }) => event)
    .find((event) => event.type === 'rescheduled' || event.type === 'extended');
  const changes = step.flatMap(({ event }) => changesOf(event));
  const { draft, drafted } = state.rfo;
  return {
    reference: state.reference,
    notice,
    now,
    phase: state.phase,
    title: spec.title,
    class: spec.class,
    reason: spec.reason,
    private: spec.visibility === 'private',
    slot: spec.slot,
    impact: spec.impact,
    customerAction: spec.customerAction,
    pointOfContact: spec.pointOfContact,
    ...(moved ? { previousSlot: moved.from } : {}),
    ...(changes.length > 0 ? { changes } : {}),
    ...(spec.alternate ? { alternate: spec.alternate } : {}),
    ...optional({ introduction: spec.introduction }),
    ...(spec.translations ? { translations: spec.translations } : {}),
    ...optional({ justification: spec.justification }),
    ...(spec.emergency ? { emergency: spec.emergency } : {}),
    ...optional({
      startedAt: state.startedAt,
      endedAt: state.endedAt,
      customerImpactMinutes: state.customerImpactMinutes,
      nextUpdateBy: state.nextUpdateBy,
      message: words,
    }),
    ...(carriesReport(notice.kind) && draft ? { rfo: { ...draft, version: drafted } } : {}),
  };
}

/** What a person wrote along with an event. */
function wordsOf(event: WindowEvent): string | undefined {
  switch (event.type) {
    case 'started':
      return event.note;
    case 'progress-posted':
    case 'completed':
      return event.message;
    case 'rescheduled':
    case 'extended':
    case 'rescoped':
    case 'reclassified':
    case 'edited':
    case 'cancelled':
      return event.reason;
    default:
      return undefined;
  }
}

/** What a "changed" notice has to name. */
function changesOf(event: WindowEvent): NoticeChange[] {
  switch (event.type) {
    case 'rescoped':
      return [{ field: 'scope' }];
    case 'reclassified':
      return [{ field: 'class', from: event.from, to: event.to }];
    case 'edited':
      return (['title', 'introduction', 'impactDescription', 'customerAction'] as const).flatMap((field) => {
        const to = event.wording[field];
        return to === undefined ? [] : [{ field, to }];
      });
    case 'alternate-released':
      return [{ field: 'alternate', from: `${toIso(event.slot.startsAt)} to ${toIso(event.slot.endsAt)}` }];
    default:
      return [];
  }
}
