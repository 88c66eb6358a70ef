import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { KnownError } from '../../domain/shared/errors';
import type { Role } from '../../domain/shared/roles';
import type { Database } from '../database/database';

/** The holder of a valid token. */
export interface TokenHolder {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string | null;
  /** The id in table `staff` when the token is personal; it selects "my tasks" (N12). */
  readonly staffId: string | null;
}

/** A token as lists show it, without the token itself. Instants are UTC ms. */
export interface TokenSummary extends TokenHolder {
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** A token to create. Without `expiresAt` (UTC ms) it is valid until it is revoked. */
export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly organizationId?: string | null | undefined;
  readonly staffId?: string | null | undefined;
  readonly expiresAt?: number | undefined;
}

/** 256 random bits cannot be guessed, so a fast hash without salt protects them at rest. */
const TOKEN_BYTES = 32;
const PREFIX = 'fw_';

/**
 * Creates a token and returns it once; the database keeps only its SHA-256. Throws KnownError `invalid-body` when a customer
 * token has no organization or names a staff member, when another role names an organization, or when the organization or staff
 * member does not exist.
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
 * The holder of a token; undefined when it is unknown, expired or revoked. The look-up is by hash, so its timing reveals
 * nothing about stored tokens.
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

/** Revokes a token; false when there is none with this id (a UUID). Revoking twice changes nothing. */
export async function revokeToken(db: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_tokens')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.fn<Date>('now', [])) }))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Every token, newest first, including expired and revoked ones. */
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
