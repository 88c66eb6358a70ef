import { sql, type RawBuilder } from 'kysely';
import type { Access, Role } from '../../domain/shared/roles';
import type { Database, Transacting } from '../database/database';
import type { TokenOrigin } from '../database/tables/people';
import { personOfToken } from './persons';
import { hashOf, isTokenForm } from './token-secret';

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
  /** What a customer's token may do about maintenance; null for all other roles. */
  readonly access: Access | null;
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
  readonly origin: TokenOrigin;
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** To the minute. */
  readonly lastUsedAt: number | null;
  /** Why a service's token lasts longer than usual. */
  readonly reason: string | null;
  readonly isEnding: boolean;
}

/** A token that ends this soon is one to replace (days). */
export const ENDING_DAYS = 14;
/** The last use is noted at most this often (seconds). */
const NOTED_EVERY = 60;

const isEnding = sql<boolean>`coalesce(expires_at < now() + make_interval(days => ${sql.lit(ENDING_DAYS)}), false)`;
const isUseToNote = sql<boolean>`coalesce(last_used_at < now() - make_interval(secs => ${sql.lit(NOTED_EVERY)}), true)`;

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
  'access',
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
  readonly access: Access | null;
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
    // one that version 0.2.0 issued while it was being replaced says nothing
    access: row.access ?? (row.role === 'customer' ? 'read' : null),
    expiresAt: row.expires_at?.getTime() ?? null,
  };
}

/**
 * The holder of a token; undefined when it is unknown, expired or revoked. The look-up is by hash, so its timing reveals
 * nothing about stored tokens.
 */
export async function findToken(db: Database, token: string): Promise<TokenHolder | undefined> {
  if (!isTokenForm(token)) return undefined;
  const row = await db
    .selectFrom('api_tokens')
    .select([...FACTS, personOfToken.as('personName'), isUseToNote.as('isUseToNote'), isEnding.as('isEnding')])
    .where('token_hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', eb.fn<Date>('now', []))]))
    .executeTakeFirst();
  return row && { ...factsOf(row), isUseToNote: row.isUseToNote, isEnding: row.isEnding };
}

/**
 * Ends the tokens that a condition selects, those made with them, and the tasks about their expiry; the ids of those selected that were
 * good until now.
 */
export async function endTokens(db: Database | Transacting, which: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with ended as (
      update api_tokens set revoked_at = now() where revoked_at is null and ${which} returning id, name
    ), tasks as (
      update staff_tasks set done_at = now(), done_by = 'forewarn', note = 'the token is revoked'
      where kind = 'token-expiring' and done_at is null and subject in (
        select 'token:' || id from ended
        union all select 'token:' || made.id from api_tokens made where made.made_with in (select id from ended)
      )
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
 * Revokes a token and ends the task about its expiry; the ids of those that end by it. Undefined when there is none with this id (a
 * UUID). Revoking twice changes nothing.
 */
export async function revokeToken(db: Database, id: string): Promise<readonly string[] | undefined> {
  return revokeOne(db, sql<boolean>`id = ${id}`);
}

async function revokeOne(db: Database, which: RawBuilder<boolean>): Promise<readonly string[] | undefined> {
  const ended = await endTokens(db, which);
  if (ended.length > 0) return ended;
  const known = await db.selectFrom('api_tokens').select('id').where(which).executeTakeFirst();
  return known && [];
}

/** The ids, with those of the tokens that were made with them: they end together. */
export async function withMadeWith(db: Database, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive ended as (
      select id from api_tokens where id = any (${[...ids]}::uuid[])
      union select made.id from api_tokens made join ended on made.made_with = ended.id
    )
    select id from ended
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Every token, newest first, including expired and revoked ones. */
export function listTokens(db: Database): Promise<TokenSummary[]> {
  return summaries(db, sql`true`);
}

/** Of the provider's own people and of no program. */
const isOfStaff = sql`not is_service and role not in ('customer', 'inbound')`;

/** The tokens of a person that are good now, newest first, at most `most`. */
export function listTokensOf(db: Database, person: string, most: number): Promise<TokenSummary[]> {
  return summaries(
    db,
    sql`${personOfToken} = ${person} and ${isOfStaff} and revoked_at is null and coalesce(expires_at > now(), true)`,
    most,
  );
}

/** Revokes a token of the person as `revokeToken` does; undefined when none of theirs has this id. */
export function revokeTokenOf(db: Database, person: string, id: string): Promise<readonly string[] | undefined> {
  return revokeOne(db, sql<boolean>`(id = ${id} and ${personOfToken} = ${person} and ${isOfStaff})`);
}

async function summaries(db: Database, which: RawBuilder<unknown>, most?: number): Promise<TokenSummary[]> {
  const rows = await db
    .selectFrom('api_tokens')
    .select([...FACTS, 'origin', 'created_at', 'revoked_at', 'last_used_at', 'reason'])
    .select([personOfToken.as('personName'), isEnding.as('isEnding')])
    .where(sql<boolean>`${which}`)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .$if(most !== undefined, (query) => query.limit(most ?? 0))
    .execute();
  return rows.map((row) => ({
    ...factsOf(row),
    origin: row.origin,
    createdAt: row.created_at.getTime(),
    revokedAt: row.revoked_at?.getTime() ?? null,
    lastUsedAt: row.last_used_at?.getTime() ?? null,
    reason: row.reason,
    isEnding: row.isEnding && row.revoked_at === null,
  }));
}
