import { sql, type Kysely } from 'kysely';

/**
 * Tokens that people make for themselves, and machines on which they sign in by a code (T9, RFC 8628). A session says which account at
 * the provider of identities it is of, so that what this account made is found again when its rights shrink.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- whoever is signed in does so once more: of what is there, nobody knows the account
    delete from sessions;
    alter table sessions
      add column subject text not null,
      -- the provider's own session (sid), which it can end
      add column provider_session text;
    create index sessions_by_subject on sessions (subject);

    alter table api_tokens
      -- by an administrator, by their person, or by signing in on a machine
      add column origin text not null default 'issued' check (origin in ('issued', 'own', 'device')),
      -- the account at the provider of identities for which it was made
      add column subject text,
      -- the token with which it was made, and with which it ends
      add column made_with uuid references api_tokens(id) on delete cascade;
    create index api_tokens_by_subject on api_tokens (subject) where subject is not null;
    create index api_tokens_by_maker on api_tokens (made_with) where made_with is not null;

    -- by whatever statement the one ends that made them; also those that are made at the same moment
    create function end_tokens_made_with() returns trigger language plpgsql as $$
    begin
      update api_tokens set revoked_at = new.revoked_at where made_with = new.id and revoked_at is null;
      return null;
    end
    $$;
    create trigger token_ends after update of revoked_at on api_tokens for each row
      when (old.revoked_at is null and new.revoked_at is not null) execute function end_tokens_made_with();

    -- logout tokens of the provider of identities that have been taken, by the SHA-256 of their jti, while they are good
    create table logout_tokens (jti_hash bytea primary key, taken_at timestamptz not null);

    create table device_sign_ins (
      id uuid primary key,
      -- SHA-256 of the two codes: what the machine polls with, and what the person compares
      device_hash bytea not null unique,
      user_hash bytea not null unique,
      -- what the machine calls itself, and the address it asked from
      machine text not null,
      network text not null,
      created_at timestamptz not null,
      ends_at timestamptz not null,
      -- seconds between two polls; more for a machine that does not keep to it
      every_seconds integer not null,
      polled_at timestamptz,
      answer text check (answer in ('approved', 'declined')),
      -- whose session approved it, as what; it does not outlast the session
      session_id uuid references sessions(id) on delete cascade,
      allowed jsonb,
      check ((answer = 'approved') = (allowed is not null))
    );
    create index device_sign_ins_by_end on device_sign_ins (ends_at);
    create index device_sign_ins_by_session on device_sign_ins (session_id) where session_id is not null;
  `.execute(db);
}
