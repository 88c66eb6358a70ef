import type { Occasion } from '../domain/audit/doors';
import { KnownError } from '../domain/shared/errors';
import { onRecord } from '../store/audit/record';
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
  occasion: Occasion,
): Promise<IssuedCalendarFeed> {
  mustBeOwn(viewer, feed.organizationId);
  const { organizationId } = feed;
  return onRecord(
    db,
    occasion,
    (tx) => createCalendarFeed(tx, feed),
    ({ id }) => ({ type: 'feed-made', subject: id, organizationId, detail: {} }),
  );
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
export async function renewCalendarFeed(
  db: Database,
  feed: FeedOf,
  viewer: Viewer,
  occasion: Occasion,
): Promise<IssuedCalendarFeed> {
  mustBeOwn(viewer, feed.organizationId);
  const renewed = await onRecord(
    db,
    occasion,
    (tx) => rotateCalendarFeed(tx, feed),
    (issued) => issued && { type: 'feed-renewed', ...about(feed) },
  );
  if (renewed) return renewed;
  throw unknownFeed(feed);
}

/** Ends the feed's address at once; a second time changes nothing. Throws KnownError `not-found`. */
export async function endCalendarFeed(db: Database, feed: FeedOf, viewer: Viewer, occasion: Occasion): Promise<void> {
  mustBeOwn(viewer, feed.organizationId);
  const end = await onRecord(
    db,
    occasion,
    (tx) => revokeCalendarFeed(tx, feed),
    (how) => (how === 'now' ? { type: 'feed-ended', ...about(feed) } : undefined),
  );
  if (end === undefined) throw unknownFeed(feed);
}

/** An event about a feed, without the secret of its address. */
const about = ({ id, organizationId }: FeedOf) => ({ subject: id, organizationId, detail: {} });

function mustBeOwn({ organizationId }: Viewer, id: string): void {
  if (organizationId !== null && organizationId !== id) throw unknownOrganization(id);
}

function unknownFeed({ organizationId, id }: FeedOf): KnownError {
  return new KnownError(
    'not-found',
    `There is no calendar feed ${id}. GET /v1/organizations/${organizationId}/calendar-feeds lists them.`,
  );
}
