import { sql, type Kysely } from 'kysely';

/**
 * Who did what by which door, where no other table says it (T2). A row of a kind with a table of its own (`task`, `suppression`, `erasure`,
 * `token`, `answer`) says who and by which door of the row that `subject` names there.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_events (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      -- the source of the audit log it is listed under, and what happened
      kind text not null,
      type text not null,
      -- ids alone: of the thing, whose it is, of its window
      subject text not null,
      organization_id text,
      window_reference text,
      -- figures and names of fields; no personal data, no secrets
      detail jsonb not null,
      by text not null,
      door text not null,
      on_behalf_of text,
      credential text,
      request text,
      issued_by text
    );
    create index audit_events_by_time on audit_events (kind, at, id);
    create index audit_events_by_subject on audit_events (kind, subject, id);
  `.execute(db);
}
