import { z } from 'zod';
import { instant, line } from '../../../domain/shared/fields';
import { KnownError } from '../../../domain/shared/errors';
import { toIso } from '../../../domain/shared/time';
import type { Database } from '../../../store/database/database';
import { ROLES } from '../../../domain/shared/roles';
import { createToken, listTokens, revokeToken } from '../../../store/access/tokens';
import { invalid } from '../../http/problem';
import { route, type Route } from '../../http/route';
import { at, isoOrNull, maybeAt } from '../../http/schemas';

const newToken = z.strictObject({
  name: line(100).describe('whom or what it is for; the audit trail shows it'),
  role: z.enum(ROLES),
  organizationId: z.string().min(1).max(200).optional().describe('for role customer: the organization it speaks for'),
  staffId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('for one person of the staff: whose tasks `GET /v1/tasks?mine=true` means (N12)'),
  expiresAt: instant.optional().describe('good until revoked when left out'),
});

const described = {
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ROLES),
  organizationId: z.string().nullable(),
  staffId: z.string().nullable(),
  expiresAt: maybeAt,
};

const issued = z.object({
  ...described,
  token: z
    .string()
    .nullable()
    .describe('shown this once and kept nowhere: null when the answer is repeated for an Idempotency-Key'),
});

const listed = z.object({ items: z.array(z.object({ ...described, createdAt: at, revokedAt: maybeAt })) });

/** `/v1/tokens`: who may use the API (T3). */
export function tokenRoutes({ db }: { db: Database }): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/tokens',
      id: 'createToken',
      tag: 'tokens',
      summary: 'Issue a token',
      description: 'The token is in this answer and nowhere else.',
      example: { name: 'on-call console', role: 'operator' },
      problems: [],
      success: { status: 201, description: 'The token' },
      body: newToken,
      answer: issued,
      async handle({ body, now }) {
        const { name, role, organizationId, staffId, expiresAt } = body;
        if (expiresAt !== undefined && expiresAt <= now) {
          throw invalid([{ field: 'expiresAt', message: `${toIso(expiresAt)} has passed; it is ${toIso(now)}` }]);
        }
        const { id, token } = await createToken(db, { name, role, organizationId, staffId, expiresAt });
        const about = {
          id,
          name,
          role,
          organizationId: organizationId ?? null,
          staffId: staffId ?? null,
          expiresAt: isoOrNull(expiresAt ?? null),
        };
        return {
          body: { ...about, token },
          kept: { ...about, token: null },
          headers: { Location: `/v1/tokens/${id}` },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/tokens',
      id: 'listTokens',
      tag: 'tokens',
      summary: 'List tokens',
      description: 'Every token there ever was, newest first; never the token itself.',
      problems: [],
      success: { status: 200, description: 'The tokens' },
      answer: listed,
      async handle() {
        const tokens = await listTokens(db);
        return {
          body: {
            items: tokens.map(({ createdAt, expiresAt, revokedAt, ...token }) => ({
              ...token,
              createdAt: toIso(createdAt),
              expiresAt: isoOrNull(expiresAt),
              revokedAt: isoOrNull(revokedAt),
            })),
          },
        };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/tokens/{id}',
      id: 'revokeToken',
      tag: 'tokens',
      summary: 'Revoke a token',
      description: 'It stops working at once. A second time changes nothing.',
      problems: [],
      success: { status: 204, description: 'The token is revoked' },
      params: z.strictObject({ id: z.uuid('is not the id of a token') }),
      async handle({ params }) {
        if (await revokeToken(db, params.id)) return { body: undefined };
        throw new KnownError('not-found', `There is no token ${params.id}. GET /v1/tokens lists them.`);
      },
    }),
  ];
}
