import { z } from 'zod';
import { instant, line } from '../../../domain/shared/fields';
import { SIGN_IN_ROLES } from '../../../domain/access/grant';
import { toIso } from '../../../domain/shared/time';
import type { TokenSummary } from '../../../store/access/tokens';
import { endMyToken, listMyTokens, makeTokenForMyself, type OwnTokenAsker } from '../../../use-cases/manage-own-tokens';
import { route, type Caller, type Route } from '../../http/route';
import { at, isoOrNull } from '../../http/schemas';
import type { TokenDependencies } from './routes';
import { described, lifeOfToken } from './schemas';

/** `/v1/me/tokens`: tokens that people make for themselves (T9). */
export function ownTokenRoutes(deps: TokenDependencies): Route[] {
  return [makeToken(deps), readOwn(deps), endOwn(deps)];
}

const newOwnToken = z.strictObject({
  name: line(100).describe('what it is for, such as "laptop"'),
  role: z.enum(SIGN_IN_ROLES).optional().describe('yours when left out; an administrator can hand on any of them'),
  organizations: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(200)
    .optional()
    .describe('the only organizations it knows of, of those that are yours; all of yours when left out'),
  expiresAt: instant.optional().describe('when it ends: at the latest, and when left out, after FOREWARN_TOKEN_DAYS'),
});

const ownFacts = {
  ...{ id: described.id, name: described.name, role: described.role, organizations: described.organizations },
};

const madeToken = z.object({
  ...ownFacts,
  person: described.person,
  expiresAt: at,
  token: z
    .string()
    .nullable()
    .describe('shown this once and kept nowhere: null when the answer is repeated for an Idempotency-Key'),
});

const ownTokens = z.object({
  items: z.array(z.object({ ...ownFacts, expiresAt: described.expiresAt, ...lifeOfToken })),
});

const makeToken = ({ db, days }: TokenDependencies) =>
  route({
    method: 'post',
    path: '/v1/me/tokens',
    id: 'makeOwnToken',
    tag: 'tokens',
    summary: 'Make a token for oneself',
    description:
      'For a program that acts as you: of your role and organizations, or of less. It is in this answer and nowhere else. It ends when ' +
      'you revoke it, on its date, when you leave the staff, and with your next sign-in when you may do less than it; one that is made with a token ' +
      'ends with that token, too. Programs make none.',
    example: { name: 'laptop', expiresAt: '2027-03-01T00:00:00Z' },
    problems: [],
    success: { status: 201, description: 'The token' },
    body: newOwnToken,
    answer: madeToken,
    async handle({ body, caller, acting, now }) {
      const { expiresAt, token, organizations, ...made } = await makeTokenForMyself(db, askerOf(caller), body, {
        ...{ days, now, acting },
      });
      const about = { ...made, organizations: organizations && [...organizations], expiresAt: toIso(expiresAt) };
      return { body: { ...about, token }, kept: { ...about, token: null } };
    },
  });

const readOwn = ({ db }: TokenDependencies) =>
  route({
    method: 'get',
    path: '/v1/me/tokens',
    id: 'listOwnTokens',
    tag: 'tokens',
    summary: "List one's own tokens",
    description: 'Those of yours that are good now, the newest first, also those that an administrator issued to you.',
    problems: [],
    success: { status: 200, description: 'The tokens' },
    answer: ownTokens,
    async handle({ caller }) {
      return { body: { items: (await listMyTokens(db, askerOf(caller))).map(ownAnswer) } };
    },
  });

const endOwn = ({ db }: TokenDependencies) =>
  route({
    method: 'delete',
    path: '/v1/me/tokens/{id}',
    id: 'revokeOwnToken',
    tag: 'tokens',
    summary: "Revoke a token of one's own",
    description: 'It stops working at once, with those that were made with it. A second time changes nothing.',
    problems: [],
    success: { status: 204, description: 'The token is revoked' },
    params: z.strictObject({ id: z.uuid('is not the id of a token') }),
    async handle({ params, caller, acting, now }) {
      await endMyToken(db, askerOf(caller), params.id, { acting, at: now });
      return { body: undefined };
    },
  });

function askerOf({ tokenId: id, via, person, role, organizations, isOnePerson, expiresAt }: Caller): OwnTokenAsker {
  return { id, via, person, role, organizations, isOnePerson, expiresAt };
}

function ownAnswer(token: TokenSummary): z.input<typeof ownTokens>['items'][0] {
  const { id, name, role, organizations, origin, isEnding } = token;
  return {
    ...{ id, name, role, organizations: organizations && [...organizations], origin, isEnding },
    expiresAt: isoOrNull(token.expiresAt),
    createdAt: toIso(token.createdAt),
    lastUsedAt: isoOrNull(token.lastUsedAt),
  };
}
