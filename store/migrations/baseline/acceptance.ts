import { sql, type Kysely } from 'kysely';

/**
 * When a server accepted a message (T1) and the language it was written in; who lifted a suppression and why (T2); which staff
 * member holds a token (N12).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- the moment of the commit with the server's 250; no later change of the row moves it
    alter table deliveries add column accepted_at timestamptz;
    -- the contact's own when the notice was prepared; null for the organization's
    alter table deliveries add column locale text;
    update deliveries set accepted_at = updated_at where state = 'accepted';

    create table suppression_lifts (
      id bigint generated always as identity primary key,
      -- in lower case
      address text not null,
      -- the server's reply that had put it on the list, and since when it was there
      suppressed_because text not null,
      suppressed_since timestamptz not null,
      lifted_at timestamptz not null,
      lifted_by text not null,
      reason text not null
    );

    -- the staff member who holds the token; the token stays valid when that person is removed
    alter table api_tokens add column staff_id text references staff(id) on delete set null;
    create index api_tokens_staff on api_tokens (staff_id) where staff_id is not null;
  `.execute(db);
}
