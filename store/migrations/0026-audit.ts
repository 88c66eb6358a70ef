import { sql, type Kysely } from 'kysely';

/** What was done is read newest first over all windows (T2), and the inventory and lists by the beginning of a name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index timeline_by_time on timeline (at, window_reference, sequence);
    create index timeline_by_person on timeline (by, at, window_reference, sequence);
    -- steps of the clock are nearly all there are, and the others are what is looked for
    create index timeline_by_door on timeline (door, at, window_reference, sequence) where door <> 'clock';
    create index acknowledgements_by_time on acknowledgements (at, id);
    create index measure_events_by_time on measure_events (at, id);
    create index staff_tasks_done on staff_tasks (done_at, id) where done_at is not null;
    create index suppression_lifts_by_time on suppression_lifts (lifted_at, id);
    -- open tasks of a customer, for those who look after it
    create index staff_tasks_by_organization on staff_tasks (organization_id, id) where organization_id is not null;

    -- the beginning of an id, a name or an address
    create index organizations_by_id_start on organizations (lower(id) text_pattern_ops);
    create index organizations_by_name_start on organizations (lower(name) text_pattern_ops);
    create index contacts_by_id_start on contacts (lower(id) text_pattern_ops);
    create index contacts_by_name_start on contacts (lower(name) text_pattern_ops);
    create index contacts_by_address_start on contacts (lower(email) text_pattern_ops);
    create index resources_by_id_start on resources (lower(id) text_pattern_ops);
    create index resources_by_name_start on resources (lower(name) text_pattern_ops);
  `.execute(db);
}
