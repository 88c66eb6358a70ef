import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { KnownError } from '../../domain/shared/errors';
import type { Role } from '../../domain/shared/roles';
import type { Database } from '../database/database';
import { personOfToken } from './persons';

/** What a token is for: who holds it, and what it is limited to. */
interface TokenFacts {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string | null;
  /** The id in table `staff` when the token is personal; it selects "my tasks" (N12). */
  readonly staffId: string | null;
  /** The person or the service that goes on record for what is done with it (T5). */
  readonly person: string;
  readonly isService: boolean;
  /** Who issued it; null for one made on the machine, or by version 0.2.0. */
  readonly issuedBy: string | null;
  /** The only organizations a token of staff knows of; null: all. */
  readonly organizations: readonly string[] | null;
  /** The only environments a customer's token knows of; null: all of its organization's. */
  readonly environments: readonly string[] | null;
  /** UTC ms; null: good until it is revoked. */
  readonly expiresAt: number | null;
}

/** A token that is good now. */
export interface TokenHolder extends TokenFacts {
  /** Its use was noted a minute ago or longer. */
  readonly isUseToNote: boolean;
  /** It ends within two weeks. */
  readonly isEnding: boolean;
}

/** A token as lists show it, without the token itself. Instants are UTC ms. */
export interface TokenSummary extends TokenFacts {
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** To the minute. */
  readonly lastUsedAt: number | null;
  /** Why a service's token lasts longer than usual. */
  readonly reason: string | null;
  readonly isEnding: boolean;
}

/**
 * A token to create. Without `expiresAt` (UTC ms) it is valid until it is revoked; without `person` it belongs to whoever its
 * name says.
 */
export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly organizationId?: string | null | undefined;
  readonly staffId?: string | null | undefined;
  readonly person?: string | undefined;
  readonly isService?: boolean | undefined;
  readonly issuedBy?: string | undefined;
  readonly organizations?: readonly string[] | undefined;
  readonly environments?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly expiresAt?: number | undefined;
}

/** 256 random bits cannot be guessed, so a fast hash without salt protects them at rest. */
const TOKEN_BYTES = 32;
const PREFIX = 'fw_';

/** A token that ends this soon is one to replace (days). */
export const ENDING_DAYS = 14;
/** The last use is noted at most this often (seconds). */
const NOTED_EVERY = 60;

const isEnding = sql<boolean>`coalesce(expires_at < now() + make_interval(days => ${sql.lit(ENDING_DAYS)}), false)`;
const isUseToNote = sql<boolean>`coalesce(last_used_at < now() - make_interval(secs => ${sql.lit(NOTED_EVERY)}), true)`;

/**
 * Creates a token and returns it once; the database keeps only its SHA-256. Throws KnownError `invalid-body` when a customer
 * token has no organization or names a staff member, when another role names an organization, when limits do not go with the
 * role, or when an organization, environment or staff member does not exist.
 */
export async function createToken(db: Database, token: NewToken): Promise<{ id: string; token: string }> {
  const organizationId = token.organizationId ?? null;
  const staffId = token.staffId ?? null;
  await checkOrganization(db, token.role, organizationId);
  await checkStaff(db, token.role, staffId);
  await checkLimits(db, token, organizationId);
  const secret = PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
  const id = randomUUID();
  await db
    .insertInto('api_tokens')
    .values({
      id,
      name: token.name,
      role: token.role,
      organization_id: organizationId,
      staff_id: staffId,
      person: token.person ?? staffId ?? token.name,
      is_service: token.isService ?? false,
      issued_by: token.issuedBy ?? null,
      organizations: token.organizations ? [...token.organizations] : null,
      environments: token.environments ? [...token.environments] : null,
      reason: token.reason ?? null,
      token_hash: hashOf(secret),
      expires_at: token.expiresAt === undefined ? null : new Date(token.expiresAt),
    })
    .execute();
  return { id, token: secret };
}

async function checkOrganization(db: Database, role: Role, organizationId: string | null): Promise<void> {
  if (role === 'customer' && organizationId === null) {
    throw fault('is required for a customer token: the organization it speaks for');
  }
  if (organizationId === null) return;
  if (role !== 'customer') throw fault(`belongs to customer tokens, not to role ${role}: leave it out`);
  const known = await db.selectFrom('organizations').select('id').where('id', '=', organizationId).executeTakeFirst();
  if (!known) throw fault('is not an organization of the inventory');
}

async function checkStaff(db: Database, role: Role, staffId: string | null): Promise<void> {
  if (staffId === null) return;
  if (role === 'customer')
    throw fault('belongs to tokens of the provider, not to role customer: leave it out', 'staffId');
  const known = await db.selectFrom('staff').select('id').where('id', '=', staffId).executeTakeFirst();
  if (!known) throw fault("is not a person of the inventory's table staff", 'staffId');
}

async function checkLimits(
  db: Database,
  { role, organizations, environments }: NewToken,
  organizationId: string | null,
): Promise<void> {
  if (organizations && (role === 'customer' || role === 'inbound' || role === 'admin')) {
    const instead = role === 'customer' ? 'name its one in organizationId' : 'leave it out';
    throw fault(
      `limits tokens of engineers, operators and approvers, not of role ${role}: ${instead}`,
      'organizations',
    );
  }
  if (environments && role !== 'customer') {
    throw fault(`limits customer tokens, not those of role ${role}: leave it out`, 'environments');
  }
  await checkKnown(
    organizations,
    (ids) => db.selectFrom('organizations').select('id').where('id', 'in', ids).execute(),
    (id) => fault(`has "${id}", which is not an organization of the inventory`, 'organizations'),
  );
  await checkKnown(
    environments,
    (ids) =>
      db
        .selectFrom('environments')
        .select('id')
        .where('id', 'in', ids)
        .where('organization_id', '=', organizationId ?? '')
        .execute(),
    (id) => fault(`has "${id}", which is not an environment of the organization`, 'environments'),
  );
}

async function checkKnown(
  wanted: readonly string[] | undefined,
  find: (ids: string[]) => Promise<{ readonly id: string }[]>,
  unknown: (id: string) => KnownError,
): Promise<void> {
  if (!wanted) return;
  const known = new Set((await find([...wanted])).map(({ id }) => id));
  const missing = wanted.find((id) => !known.has(id));
  if (missing !== undefined) throw unknown(missing);
}

function fault(message: string, field = 'organizationId'): KnownError {
  return new KnownError('invalid-body', `${field} ${message}.`, [{ field, message }]);
}

const FACTS = [
  'id',
  'name',
  'role',
  'organization_id',
  'staff_id',
  'is_service',
  'issued_by',
  'organizations',
  'environments',
  'expires_at',
] as const;

interface FactsRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly organization_id: string | null;
  readonly staff_id: string | null;
  readonly personName: string;
  readonly is_service: boolean;
  readonly issued_by: string | null;
  readonly organizations: string[] | null;
  readonly environments: string[] | null;
  readonly expires_at: Date | null;
}

function factsOf(row: FactsRow): TokenFacts {
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    organizationId: row.organization_id,
    staffId: row.staff_id,
    person: row.personName,
    isService: row.is_service,
    issuedBy: row.issued_by,
    organizations: row.organizations,
    environments: row.environments,
    expiresAt: row.expires_at?.getTime() ?? null,
  };
}

/**
 * The holder of a token; undefined when it is unknown, expired or revoked. The look-up is by hash, so its timing reveals
 * nothing about stored tokens.
 */
export async function findToken(db: Database, token: string): Promise<TokenHolder | undefined> {
  if (!token.startsWith(PREFIX)) return undefined;
  const row = await db
    .selectFrom('api_tokens')
    .select([...FACTS, personOfToken.as('personName'), isUseToNote.as('isUseToNote'), isEnding.as('isEnding')])
    .where('token_hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', eb.fn<Date>('now', []))]))
    .executeTakeFirst();
  return row && { ...factsOf(row), isUseToNote: row.isUseToNote, isEnding: row.isEnding };
}

/** Ends the tokens that a condition selects, and the tasks about their expiry; the ids of those that were good until now. */
async function endTokens(db: Database, which: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with ended as (
      update api_tokens set revoked_at = now() where revoked_at is null and ${which} returning id, name
    ), tasks as (
      update staff_tasks set done_at = now(), done_by = 'forewarn', note = 'the token is revoked'
      where kind = 'token-expiring' and subject in (select 'token:' || id from ended) and done_at is null
    )
    select id from ended order by name, id
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Revokes every token of a person, a service too; the ids of those that were good until now. */
export function revokeTokensOf(db: Database, person: string): Promise<string[]> {
  return endTokens(db, sql`${personOfToken} = ${person}`);
}

/** Whether there ever was a token of that person. */
export async function hasTokens(db: Database, person: string): Promise<boolean> {
  return (
    (await db.selectFrom('api_tokens').select('id').where(personOfToken, '=', person).executeTakeFirst()) !== undefined
  );
}

/**
 * Revokes a token and ends the task about its expiry; false when there is none with this id (a UUID). Revoking twice changes
 * nothing.
 */
export async function revokeToken(db: Database, id: string): Promise<boolean> {
  if ((await endTokens(db, sql`id = ${id}`)).length > 0) return true;
  return (await db.selectFrom('api_tokens').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** Every token, newest first, including expired and revoked ones. */
export async function listTokens(db: Database): Promise<TokenSummary[]> {
  const rows = await db
    .selectFrom('api_tokens')
    .select([...FACTS, 'created_at', 'revoked_at', 'last_used_at', 'reason'])
    .select([personOfToken.as('personName'), isEnding.as('isEnding')])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...factsOf(row),
    createdAt: row.created_at.getTime(),
    revokedAt: row.revoked_at?.getTime() ?? null,
    lastUsedAt: row.last_used_at?.getTime() ?? null,
    reason: row.reason,
    isEnding: row.isEnding && row.revoked_at === null,
  }));
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
