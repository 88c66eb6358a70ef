import { sql } from 'kysely';
import type { StaffRole } from '../../domain/notices/staff-roles';
import type { Database } from '../database/database';

/** Somebody who acts by a link in a mail (N12, L8). */
export interface ActingPerson {
  /** As they go on record: the id of a person of the staff; a point of contact who is nobody of the staff by address. */
  readonly person: string;
  readonly staffId: string | null;
  readonly name: string;
  /** In small letters. */
  readonly address: string;
  /** Those they have now: somebody with two roles has two rows. */
  readonly roles: readonly StaffRole[];
  /** The customers they answer for now. */
  readonly organizations: readonly string[];
}

/** A person of the staff as they are now, by id or address; undefined for whoever has left. */
export async function findActingPerson(
  db: Database,
  by: { readonly staffId: string } | { readonly address: string },
): Promise<ActingPerson | undefined> {
  const isThem = 'staffId' in by ? sql`s.id = ${by.staffId}` : sql`lower(s.email) = ${by.address.toLowerCase()}`;
  const { rows } = await sql<ActingPerson>`
    with them as (select s.id, s.name, lower(s.email) as address from staff s where ${isThem} order by s.id limit 1),
    theirs as (select s.id, s.role from staff s join them on them.address = lower(s.email))
    select id as person, id as "staffId", name, address,
      (select array_agg(distinct role) from theirs) as roles,
      array(select distinct organization_id from staff_organizations where staff_id in (select id from theirs) order by 1) as organizations
    from them
  `.execute(db);
  return rows[0];
}
