import { sql, type Kysely } from 'kysely';

/** Subscribers of the public page by mail (C2). An address counts once it was confirmed from its own mailbox. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table page_subscribers (
      id uuid primary key,
      address text not null,
      -- the address in lower case
      address_key text not null unique,
      -- paths of regions and datacenters; null: everything
      components text[],
      -- null until it was confirmed from the mailbox
      confirmed_at timestamptz,
      created_at timestamptz not null default now(),
      -- what is asked for and not yet confirmed; the same meaning as components
      asked_components text[],
      is_asked boolean not null,
      -- SHA-256 of the token in the confirmation mail
      token_hash bytea unique,
      token_expires_at timestamptz,
      -- how often mails were asked for since asks_since, and when the last one was
      asks integer not null,
      asks_since timestamptz not null,
      asked_at timestamptz not null
    );
    create index page_subscribers_confirmed on page_subscribers (id) where confirmed_at is not null;
    create index page_subscribers_unconfirmed on page_subscribers (token_expires_at) where confirmed_at is null;
  `.execute(db);
}
