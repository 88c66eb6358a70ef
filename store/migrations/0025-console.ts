import { sql, type Kysely } from 'kysely';

/**
 * What the console reads beside many rows (P8): its search finds resources by how their names begin, in that order (byte order serves
 * prefixes whatever the collation of the database); its calendar finds windows that are over by when they were planned; its reports
 * compare the notice that was given with what was promised, which until now only the whole state of a window said.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index resources_by_name on resources ((lower(name) collate "C"), id);
    create index environments_by_name on environments ((lower(name) collate "C"), id);
    create index staff_by_address on staff (lower(email));
    create index windows_by_night on windows using gist (tstzrange(starts_at, ends_at));

    alter table windows
      -- the provider's own class; null: one of the three
      add column class_name text,
      -- the latest moment at which customers could be told in time; null: not known
      add column promised_at timestamptz;
    update windows w set
      class_name = r.name,
      -- where it was promised in business days, the window's next step says it
      promised_at = case when not jsonb_exists(r.rules, 'leadBusinessDays')
        then w.starts_at - (r.rules->>'leadMs')::double precision * interval '1 millisecond' end
    from (
      select s.reference, s.name, coalesce(s.policy->'ownClasses'->s.name, s.policy->'classes'->s.class) as rules
      from (select reference, class, view->'spec'->>'className' as name, state->'policy' as policy from windows) s
    ) r
    where r.reference = w.reference;
  `.execute(db);
}
