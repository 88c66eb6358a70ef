import type { AffectedResource } from '../domain/notices/message';
import { publicUpdates } from '../domain/public/updates';
import type { PublicWindow } from '../domain/public/window';
import { optional } from '../domain/shared/optional';
import type { RecordedEvent } from '../domain/window/events';
import type { Database } from '../store/database/database';
import { getRfos, getTimeline, type RfoVersion, type WindowSummary } from '../store/windows/windows';
import { listWork, type ListedWork } from '../store/work/listed';
import { objectedWindow } from '../store/work/objections';
import type { Viewer } from '../store/windows/viewer';
import { findWindow } from './find-window';

/** A window as a customer reads it, its own part of it included (P8). Instants are UTC ms. */
export interface OwnWindow {
  readonly window: PublicWindow;
  /** What of the customer's it touches, as last told, and what it will come to by then. */
  readonly resources: readonly AffectedResource[];
  /** What has become of the work on each, by the resource's id; the first five hundred. */
  readonly work: ReadonlyMap<string, ListedWork>;
  /** Whether customers may do the work by themselves, until `locksAt`. */
  readonly selfService: boolean;
  /** From then on customers change nothing (S6). */
  readonly locksAt: number;
  readonly isOver: boolean;
  /** Whether everybody can read a page of it (N7). */
  readonly isPublic: boolean;
}

const MOST_WORK = 500;

/** Throws KnownError `not-found` for a window that the customer was told nothing of (T3). */
export async function readOwnWindow(db: Database, reference: string, viewer: Viewer): Promise<OwnWindow> {
  const found = await findWindow(db, reference, viewer);
  const { view, ownResources } = found;
  const [events, reports, limits, work] = await Promise.all([
    getTimeline(db, reference, viewer),
    getRfos(db, reference, viewer),
    objectedWindow(db, reference),
    view.spec.work ? listWork(db, { reference, limit: MOST_WORK }, viewer) : undefined,
  ]);
  return {
    window: asPublic(found, events, reports),
    resources: ownResources,
    work: new Map((work?.items ?? []).map((one) => [one.resource.id, one])),
    selfService: view.spec.work?.selfService === true,
    locksAt: limits?.locksAt ?? view.spec.slot.startsAt,
    isOver: limits?.isOver ?? true,
    isPublic: view.spec.visibility === 'public',
  };
}

/** In the shape in which pages show windows; what the customer's view leaves out is left out here, too. */
export function asPublic(
  { view, announcedAt, updatedAt }: WindowSummary,
  events: readonly RecordedEvent[] = [],
  reports: readonly RfoVersion[] = [],
): PublicWindow {
  const { spec } = view;
  const rows = events.map(({ sequence, at, event }) => ({ sequence, at: new Date(at), event }));
  const updates = publicUpdates(rows, new Map(reports.map(({ version, text }) => [version, text])), spec.slot);
  return {
    ...{ reference: view.reference, title: spec.title, class: spec.class, reason: spec.reason, phase: view.phase },
    ...optional({ classLabel: view.classLabel, language: spec.language, translations: spec.translations }),
    ...{ announcedAt: announcedAt ?? view.openedAt, startsAt: spec.slot.startsAt, endsAt: spec.slot.endsAt },
    ...{ startedAt: view.startedAt, endedAt: view.endedAt, cancelledAt: view.cancelledAt, updatedAt },
    ...{ impact: spec.impact, customerImpactMinutes: view.customerImpactMinutes, customerAction: spec.customerAction },
    ...{ nextUpdateBy: view.nextUpdateBy, reportOwed: view.rfo.owed, work: null, locations: [], updates },
  };
}
