import { planHistory } from '../domain/window/plan-history';
import { draftFromTimeline, type ReportDraft } from '../domain/window/draft-report';
import { owesRfo, reportDueAt } from '../domain/window/duties/report';
import { isAuthor } from '../domain/window/four-eyes';
import { MOST_NAMES } from '../domain/window/commands/giver';
import type { WindowState } from '../domain/window/types';
import { otherNamesOf } from '../store/access/persons';
import type { Database } from '../store/database/database';
import { getTimeline, type RfoVersion } from '../store/windows/windows';
import { unknownWindow } from './find-window';
import type { Reader } from './read-approval';
import { readWindowRfos } from './read-window';

/** A window's reason-for-outage report for whoever writes or publishes it (E4). */
export interface ReportInDetail {
  readonly state: WindowState;
  /** The first one first. */
  readonly versions: readonly RfoVersion[];
  /** What the timeline says; undefined before the work. */
  readonly draft: ReportDraft | undefined;
  /** By when the final report is to be published, UTC ms; undefined where none is owed, or the work is not over. */
  readonly dueAt: number | undefined;
  /** Who wrote what is not published yet. */
  readonly authors: readonly string[];
  /** The reader is one of them, so somebody else has to publish it. */
  readonly isOwn: boolean;
}

/** Throws KnownError `not-found` for a window the reader does not see. */
export async function readReport(db: Database, reference: string, { person, viewer }: Reader): Promise<ReportInDetail> {
  const [versions, events, alsoAs] = await Promise.all([
    readWindowRfos(db, reference, viewer),
    getTimeline(db, reference, viewer),
    otherNamesOf(db, person, MOST_NAMES),
  ]);
  const history = planHistory(events);
  if (!history) throw unknownWindow(reference);
  const { state } = history;
  const { authors = [] } = state.rfo;
  return {
    ...{ state, versions, authors },
    draft: draftFromTimeline(events),
    dueAt: owesRfo(state) && state.completedAt !== undefined ? reportDueAt(state) : undefined,
    isOwn: isAuthor(authors, { by: person, alsoAs }),
  };
}
