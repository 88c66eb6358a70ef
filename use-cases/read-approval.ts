import { debtRefusal, noticeDebt } from '../domain/notices/notice-debt';
import type { WindowState } from '../domain/window/types';
import { isAuthor, planAuthors } from '../domain/window/four-eyes';
import { MOST_NAMES } from '../domain/window/commands/giver';
import { AHEAD, UNSETTLED } from '../domain/window/commands/verdict';
import { decide } from '../domain/window/commands/decide';
import { parseCommand } from '../domain/window/commands/commands';
import { evolve } from '../domain/window/evolve/evolve';
import { changedParts, type PlanChange } from '../domain/window/plan-parts';
import type { Fault } from '../domain/shared/validation';
import { planHistory, type PlanHistory } from '../domain/window/plan-history';
import { otherNamesOf } from '../store/access/persons';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import { listWaiting, type WaitingWindow } from '../store/windows/approvals';
import type { Viewer } from '../store/windows/viewer';
import { getTimeline } from '../store/windows/windows';
import { unknownWindow } from './find-window';
import { readWindow, type WindowInDetail } from './read-window';

/** Who reads, and whether they could be the second person (L8). */
export interface Reader {
  /** As whom they go on record. */
  readonly person: string;
  readonly viewer: Viewer;
}

/** A window that waits, for one reader: `isOwn` where somebody else has to approve it. */
export interface WaitingForReader extends WaitingWindow {
  readonly isOwn: boolean;
}

/** The windows that wait for an approval, the soonest due first, with which of them are the reader's own. */
export async function readWaiting(
  db: Database,
  { person, viewer }: Reader,
  request: PageRequest,
): Promise<Page<WaitingForReader>> {
  const [{ items, next }, alsoAs] = await Promise.all([
    listWaiting(db, request, viewer),
    otherNamesOf(db, person, MOST_NAMES),
  ]);
  const isOwn = ({ view }: WaitingWindow) => isAuthor(view.approval?.authors ?? [], { by: person, alsoAs });
  return { items: items.map((one) => ({ ...one, isOwn: isOwn(one) })), next };
}

/** A window's plan for whoever approves it (L8). */
export interface ApprovalInDetail extends PlanHistory {
  readonly read: WindowInDetail;
  /** Who drew it up, changed or worded it. */
  readonly authors: readonly string[];
  /** The reader is one of them. */
  readonly isOwn: boolean;
  /** The revision in force can be approved now, by somebody else than its authors. */
  readonly isWaiting: boolean;
  /** Why approving it now would be refused unless it is overridden, in words; undefined where no notice would be owed (N11). */
  readonly debt: string | undefined;
}

/** Throws KnownError `not-found` for a window the reader does not see. `now`: UTC ms. */
export async function readApproval(
  db: Database,
  reference: string,
  { person, viewer }: Reader,
  now: number,
): Promise<ApprovalInDetail> {
  const [read, events, alsoAs] = await Promise.all([
    readWindow(db, reference, viewer),
    getTimeline(db, reference, viewer),
    otherNamesOf(db, person, MOST_NAMES),
  ]);
  const history = planHistory(events);
  if (!history) throw unknownWindow(reference);
  const { state } = history;
  const authors = planAuthors(state);
  return {
    ...{ ...history, read, authors },
    isOwn: isAuthor(authors, { by: person, alsoAs }),
    isWaiting: isWaiting(state),
    debt: debtOf(state, now, read.forStaff?.audience.organizations),
  };
}

function isWaiting({ approval, revision, phase }: WindowState): boolean {
  return approval !== undefined && approval.approvedRevision !== revision && [...AHEAD, ...UNSETTLED].includes(phase);
}

function debtOf(state: WindowState, now: number, organizations: number | undefined): string | undefined {
  const debt =
    state.phase === 'draft' && state.spec.slot.endsAt > now ? noticeDebt(state.spec, now, state.policy) : null;
  return debt ? debtRefusal(debt, state.spec, 'override', organizations).detail : undefined;
}

/** What an edit would make different, or why it is refused. */
export type TriedEdit =
  { readonly changes: readonly PlanChange[] } | { readonly faults: readonly Fault[] } | { readonly refused: string };

/** The edit as the window itself would decide it, on record nowhere. `now`: UTC ms. */
export function tryEdit(state: WindowState, body: unknown, by: string, now: number): TriedEdit {
  const parsed = parseCommand('edit', body, { by });
  if ('faults' in parsed) return parsed;
  const decision = decide(state, parsed.command, now);
  if ('refusal' in decision) return { refused: decision.refusal.detail };
  const after = decision.events.reduce<WindowState>(
    (before, event) => evolve(before, { sequence: before.sequence + 1, at: now, by, door: 'api', event }),
    state,
  );
  return { changes: changedParts(state.spec, after.spec) };
}
