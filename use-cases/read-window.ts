import type { AcknowledgementAnswer } from '../domain/delivery/acknowledgement';
import type { LanguageRead } from '../domain/notices/wording-language';
import { listChannelStates, type ChannelHealth } from '../store/channels/channel-states';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import type { AudienceSize } from '../store/inventory/audience';
import { recentAudience } from '../store/inventory/recent-audience';
import {
  listDeliveries,
  listNotices,
  type DeliveriesRequest,
  type DeliveryDetail,
  type NoticeSummary,
} from '../store/ledger/notices';
import { conflictsOf, type FoundConflict } from '../store/planning/recorded-conflicts';
import { countAnswers, listAcknowledgements, type AcknowledgementOnRecord } from '../store/windows/acknowledgements';
import { readTimelinePage, type TimelineLine } from '../store/windows/timeline-page';
import type { Viewer } from '../store/windows/viewer';
import { getRfos, type RfoVersion, type WindowSummary } from '../store/windows/windows';
import { countWorkFor } from '../store/work/listed';
import type { WorkCounts } from '../activities/ports/work';
import { languagesOf } from './open-window';
import { findWindow } from './find-window';

/**
 * What can be read of one window. A customer reads its organization's part; each function here throws KnownError `not-found`
 * for a window the viewer does not see (T3). Instants are UTC ms.
 */

/** A window with what is known beside it. */
export interface WindowInDetail {
  readonly window: WindowSummary;
  /** The beginning. */
  readonly timeline: Page<TimelineLine>;
  readonly notices: readonly NoticeSummary[];
  /** How many of the resources that the viewer may see are in which state (S2); undefined in windows without `work`. */
  readonly workCounts: WorkCounts | undefined;
  /** What only the provider's own people read; undefined for customers, whom the others do not concern. */
  readonly forStaff: WindowForStaff | undefined;
}

export interface WindowForStaff {
  /** Whom a notice would reach now. */
  readonly audience: AudienceSize;
  /** Before customers are told: what they read, and which sentences they lack (N4). */
  readonly languages: readonly LanguageRead[] | undefined;
  /** What the plan collides with (L9). */
  readonly conflicts: readonly FoundConflict[];
  readonly channels: readonly ChannelHealth[];
  /** How many answered what (C5). */
  readonly answers: Readonly<Record<AcknowledgementAnswer, number>>;
}

export async function readWindow(db: Database, reference: string, viewer: Viewer): Promise<WindowInDetail> {
  const window = await findWindow(db, reference, viewer);
  const [timeline, notices, workCounts, forStaff] = await Promise.all([
    readTimelinePage(db, reference, viewer, {}),
    listNotices(db, reference, viewer),
    window.view.spec.work && countWorkFor(db, reference, viewer),
    viewer.organizationId === null ? readForStaff(db, window, viewer) : undefined,
  ]);
  return { window, timeline, notices, workCounts, forStaff };
}

async function readForStaff(
  db: Database,
  { view: { reference, spec, phase } }: WindowSummary,
  { organizations }: Viewer,
): Promise<WindowForStaff> {
  const isAhead = phase === 'draft' || phase === 'approved';
  const [audience, languages, conflicts, channels, answers] = await Promise.all([
    recentAudience(db, spec.scope, spec.visibility === 'private'),
    isAhead ? languagesOf(db, spec) : undefined,
    conflictsOf(db, reference),
    listChannelStates(db, reference),
    countAnswers(db, reference),
  ]);
  if (!organizations) return { audience, languages, conflicts, channels, answers };
  // what names other customers is not for a token that is limited to some (T3)
  const untold = audience.untold.filter(({ organization }) => organizations.includes(organization));
  return {
    audience: { ...audience, untold, untoldCount: untold.length },
    languages: undefined,
    conflicts: [],
    channels,
    answers,
  };
}

/** Every step with who, when and how it came (T2), and what customers answered in between (C5). */
export async function readWindowTimeline(
  db: Database,
  reference: string,
  page: PageRequest,
  viewer: Viewer,
): Promise<Page<TimelineLine>> {
  await findWindow(db, reference, viewer);
  return readTimelinePage(db, reference, viewer, page);
}

/** In the order they were begun, with how many deliveries are in which state. */
export async function readWindowNotices(db: Database, reference: string, viewer: Viewer): Promise<NoticeSummary[]> {
  await findWindow(db, reference, viewer);
  return listNotices(db, reference, viewer);
}

/** The ledger, oldest delivery first. */
export async function readWindowDeliveries(
  db: Database,
  reference: string,
  request: DeliveriesRequest,
  viewer: Viewer,
): Promise<Page<DeliveryDetail>> {
  await findWindow(db, reference, viewer);
  return listDeliveries(db, reference, request, viewer);
}

/** The versions of the reason-for-outage report, first one first; to customers the published ones. */
export async function readWindowRfos(db: Database, reference: string, viewer: Viewer): Promise<RfoVersion[]> {
  await findWindow(db, reference, viewer);
  return getRfos(db, reference, viewer);
}

/** What customers answered (C5), in the order the answers came. */
export async function readWindowAnswers(
  db: Database,
  reference: string,
  viewer: Viewer,
): Promise<AcknowledgementOnRecord[]> {
  await findWindow(db, reference, viewer);
  return listAcknowledgements(db, reference, viewer);
}
