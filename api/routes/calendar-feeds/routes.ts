import { z } from 'zod';
import { brandOf, type Brand, type Brands } from '../../../domain/brands/brand';
import { brandOfOrganization } from '../../../store/inventory/brands';
import { line } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import type { CalendarFeedSummary } from '../../../store/public/calendar-feeds';
import {
  calendarFeedsOf,
  endCalendarFeed,
  makeCalendarFeed,
  renewCalendarFeed,
  type IssuedCalendarFeed,
} from '../../../use-cases/manage-calendar-feeds';
import { route, type Route } from '../../http/route';
import { at, isoOrNull, maybeAt } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

interface FeedDependencies extends Dependencies {
  readonly brands: Brands;
}

/** `/v1/organizations/{id}/calendar-feeds`: secret addresses that calendars subscribe to (C5). */
export function calendarFeedRoutes(deps: FeedDependencies): Route[] {
  return [createFeed(deps), listFeeds(deps), rotateFeed(deps), revokeFeed(deps)];
}

const described = {
  id: z.uuid(),
  name: z.string(),
  environmentId: z.string().nullable().describe("null: all of the organization's"),
  createdAt: at,
  rotatedAt: maybeAt,
};

const withUrl = z
  .object({
    ...described,
    url: z
      .string()
      .nullable()
      .describe(
        'the secret address to subscribe to, shown this once: null when the answer is repeated for an Idempotency-Key',
      ),
  })
  .meta({ id: 'IssuedCalendarFeed' });

const organizationParams = z.strictObject({ id: z.string().min(1).max(200) });
const feedParams = z.strictObject({ id: z.string().min(1).max(200), feed: z.uuid('is not the id of a feed') });

const createFeed = ({ db, brands }: FeedDependencies) =>
  route({
    method: 'post',
    path: '/v1/organizations/{id}/calendar-feeds',
    id: 'createCalendarFeed',
    tag: 'calendar',
    summary: 'Make a calendar feed',
    description:
      'Whoever has its address sees the maintenance windows the organization was told of, with its own resources. The ' +
      'address is in this answer and nowhere else; at most 50 feeds work at once.',
    example: { name: 'Acme maintenance', environmentId: 'acme-production' },
    problems: [],
    success: { status: 201, description: 'The feed with its address' },
    params: organizationParams,
    body: z.strictObject({
      name: line(100).describe('what calendars show'),
      environmentId: z.string().min(1).max(200).optional().describe("only this environment's resources"),
    }),
    answer: withUrl,
    async handle({ params, body, caller, acting, now }) {
      const feed = await makeCalendarFeed(db, { organizationId: params.id, ...body }, caller, { acting, at: now });
      return issuedAnswer(feed, brandOf(brands, await brandOfOrganization(db, params.id)));
    },
  });

const listFeeds = ({ db }: FeedDependencies) =>
  route({
    method: 'get',
    path: '/v1/organizations/{id}/calendar-feeds',
    id: 'listCalendarFeeds',
    tag: 'calendar',
    summary: 'List calendar feeds',
    description: 'Those that work, oldest first; never their addresses.',
    problems: [],
    success: { status: 200, description: 'The feeds' },
    params: organizationParams,
    answer: z.object({ items: z.array(z.object(described)) }),
    async handle({ params, caller }) {
      return { body: { items: (await calendarFeedsOf(db, params.id, caller)).map(feedAnswer) } };
    },
  });

const rotateFeed = ({ db, brands }: FeedDependencies) =>
  route({
    method: 'post',
    path: '/v1/organizations/{id}/calendar-feeds/{feed}/rotate',
    id: 'rotateCalendarFeed',
    tag: 'calendar',
    summary: 'Give a calendar feed another address',
    description: 'The old one stops working at once.',
    problems: [],
    success: { status: 200, description: 'The feed with its new address' },
    params: feedParams,
    answer: withUrl,
    async handle({ params, caller, acting, now }) {
      const feed = { organizationId: params.id, id: params.feed };
      const renewed = await renewCalendarFeed(db, feed, caller, { acting, at: now });
      return issuedAnswer(renewed, brandOf(brands, await brandOfOrganization(db, params.id)));
    },
  });

const revokeFeed = ({ db }: FeedDependencies) =>
  route({
    method: 'delete',
    path: '/v1/organizations/{id}/calendar-feeds/{feed}',
    id: 'revokeCalendarFeed',
    tag: 'calendar',
    summary: 'Revoke a calendar feed',
    description: 'Its address stops working at once. A second time changes nothing.',
    problems: [],
    success: { status: 204, description: 'The feed is revoked' },
    params: feedParams,
    async handle({ params, caller, acting, now }) {
      await endCalendarFeed(db, { organizationId: params.id, id: params.feed }, caller, { acting, at: now });
      return { body: undefined };
    },
  });

/** The address is in the answer alone: a repeat for an Idempotency-Key is answered without it. */
function issuedAnswer({ secret, ...feed }: IssuedCalendarFeed, { publicUrl }: Brand) {
  const about = feedAnswer(feed);
  return { body: { ...about, url: `${publicUrl}/calendar/${secret}.ics` }, kept: { ...about, url: null } };
}

function feedAnswer({ id, name, environmentId, createdAt, rotatedAt }: CalendarFeedSummary) {
  return { id, name, environmentId, createdAt: toIso(createdAt), rotatedAt: isoOrNull(rotatedAt) };
}
