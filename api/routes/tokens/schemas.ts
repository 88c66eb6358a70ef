import { z } from 'zod';
import { instant, line, text } from '../../../domain/shared/fields';
import { ACCESSES, ROLES } from '../../../domain/shared/roles';
import { TOKEN_ORIGINS } from '../../../store/database/tables/people';
import { at, maybeAt } from '../../http/schemas';

/** What the API says about tokens (T3, T5). */

const id = z.string().min(1).max(200);
const ids = z.array(id).min(1).max(200);

export const newToken = z.strictObject({
  name: line(100).describe('what it is for, such as "on-call console"'),
  role: z.enum(ROLES),
  organizationId: id.optional().describe('for role customer: the organization it speaks for'),
  staffId: id
    .optional()
    .describe(
      'the person of the staff it belongs to: goes on record for what is done with it, can approve, and has tasks of their own (N12); it ends when they leave the staff',
    ),
  person: line(200)
    .optional()
    .describe('instead: a person by name or mail address; one of the staff is recognized by either'),
  service: line(100)
    .optional()
    .describe('instead: the program it belongs to. Without any of the three it belongs to whoever its name says'),
  organizations: ids
    .optional()
    .describe('for engineers, operators and approvers: the only organizations it knows of; all when left out'),
  environments: ids
    .optional()
    .describe("for role customer: the only environments it knows of; all of the organization's when left out"),
  access: z
    .enum(ACCESSES)
    .optional()
    .describe(
      'for role customer: `read` sees its maintenance, `self-service` may also do it, acknowledge it, object to it and move it (S3, S6, S8); `read` when left out',
    ),
  reason: text(500).optional().describe('why the token of a service lasts longer than the setting FOREWARN_TOKEN_DAYS'),
  expiresAt: instant.optional().describe('when it ends; after FOREWARN_TOKEN_DAYS, a year, when left out'),
});

export const described = {
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ROLES),
  organizationId: z.string().nullable(),
  staffId: z.string().nullable(),
  person: z.string().describe('the person or service that goes on record for what is done with it (T5)'),
  isService: z.boolean(),
  organizations: z.array(z.string()).nullable().describe('the only organizations it knows of; null: all'),
  environments: z.array(z.string()).nullable().describe('the only environments it knows of; null: all'),
  access: z
    .enum(ACCESSES)
    .nullable()
    .describe('what a token of a customer may do about maintenance; null for other roles'),
  expiresAt: maybeAt.describe('null for one of version 0.2.0, which ends when it is revoked'),
};

/** How a token came about, and what has come of it since. */
export const lifeOfToken = {
  origin: z
    .enum(TOKEN_ORIGINS)
    .describe(
      '`issued` by an administrator, or made by its person: `own` by itself, `device` by signing in on a machine',
    ),
  createdAt: at,
  lastUsedAt: maybeAt.describe('to the minute; null: never'),
  isEnding: z.boolean().describe('it ends within two weeks: replace it'),
};

/** What a token tells whoever has it. */
export const currentToken = z.object({
  id: described.id,
  ...{ role: described.role, person: described.person, organizationId: described.organizationId },
  ...{ organizations: described.organizations, environments: described.environments },
  ...{ access: described.access, expiresAt: described.expiresAt },
});

export const issuedToken = z.object({
  ...described,
  token: z
    .string()
    .nullable()
    .describe('shown this once and kept nowhere: null when the answer is repeated for an Idempotency-Key'),
});

export const listedTokens = z.object({
  items: z.array(
    z.object({
      ...described,
      issuedBy: z
        .string()
        .nullable()
        .describe('null for one made by its person, on the machine itself, or by version 0.2.0'),
      reason: z.string().nullable(),
      ...lifeOfToken,
      revokedAt: maybeAt,
    }),
  ),
});

export const whoseTokens = z.strictObject({
  person: line(200).describe(
    'the id or mail address of somebody of the staff, or whoever a token is of, as the list says',
  ),
});

export const endedTokens = z.object({
  person: z.string(),
  ids: z.array(z.uuid()).describe('the tokens that were good until now'),
});
