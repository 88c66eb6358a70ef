import { sql, type Kysely } from 'kysely';

/** Message templates (P2). Windows keep the sentences, not the template, so a template can be changed or removed at any time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table templates (
      id text primary key,
      -- for staff
      name text not null,
      -- null: for windows of any
      class text,
      reason text,
      -- of the window's own words; the others become translations
      language text not null,
      -- language -> Liquid sources
      wordings jsonb not null,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null
    );
  `.execute(db);
}
