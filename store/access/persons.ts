import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/database';

/** Somebody as they go on record, and whether they are one of the staff. */
export interface Person {
  /** The id of a person of the staff, or the name as it was given; a mail address in lower case. */
  readonly person: string;
  readonly staffId: string | null;
}

/** Who is meant by a name, such as one in a setting: a person of the staff by id or mail address, or else the name itself. */
export async function findPerson(db: Database, name: string): Promise<Person> {
  const address = name.toLowerCase();
  const known = await db
    .selectFrom('staff')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', name), eb(eb.fn<string>('lower', ['email']), '=', address)]))
    .orderBy(sql`id = ${name}`, 'desc')
    .orderBy('id')
    .executeTakeFirst();
  if (known) return { person: known.id, staffId: known.id };
  return { person: name.includes('@') ? address : name, staffId: null };
}

/** Whose a token is: of version 0.2.0 its staff member's, or else its name is all there is. */
export const personOfToken: RawBuilder<string> = sql<string>`coalesce(api_tokens.person, api_tokens.staff_id, api_tokens.name)`;

/**
 * Other names under which a person is on record, at most `limit`: the ids of their other rows as staff and their address, and the names
 * of their tokens, as which they are on record for what they did with version 0.2.0.
 */
export async function otherNamesOf(db: Database, person: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with rows_of as (
      select other.id, lower(other.email) as address from staff s join staff other on lower(other.email) = lower(s.email)
      where s.id = ${person} or lower(s.email) = ${person}
    ),
    names as (
      select id as name, 1 as rank from rows_of
      union
      select address, 1 from rows_of
      union
      select api_tokens.name, 2 from api_tokens
      where ${personOfToken} = ${person} or ${personOfToken} in (select id from rows_of)
    )
    select name from names where name <> ${person} order by rank, name limit ${limit}
  `.execute(db);
  return rows.map(({ name }) => name);
}
