import { noticeSlug, NOTICE_TITLES, type NoticeId } from '../../notices/notice';
import { rolesAsked } from '../../notices/staff-roles';
import { cleared, raised } from '../attention';
import { askedForApproval } from './approval';
import type { WindowEvent } from '../events';
import type { NoticeRecord, WindowState } from '../types';

/** What becomes of a window's notices: begun, in trouble, settled, sent again. */

/** Notices that tell the date in force; a later reminder counts from the last of them. */
const TELLS_DATE = new Set<string>([
  'announcement',
  'rescheduled',
  'changed',
  'reminder-7d',
  'reminder-3d',
  'reminder-1d',
]);

/** A notice is under way; what it says or asks is told and asked from now on. */
export function noticeBegun(before: WindowState, notice: NoticeId, at: number): WindowState {
  const record: NoticeRecord = { ...notice, begunAt: at, state: 'under-way' };
  const state = askedFor(before, notice, at);
  return {
    ...state,
    phase: state.phase === 'approved' && notice.kind === 'announcement' ? 'announced' : state.phase,
    notices: [...state.notices, record],
    ...(TELLS_DATE.has(notice.kind) ? { lastToldAt: at } : {}),
  };
}

/** Begun notices to the provider's own people are questions: the window remembers that it asked. */
function askedFor(state: WindowState, { kind }: NoticeId, at: number): WindowState {
  switch (kind) {
    case 'announcement':
    case 'approval-request':
      return askedForApproval(state, kind, at);
    case 'nomination-nag':
      return {
        ...raised(state, 'nomination', 'Nobody is nominated as point of contact', at),
        nominationAskedAt: at,
      };
    case 'overrun-question':
      return { ...state, overrun: { ...state.overrun, askedFor: state.spec.slot.endsAt } };
    default:
      return state;
  }
}

/** A notice has come to rest; somebody must look at whom it did not reach. */
export function noticeSettled(
  state: WindowState,
  event: Extract<WindowEvent, { type: 'notice-settled' }>,
  at: number,
): WindowState {
  const settled = withNotice(state, event.notice, { state: event.outcome, counts: event.counts });
  const heard = askedSomebody(cleared(settled, troubleCode(event.notice)), event, at);
  const text = failureText(event);
  return text ? raised(heard, failureCode(event.notice), text, at) : heard;
}

/** What failed of it is sent again. */
export function noticeRetried(state: WindowState, notice: NoticeId): WindowState {
  return cleared(withNotice(state, notice, { state: 'under-way' }), failureCode(notice));
}

/** It makes no progress, in the mail server's words. */
export function noticeTroubled(state: WindowState, notice: NoticeId, trouble: string, at: number): WindowState {
  return raised(state, troubleCode(notice), `The ${noticeSlug(notice)} makes no progress: ${trouble}`, at);
}

export function noticeMended(state: WindowState, notice: NoticeId): WindowState {
  return cleared(state, troubleCode(notice));
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

/** What the provider's own people are asked must reach one of them (L8, P3); a later one that does ends the matter. */
function askedSomebody(
  state: WindowState,
  { notice, outcome, counts }: Extract<WindowEvent, { type: 'notice-settled' }>,
  at: number,
): WindowState {
  const roles = rolesAsked(notice.kind);
  if (roles.length === 0 || outcome !== 'settled') return state;
  const code = `nobody.${notice.kind}`;
  if (counts.recipients > 0) return cleared(state, code);
  const who = `no person of the staff has the role ${roles.join(' or ')}`;
  return raised(state, code, `The ${NOTICE_TITLES[notice.kind]} reached nobody: ${who}`, at);
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
