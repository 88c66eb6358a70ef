import { sql, type Kysely } from 'kysely';

/** Forms that arrived after their session had lapsed, until their person has signed in again (P8). What was typed is sealed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table kept_forms (
      secret_hash bytea primary key,
      -- who typed it: nobody else gets it back
      person text not null,
      -- the form's address
      path text not null,
      sealed text not null,
      kept_at timestamptz not null
    );
    create index kept_forms_by_age on kept_forms (kept_at);
    create index kept_forms_by_person on kept_forms (person, kept_at);
  `.execute(db);
}
