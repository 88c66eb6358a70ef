import { randomUUID } from 'node:crypto';
import { KnownError } from '../../domain/shared/errors';
import type { Access, Role } from '../../domain/shared/roles';
import type { Database, Transacting } from '../database/database';
import { hashOf, newSecret } from './token-secret';

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
  /** Of a customer's token; `read` when left out. */
  readonly access?: Access | undefined;
  readonly reason?: string | undefined;
  readonly expiresAt?: number | undefined;
}

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
  return insertToken(db, token);
}

/** Where a token comes from that its person made: for which account at the provider of identities, and with which token. */
interface MadeByItsPerson {
  readonly origin: 'own' | 'device';
  readonly subject: string | null;
  readonly madeWith: string | null;
}

/** As `createToken`, of what has been checked. */
export async function insertToken(
  db: Database | Transacting,
  token: NewToken,
  made?: MadeByItsPerson,
): Promise<{ id: string; token: string }> {
  const secret = newSecret();
  const id = randomUUID();
  const staffId = token.staffId ?? null;
  await db
    .insertInto('api_tokens')
    .values({
      id,
      name: token.name,
      role: token.role,
      organization_id: token.organizationId ?? null,
      staff_id: staffId,
      person: token.person ?? staffId ?? token.name,
      is_service: token.isService ?? false,
      issued_by: token.issuedBy ?? null,
      organizations: token.organizations ? [...token.organizations] : null,
      environments: token.environments ? [...token.environments] : null,
      access: token.access ?? (token.role === 'customer' ? 'read' : null),
      reason: token.reason ?? null,
      token_hash: hashOf(secret),
      expires_at: token.expiresAt === undefined ? null : new Date(token.expiresAt),
      ...(made && { origin: made.origin, subject: made.subject, made_with: made.madeWith }),
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
  { role, organizations, environments, access }: NewToken,
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
  if (access && role !== 'customer') {
    throw fault(`belongs to customer tokens, not to role ${role}: leave it out`, 'access');
  }
  await checkOrganizations(db, organizations);
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

/** Throws KnownError `invalid-body` for an organization that the inventory does not have. */
export async function checkOrganizations(db: Database, organizations: readonly string[] | undefined): Promise<void> {
  await checkKnown(
    organizations,
    (ids) => db.selectFrom('organizations').select('id').where('id', 'in', ids).execute(),
    (id) => fault(`has "${id}", which is not an organization of the inventory`, 'organizations'),
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
