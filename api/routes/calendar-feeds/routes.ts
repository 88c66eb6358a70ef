import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { line } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import {
  createCalendarFeed,
  listCalendarFeeds,
  revokeCalendarFeed,
  rotateCalendarFeed,
  unknownOrganization,
  type CalendarFeedSummary,
} from '../../../store/public/calendar-feeds';
import type { Database } from '../../../store/database/database';
import { route, type Caller, type Route } from '../../http/route';
import { at, isoOrNull, maybeAt } from '../../http/schemas';

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

/** `/v1/organizations/{id}/calendar-feeds`: secret addresses that calendars subscribe to (C5). */
export function calendarFeedRoutes({ db, publicUrl }: { db: Database; publicUrl: string }): Route[] {
  const urlOf = (secret: string) => `${publicUrl}/calendar/${secret}.ics`;

  return [
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
      async handle({ params, body, caller }) {
        mustBeOwn(caller, params.id);
        const { secret, ...feed } = await createCalendarFeed(db, { organizationId: params.id, ...body });
        return { body: { ...answered(feed), url: urlOf(secret) }, kept: { ...answered(feed), url: null } };
      },
    }),

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
        mustBeOwn(caller, params.id);
        return { body: { items: (await listCalendarFeeds(db, params.id)).map(answered) } };
      },
    }),

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
      async handle({ params, caller }) {
        mustBeOwn(caller, params.id);
        const rotated = await rotateCalendarFeed(db, { organizationId: params.id, id: params.feed });
        if (!rotated) throw unknownFeed(params);
        const { secret, ...feed } = rotated;
        return { body: { ...answered(feed), url: urlOf(secret) }, kept: { ...answered(feed), url: null } };
      },
    }),

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
      async handle({ params, caller }) {
        mustBeOwn(caller, params.id);
        if (await revokeCalendarFeed(db, { organizationId: params.id, id: params.feed })) return { body: undefined };
        throw unknownFeed(params);
      },
    }),
  ];
}

/** Another tenant's organization does not exist (T3). */
function mustBeOwn({ organizationId }: Caller, id: string): void {
  if (organizationId !== null && organizationId !== id) throw unknownOrganization(id);
}

function unknownFeed({ id, feed }: { id: string; feed: string }): KnownError {
  return new KnownError(
    'not-found',
    `There is no calendar feed ${feed}. GET /v1/organizations/${id}/calendar-feeds lists them.`,
  );
}

function answered({ id, name, environmentId, createdAt, rotatedAt }: CalendarFeedSummary) {
  return { id, name, environmentId, createdAt: toIso(createdAt), rotatedAt: isoOrNull(rotatedAt) };
}
