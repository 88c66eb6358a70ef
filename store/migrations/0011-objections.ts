import { sql, type Kysely } from 'kysely';

/** What customers object to, its answer (S6, S9), and the mails to single people about it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table staff_tasks
      -- of an objection: to what; null: to all of theirs
      add column resources text[],
      -- of an objection; with "accepted" and no done_at the resources are about to leave the window
      add column answer text check (answer in ('accepted', 'refused'));
    -- those that may want a reminder
    create index staff_tasks_objections on staff_tasks (id) where kind = 'objection' and done_at is null;

    create table task_mails (
      id bigint generated always as identity primary key,
      task_id bigint not null references staff_tasks(id) on delete cascade,
      -- reminder: to staff; refusal: to the customer
      kind text not null check (kind in ('reminder', 'refusal')),
      -- "staff:<id>", "contact:<id>" or "organization:<id>": addresses are looked up when it is sent
      recipient text not null,
      -- the moment it is about
      due_for timestamptz not null,
      -- null: sent, given up, or not needed any more
      send_at timestamptz,
      tries integer not null default 0,
      sent_at timestamptz,
      unique (task_id, kind, recipient, due_for)
    );
    create index task_mails_due on task_mails (send_at) where send_at is not null;
  `.execute(db);
}
