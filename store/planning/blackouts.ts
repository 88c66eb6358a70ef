import { sql } from 'kysely';
import type { Slot } from '../../domain/window/types';
import { decodeCursor, instantKey, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { inTransaction } from '../database/transaction';
import { matches } from './scope-match';
import { lockPlanning, range } from './slots';

/** A period in which no window may take place (L9); `organizationId` null: for everybody. Instants are UTC ms. */
export interface Blackout extends Slot {
  readonly id: string;
  readonly organizationId: string | null;
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: number;
}

/** A night that was planned before the blackout was added. */
export interface NightInside extends Slot {
  readonly reference: string;
}

/** The maximum number of windows an answer lists. */
const MOST_INSIDE = 100;

/**
 * Adds a blackout; undefined when one with that id exists. Returns the windows planned inside it before: they stay, and people
 * must move them. The organization must exist.
 */
export async function createBlackout(db: Database, blackout: Blackout): Promise<NightInside[] | undefined> {
  const { id, organizationId, reason, createdBy, createdAt } = blackout;
  return inTransaction(db, async (trx) => {
    // a plan made at the same time either is seen here or sees the blackout
    await lockPlanning(trx);
    const { rows: written } = await sql`
      insert into blackouts (id, organization_id, during, reason, created_by, created_at)
      values (${id}, ${organizationId}, ${range(blackout)}, ${reason}, ${createdBy}, ${new Date(createdAt)})
      on conflict do nothing returning id
    `.execute(trx);
    if (written.length === 0) return undefined;
    const { rows } = await sql<{ reference: string; startsAt: Date; endsAt: Date }>`
      select s.window_reference as reference, lower(s.during) as "startsAt", upper(s.during) as "endsAt"
      from window_slots s
      where s.during && ${range(blackout)} and s.held_until is null and (
        ${organizationId}::text is null
        or exists (select from resources r where r.organization_id = ${organizationId} and ${matches(sql`s.scope`, sql`r`)})
      )
      order by lower(s.during), s.window_reference limit ${MOST_INSIDE}
    `.execute(trx);
    return rows.map(({ reference, startsAt, endsAt }) => ({
      reference,
      startsAt: startsAt.getTime(),
      endsAt: endsAt.getTime(),
    }));
  });
}

interface BlackoutRow extends Omit<Blackout, 'startsAt' | 'endsAt' | 'createdAt'> {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdAt: Date;
}

const columns = sql`
  id, organization_id as "organizationId", lower(during) as "startsAt", upper(during) as "endsAt", reason,
  created_by as "createdBy", created_at as "createdAt"
`;

/** By start; only those that overlap the period `from` to `to` (UTC ms) and concern `organizationId`, where given. */
export async function listBlackouts(
  db: Database,
  {
    from,
    to,
    organizationId = null,
  }: { from?: number | undefined; to?: number | undefined; organizationId?: string | null | undefined },
  request: PageRequest,
): Promise<Page<Blackout>> {
  const limit = limitOf(request);
  const after = request.cursor === undefined ? undefined : decodeCursor(request.cursor, instantKey);
  const { rows } = await sql<BlackoutRow>`
    select ${columns} from blackouts
    where during && tstzrange(${date(from)}::timestamptz, ${date(to)}::timestamptz)
      and (${organizationId}::text is null or organization_id is null or organization_id = ${organizationId})
      and (${after === undefined}::boolean or (lower(during), id) > (${date(after?.[0])}::timestamptz, ${after?.[1] ?? ''}))
    order by lower(during), id limit ${limit + 1}
  `.execute(db);
  return pageOf(
    rows.map(toBlackout),
    limit,
    ({ startsAt, id }) => [startsAt, id],
    (blackout) => blackout,
  );
}

/** Whether the inventory has this organization. */
export async function isOrganization(db: Database, id: string): Promise<boolean> {
  const row = await db.selectFrom('organizations').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** Deletes a blackout and returns it; undefined when there is none. */
export async function deleteBlackout(db: Database, id: string): Promise<Blackout | undefined> {
  const { rows } = await sql<BlackoutRow>`delete from blackouts where id = ${id} returning ${columns}`.execute(db);
  return rows.map(toBlackout)[0];
}

function toBlackout({ startsAt, endsAt, createdAt, ...row }: BlackoutRow): Blackout {
  return { ...row, startsAt: startsAt.getTime(), endsAt: endsAt.getTime(), createdAt: createdAt.getTime() };
}

function date(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}
