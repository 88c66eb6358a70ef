import { z } from 'zod';
import { toIso } from '../../../domain/shared/time';
import { listTokens, type TokenSummary } from '../../../store/access/tokens';
import { endToken, endTokensOf, issueToken } from '../../../use-cases/manage-tokens';
import { route, type Route } from '../../http/route';
import { isoOrNull } from '../../http/schemas';
import type { Dependencies } from '../dependencies';
import { ownTokenRoutes } from './own';
import { currentToken, endedTokens, issuedToken, listedTokens, newToken, whoseTokens } from './schemas';

export interface TokenDependencies extends Dependencies {
  /** How long a token is valid (days). */
  readonly days: number;
}

/** `/v1/tokens`: who may use the API (T3). */
export function tokenRoutes(deps: TokenDependencies): Route[] {
  return [
    createToken(deps),
    readTokens(deps),
    readCurrent(),
    endPerson(deps),
    revokeToken(deps),
    ...ownTokenRoutes(deps),
  ];
}

const createToken = ({ db, days }: TokenDependencies) =>
  route({
    method: 'post',
    path: '/v1/tokens',
    id: 'createToken',
    tag: 'tokens',
    summary: 'Issue a token',
    description:
      'The token is in this answer and nowhere else. Whoever it belongs to goes on record for what is done with it; two tokens of ' +
      'one person are one person. Approvals need a token of a person of the staff. In its last two weeks every answer has the header ' +
      '`Forewarn-Token-Expires`, and there is a task to replace it.',
    example: { name: 'on-call console', role: 'operator', person: 'anna@provider.example' },
    problems: [],
    success: { status: 201, description: 'The token' },
    body: newToken,
    answer: issuedToken,
    async handle({ body, acting, now }) {
      const { id, token, person, staffId, expiresAt } = await issueToken(db, body, { days, now, acting });
      const about = {
        ...{ id, name: body.name, role: body.role, organizationId: body.organizationId ?? null },
        ...{ staffId, person, isService: body.service !== undefined, expiresAt: toIso(expiresAt) },
        ...{ organizations: body.organizations ?? null, environments: body.environments ?? null },
        access: body.access ?? (body.role === 'customer' ? ('read' as const) : null),
      };
      return {
        body: { ...about, token },
        kept: { ...about, token: null },
        headers: { Location: `/v1/tokens/${id}` },
      };
    },
  });

const readTokens = ({ db }: TokenDependencies) =>
  route({
    method: 'get',
    path: '/v1/tokens',
    id: 'listTokens',
    tag: 'tokens',
    summary: 'List tokens',
    description: 'Every token there ever was, newest first; never the token itself.',
    problems: [],
    success: { status: 200, description: 'The tokens' },
    answer: listedTokens,
    async handle() {
      return { body: { items: (await listTokens(db)).map(tokenAnswer) } };
    },
  });

const readCurrent = () =>
  route({
    method: 'get',
    path: '/v1/tokens/current',
    id: 'readCurrentToken',
    tag: 'tokens',
    summary: 'Which token asks',
    description: 'Of the token in the request: who it is of, what it may do, and until when.',
    problems: [],
    success: { status: 200, description: 'The token' },
    answer: currentToken,
    handle: ({ caller: { tokenId: id, organizations, environments, expiresAt, ...caller } }) =>
      Promise.resolve({
        body: {
          ...{
            id,
            role: caller.role,
            person: caller.person,
            organizationId: caller.organizationId,
            access: caller.access,
          },
          ...{ organizations: organizations && [...organizations], environments: environments && [...environments] },
          expiresAt: isoOrNull(expiresAt),
        },
      }),
  });

const endPerson = ({ db }: TokenDependencies) =>
  route({
    method: 'post',
    path: '/v1/tokens/end',
    id: 'endTokens',
    tag: 'tokens',
    summary: "End a person's tokens",
    description:
      'For somebody who leaves: every token of theirs stops working at once. Whoever is removed from the table `staff` loses ' +
      'them by that alone. A second time changes nothing.',
    example: { person: 'anna@provider.example' },
    problems: ['not-found'],
    success: { status: 200, description: 'Their tokens are revoked' },
    body: whoseTokens,
    answer: endedTokens,
    async handle({ body, acting, now }) {
      const { person, ids } = await endTokensOf(db, body.person, { acting, at: now });
      return { body: { person, ids: [...ids] } };
    },
  });

const revokeToken = ({ db }: TokenDependencies) =>
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
    async handle({ params, acting, now }) {
      await endToken(db, params.id, { acting, at: now });
      return { body: undefined };
    },
  });

function tokenAnswer({
  organizations,
  environments,
  ...token
}: TokenSummary): z.input<typeof listedTokens>['items'][0] {
  return {
    ...token,
    organizations: organizations && [...organizations],
    environments: environments && [...environments],
    createdAt: toIso(token.createdAt),
    expiresAt: isoOrNull(token.expiresAt),
    lastUsedAt: isoOrNull(token.lastUsedAt),
    revokedAt: isoOrNull(token.revokedAt),
  };
}
