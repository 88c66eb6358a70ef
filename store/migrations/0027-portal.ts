import { sql, type Kysely } from 'kysely';

/**
 * Customers sign in (T9). A session is of a contact and ends with it, and when its address is another one: what it may see and do is
 * what the inventory says of the contact at that moment. A link by mail is known by the hash of its token and used once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table portal_links (
      token_hash bytea primary key,
      -- the contact's address in small letters, and whose page it asked on
      address text not null,
      brand text not null,
      -- the page it goes to, a path of ours
      back text not null,
      expires_at timestamptz not null
    );
    create index portal_links_by_end on portal_links (expires_at);
    create index portal_links_by_address on portal_links (address);

    create table portal_sessions (
      id uuid primary key,
      secret_hash bytea not null unique,
      contact_id text not null references contacts(id) on delete cascade,
      browser text,
      created_at timestamptz not null,
      seen_at timestamptz not null,
      -- the end in any case
      ends_at timestamptz not null
    );
    create index portal_sessions_by_contact on portal_sessions (contact_id, created_at);
    create index portal_sessions_by_end on portal_sessions (ends_at);

    -- the zone in which a contact reads the portal; null: its organization's
    alter table contacts add column time_zone text;
    -- columns that the customer set by itself: an import leaves them alone
    alter table contacts add column own_columns text[] not null default '{}';
    alter table organizations add column own_columns text[] not null default '{}';

    create function end_sessions_of_contact() returns trigger language plpgsql as $$
    begin
      delete from portal_sessions where contact_id = old.id;
      return new;
    end
    $$;
    create trigger contact_readdressed before update of email on contacts for each row
      when (lower(old.email) <> lower(new.email)) execute function end_sessions_of_contact();
  `.execute(db);
}
