import { z } from 'zod';
import { instant, line } from '../../../domain/shared/fields';
import { ROLES } from '../../../domain/shared/roles';
import { toIso } from '../../../domain/shared/time';
import { listTokens, type TokenSummary } from '../../../store/access/tokens';
import { endToken, issueToken } from '../../../use-cases/manage-tokens';
import { route, type Route } from '../../http/route';
import { at, isoOrNull, maybeAt } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

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
export function tokenRoutes(deps: Dependencies): Route[] {
  return [createToken(deps), readTokens(deps), revokeToken(deps)];
}

const createToken = ({ db }: Dependencies) =>
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
      const { id, token } = await issueToken(db, body, now);
      const about = {
        id,
        ...{ name: body.name, role: body.role, organizationId: body.organizationId ?? null },
        ...{ staffId: body.staffId ?? null, expiresAt: isoOrNull(body.expiresAt ?? null) },
      };
      return {
        body: { ...about, token },
        kept: { ...about, token: null },
        headers: { Location: `/v1/tokens/${id}` },
      };
    },
  });

const readTokens = ({ db }: Dependencies) =>
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
      return { body: { items: (await listTokens(db)).map(tokenAnswer) } };
    },
  });

const revokeToken = ({ db }: Dependencies) =>
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
      await endToken(db, params.id);
      return { body: undefined };
    },
  });

function tokenAnswer({ createdAt, expiresAt, revokedAt, ...token }: TokenSummary) {
  return {
    ...token,
    createdAt: toIso(createdAt),
    expiresAt: isoOrNull(expiresAt),
    revokedAt: isoOrNull(revokedAt),
  };
}
