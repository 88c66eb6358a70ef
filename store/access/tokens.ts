import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { KnownError } from '../../domain/shared/errors';
import type { Role } from '../../domain/shared/roles';
import type { Database } from '../database/database';

/** A token that is good now: who speaks and for whom. */
export interface TokenHolder {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string | null;
  /** The person of the staff who holds it, when it is personal; their tasks are "mine" (N12). */
  readonly staffId: string | null;
}

/** A token as lists show it, never the token itself. Instants are UTC ms. */
export interface TokenSummary extends TokenHolder {
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** What a new token is for; without `expiresAt` (UTC ms) it is good until it is revoked. */
export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly organizationId?: string | null | undefined;
  readonly staffId?: string | null | undefined;
  readonly expiresAt?: number | undefined;
}

/** 256 random bits: guessing is hopeless, so a fast hash without salt keeps them safe at rest. */
const TOKEN_BYTES = 32;
const PREFIX = 'fw_';

/**
 * Makes a token and returns it, this once; the database keeps its SHA-256. Throws KnownError `invalid-body` for a customer
 * without an organization or with a person of the staff, another role with an organization, or one of them that does not exist.
 */
export async function createToken(db: Database, token: NewToken): Promise<{ id: string; token: string }> {
  const organizationId = token.organizationId ?? null;
  const staffId = token.staffId ?? null;
  await checkOrganization(db, token.role, organizationId);
  await checkStaff(db, token.role, staffId);
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

function fault(message: string, field = 'organizationId'): KnownError {
  return new KnownError('invalid-body', `${field} ${message}.`, [{ field, message }]);
}

/**
 * The holder of a token, or undefined for one that is unknown, expired or revoked. The look-up is by hash, so its timing
 * says nothing about a stored token.
 */
export async function findToken(db: Database, token: string): Promise<TokenHolder | undefined> {
  if (!token.startsWith(PREFIX)) return undefined;
  const row = await db
    .selectFrom('api_tokens')
    .select(['id', 'name', 'role', 'organization_id', 'staff_id'])
    .where('token_hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', eb.fn<Date>('now', []))]))
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, name, organization_id: organizationId, staff_id: staffId } = row;
  return { id, name, role: row.role as Role, organizationId, staffId };
}

/** Ends a token now; false when there is none with this id. A second time changes nothing. `id` is a UUID. */
export async function revokeToken(db: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_tokens')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.fn<Date>('now', [])) }))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Every token there ever was, newest first. */
export async function listTokens(db: Database): Promise<TokenSummary[]> {
  const rows = await db
    .selectFrom('api_tokens')
    .select(['id', 'name', 'role', 'organization_id', 'staff_id', 'created_at', 'expires_at', 'revoked_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role as Role,
    organizationId: row.organization_id,
    staffId: row.staff_id,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
    revokedAt: row.revoked_at?.getTime() ?? null,
  }));
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
