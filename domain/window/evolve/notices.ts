import { noticeSlug, type NoticeCounts, type NoticeId } from '../../notices/notice';
import { ANNOUNCEMENT, isInternal, rolesAsked, tellsDate, type InternalKind } from '../../notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../notices/notices';
import { cleared, raised } from '../attention';
import { askedForApproval, reviewOwed } from './approval';
import type { WindowEvent } from '../events';
import type { NoticeRecord, WindowState } from '../types';
import { untoldSeen } from './untold';

/** How events change the notices in a window's state: begun, in trouble, settled, sent again. */

/** A notice is under way. From now on its date counts as told, and its question as asked. */
export function noticeBegun(before: WindowState, notice: NoticeId, at: number): WindowState {
  const record: NoticeRecord = { ...notice, begunAt: at, state: 'under-way' };
  const state = asked(before, notice, at);
  return {
    ...state,
    phase: state.phase === 'approved' && notice.kind === ANNOUNCEMENT ? 'announced' : state.phase,
    notices: [...state.notices, record],
    ...(isForAll(notice.kind) ? { lastToldAt: at } : {}),
  };
}

/** It tells the date in force to everybody; a later reminder counts from the last of these. */
function isForAll(kind: NoticeKind): boolean {
  const date = tellsDate(kind);
  return date === 'first' || date === 'again';
}

/** Notices to the provider's own people ask something: the window notes that it asked. */
function asked(state: WindowState, { kind }: NoticeId, at: number): WindowState {
  if (kind === ANNOUNCEMENT) return reviewOwed(state, at);
  return isInternal(kind) ? ASKED[kind](state, at) : state;
}

const ASKED: Record<InternalKind, (state: WindowState, at: number) => WindowState> = {
  brief: (state) => state,
  'brief-changed': (state) => state,
  'brief-cancelled': (state) => state,
  'brief-started': (state) => state,
  'brief-rolling-back': (state) => state,
  'brief-completed': (state) => state,
  'brief-rolled-back': (state) => state,
  'brief-degraded': (state) => state,
  'brief-recovered': (state) => state,
  'approval-request': askedForApproval,
  'changes-request': (state) => state,
  'nomination-nag': (state, at) => ({
    ...raised(state, 'nomination', 'Nobody is nominated as point of contact', at),
    nominationAskedAt: at,
  }),
  'overrun-question': (state) => ({ ...state, overrun: { ...state.overrun, askedFor: state.spec.slot.endsAt } }),
  escalation: (state) => state,
  'report-nag': (state) => state,
  'report-late': (state) => state,
};

/** A notice has come to rest; somebody must look at whom it did not reach. */
export function noticeSettled(
  state: WindowState,
  event: Extract<WindowEvent, { type: 'notice-settled' }>,
  at: number,
): WindowState {
  const returned = state.notices.find((other) => sameNotice(other, event.notice))?.returned;
  const counts = withReturned(event.counts, returned?.failed ?? 0);
  const notices = state.notices.map(({ returned: told, ...other }) =>
    sameNotice(other, event.notice)
      ? { ...other, state: event.outcome, counts }
      : { ...other, ...(told ? { returned: told } : {}) },
  );
  const heard = askedSomebody(
    cleared({ ...state, notices }, troubleCode(event.notice), failureCode(event.notice)),
    event,
    at,
  );
  const text = failureText({ ...event, counts });
  const failed = text ? raised(heard, failureCode(event.notice), withWords(text, returned?.words), at) : heard;
  return untoldSeen(failed, at);
}

/**
 * Mail that had been accepted came back (N13): as if it had been refused at once. The child of one that is under way may have
 * counted before, so the window remembers how many there were.
 */
export function noticeReturned(
  state: WindowState,
  { notice, counts, words }: Extract<WindowEvent, { type: 'notice-returned' }>,
  at: number,
): WindowState {
  const record = state.notices.find((other) => sameNotice(other, notice));
  if (!record) return state;
  const isUnderWay = record.state === 'under-way';
  const change = isUnderWay ? { returned: { failed: counts.failed, words } } : { counts };
  const counted = withNotice(state, notice, { state: record.state, ...change });
  const text = failureText({ notice, outcome: isUnderWay ? 'settled' : record.state, counts });
  return text === undefined
    ? cleared(counted, failureCode(notice))
    : raised(counted, failureCode(notice), withWords(text, words), at);
}

function withWords(text: string, words: string | undefined): string {
  return words === undefined ? text : `${text}; mail that had been accepted came back: ${words}`;
}

/** What was counted before so many had come back. */
function withReturned(counts: NoticeCounts, failed: number): NoticeCounts {
  const missing = Math.max(0, failed - counts.failed);
  return { ...counts, accepted: Math.max(0, counts.accepted - missing), failed: counts.failed + missing };
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
}: Omit<Extract<WindowEvent, { type: 'notice-settled' }>, 'type'>): string | undefined {
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
  return raised(state, code, `The ${NOTICES[notice.kind].title} reached nobody: ${who}`, at);
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

/** The slugs of notices of the revision in force that did not reach everybody, as its attention says. */
export function unreachedNotices({ attention, revision }: Pick<WindowState, 'attention' | 'revision'>): string[] {
  const [before, after] = ['failed.', `.r${String(revision)}`];
  return attention.flatMap(({ code }) =>
    code.startsWith(before) && code.endsWith(after) ? [code.slice(before.length, -after.length)] : [],
  );
}
