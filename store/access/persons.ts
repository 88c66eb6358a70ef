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

/** The names of a person's tokens, under which they are on record for what they did with version 0.2.0; at most `limit`. */
export async function tokenNamesOf(db: Database, person: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('api_tokens')
    .select('name')
    .distinct()
    .where(personOfToken, '=', person)
    .orderBy('name')
    .limit(limit)
    .execute();
  return rows.map(({ name }) => name);
}
