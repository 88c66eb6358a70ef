import type { NoticeId } from '../notice';
import { noticeSlug } from '../notice';
import type { RecordedEvent, WindowEvent } from './events';
import type { Attention, NoticeRecord, WindowState } from './types';

/** The state after an event. Total: every recorded event applies, in order of its sequence number. */
export function evolve(state: WindowState | undefined, recorded: RecordedEvent): WindowState {
  const { event, at } = recorded;
  if (event.type === 'opened') return open(recorded, event);
  if (!state) throw new RangeError(`the first event of a window is "opened", not "${event.type}"`);
  const next: WindowState = { ...state, sequence: recorded.sequence };

  switch (event.type) {
    case 'notice-begun':
      return noticeBegun(next, event.notice, at);
    case 'notice-settled': {
      const settled = withNotice(next, event.notice, { state: event.outcome, counts: event.counts });
      const text = failureText(event);
      const mended = cleared(settled, troubleCode(event.notice));
      return text ? raised(mended, failureCode(event.notice), text, at) : mended;
    }
    case 'notice-retried':
      return cleared(withNotice(next, event.notice, { state: 'under-way' }), failureCode(event.notice));
    case 'notice-troubled':
      return raised(
        next,
        troubleCode(event.notice),
        `The ${noticeSlug(event.notice)} makes no progress: ${event.trouble}`,
        at,
      );
    case 'notice-mended':
      return cleared(next, troubleCode(event.notice));
    case 'reminders-passed':
      return { ...next, foldedUpTo: event.upTo };
    case 'start-missed':
      return raised(next, 'start-missed', 'The planned start has passed and nobody has said "started"', at);
    case 'started':
      return { ...cleared(next, 'start-missed'), phase: 'in-progress', startedAt: at };
    case 'progress-posted': {
      const { nextUpdateBy: _kept, ...rest } = cleared(next, 'update-missed');
      return {
        ...rest,
        progressPosts: next.progressPosts + 1,
        ...(event.nextUpdateBy === undefined ? {} : { nextUpdateBy: event.nextUpdateBy }),
      };
    }
    case 'update-missed': {
      const { nextUpdateBy: _missed, ...rest } = next;
      return raised(rest, 'update-missed', 'The promised progress update has not come', at);
    }
    case 'verifying':
      return { ...next, phase: 'verifying' };
    case 'overdue':
      return raised(
        { ...next, phase: 'overdue', wasOverdue: true },
        'overdue',
        'The work runs past its planned end',
        at,
      );
    case 'completed': {
      const { nextUpdateBy: _over, ...rest } = cleared(next, 'overdue', 'update-missed');
      return {
        ...rest,
        phase: 'completed',
        endedAt: at,
        completedAt: at,
        ...(event.customerImpactMinutes === undefined ? {} : { customerImpactMinutes: event.customerImpactMinutes }),
      };
    }
    case 'rescheduled': {
      const { lastToldAt: _told, foldedUpTo: _folded, ...rest } = cleared(next, 'start-missed');
      return { ...rest, revision: next.revision + 1, spec: { ...next.spec, slot: event.to } };
    }
    case 'cancelled': {
      const { nextUpdateBy: _none, ...rest } = cleared(next, 'start-missed', 'overdue', 'update-missed');
      return { ...rest, phase: 'cancelled', cancelledAt: at, revision: next.revision + 1 };
    }
    case 'rfo-owed':
      return { ...next, rfo: { ...next.rfo, owed: true, because: event.because } };
    case 'rfo-drafted':
      return {
        ...next,
        rfo: {
          ...next.rfo,
          drafted: event.version,
          draft: event.text,
        },
      };
    case 'rfo-published': {
      const published = { ...next, rfo: { ...next.rfo, published: event.version, finalPublished: event.final } };
      return event.final ? cleared(published, 'rfo-late') : published;
    }
    case 'rfo-late':
      return raised(next, 'rfo-late', 'The reason-for-outage report is owed and has not been published', at);
    case 'closed':
      return { ...next, phase: 'closed' };
    case 'audience-changed':
    case 'command-refused':
      return next;
  }
}

function open(recorded: RecordedEvent, event: Extract<RecordedEvent['event'], { type: 'opened' }>): WindowState {
  const emergency = event.spec.class === 'emergency';
  return {
    reference: event.reference,
    spec: event.spec,
    policy: event.policy,
    phase: 'approved',
    revision: 1,
    sequence: recorded.sequence,
    openedAt: recorded.at,
    openedBy: recorded.by,
    wasOverdue: false,
    notices: [],
    progressPosts: 0,
    rfo: {
      owed: emergency,
      ...(emergency ? { because: 'every emergency owes a reason-for-outage report' } : {}),
      drafted: 0,
      published: 0,
      finalPublished: false,
    },
    attention: [],
  };
}

/** Notices that tell the date in force; a later reminder counts from the last of them. */
const TELLS_DATE = new Set<string>(['announcement', 'rescheduled', 'reminder-7d', 'reminder-3d', 'reminder-1d']);

function noticeBegun(state: WindowState, notice: NoticeId, at: number): WindowState {
  const record: NoticeRecord = { ...notice, begunAt: at, state: 'under-way' };
  return {
    ...state,
    phase: state.phase === 'approved' && notice.kind === 'announcement' ? 'announced' : state.phase,
    notices: [...state.notices, record],
    ...(TELLS_DATE.has(notice.kind) ? { lastToldAt: at } : {}),
  };
}

function failureText({
  notice,
  outcome,
  counts,
}: Extract<WindowEvent, { type: 'notice-settled' }>): string | undefined {
  const slug = noticeSlug(notice);
  if (outcome === 'broken') return `The ${slug} broke off; its workflow says why, the ledger who was told`;
  const suppressed = counts.suppressed ?? 0;
  const unreached = counts.failed + suppressed;
  if (unreached === 0) return undefined;
  const known = suppressed > 0 ? `, ${String(suppressed)} of them at addresses that bounced before` : '';
  return `${String(unreached)} of ${String(counts.recipients)} recipients of the ${slug} were not reached${known}`;
}

function withNotice(
  state: WindowState,
  notice: NoticeId,
  change: Pick<NoticeRecord, 'state'> & Partial<NoticeRecord>,
): WindowState {
  const notices = state.notices.map((n) => (sameNotice(n, notice) ? { ...n, ...change } : n));
  return { ...state, notices };
}

function sameNotice(a: NoticeId, b: NoticeId): boolean {
  return a.kind === b.kind && a.revision === b.revision && a.ordinal === b.ordinal;
}

const key = (notice: NoticeId) => `${noticeSlug(notice)}.r${String(notice.revision)}`;
const troubleCode = (notice: NoticeId) => `trouble.${key(notice)}`;
const failureCode = (notice: NoticeId) => `failed.${key(notice)}`;

function raised(state: WindowState, code: string, text: string, at: number): WindowState {
  const others = state.attention.filter((a) => a.code !== code);
  const since = state.attention.find((a) => a.code === code)?.since ?? at;
  const entry: Attention = { code, text, since };
  return { ...state, attention: [...others, entry] };
}

function cleared<S extends WindowState>(state: S, ...codes: string[]): S {
  const attention = state.attention.filter((a) => !codes.includes(a.code));
  return attention.length === state.attention.length ? state : { ...state, attention };
}
