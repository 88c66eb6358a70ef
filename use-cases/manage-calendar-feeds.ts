import { KnownError } from '../domain/shared/errors';
import type { Database } from '../store/database/database';
import {
  createCalendarFeed,
  listCalendarFeeds,
  revokeCalendarFeed,
  rotateCalendarFeed,
  unknownOrganization,
  type CalendarFeedSummary,
} from '../store/public/calendar-feeds';
import type { Viewer } from '../store/windows/viewer';

/**
 * Secret addresses that an organization's calendars subscribe to (C5). To a customer another tenant's organization does not exist
 * (T3): each function here throws KnownError `not-found` for it. Feed ids are UUIDs.
 */

/** A feed with the secret of its address, which is shown this once. */
export type IssuedCalendarFeed = CalendarFeedSummary & { readonly secret: string };

/** A feed of an organization. */
interface FeedOf {
  readonly organizationId: string;
  readonly id: string;
}

/** Throws KnownError `invalid-body` for an environment that is not the organization's own, or one feed too many. */
export async function makeCalendarFeed(
  db: Database,
  feed: Parameters<typeof createCalendarFeed>[1],
  viewer: Viewer,
): Promise<IssuedCalendarFeed> {
  mustBeOwn(viewer, feed.organizationId);
  return createCalendarFeed(db, feed);
}

/** Those that work, oldest first. */
export async function calendarFeedsOf(
  db: Database,
  organizationId: string,
  viewer: Viewer,
): Promise<CalendarFeedSummary[]> {
  mustBeOwn(viewer, organizationId);
  return listCalendarFeeds(db, organizationId);
}

/** Gives the feed another address; the old one stops working at once. Throws KnownError `not-found`. */
export async function renewCalendarFeed(db: Database, feed: FeedOf, viewer: Viewer): Promise<IssuedCalendarFeed> {
  mustBeOwn(viewer, feed.organizationId);
  const renewed = await rotateCalendarFeed(db, feed);
  if (renewed) return renewed;
  throw unknownFeed(feed);
}

/** Ends the feed's address at once; a second time changes nothing. Throws KnownError `not-found`. */
export async function endCalendarFeed(db: Database, feed: FeedOf, viewer: Viewer): Promise<void> {
  mustBeOwn(viewer, feed.organizationId);
  if (await revokeCalendarFeed(db, feed)) return;
  throw unknownFeed(feed);
}

function mustBeOwn({ organizationId }: Viewer, id: string): void {
  if (organizationId !== null && organizationId !== id) throw unknownOrganization(id);
}

function unknownFeed({ organizationId, id }: FeedOf): KnownError {
  return new KnownError(
    'not-found',
    `There is no calendar feed ${id}. GET /v1/organizations/${organizationId}/calendar-feeds lists them.`,
  );
}
