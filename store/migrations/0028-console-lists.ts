import { sql, type Kysely } from 'kysely';

/**
 * What the console's lists read beside many rows (P8). Ids, names and addresses that begin so are found in the index alone: a search for
 * `host-4` fits a hundred thousand resources, of which the first fifty by id are shown, so what was searched and the id stand in the index.
 * Reports find the announcements of a year without the other notices.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index resources_found_by_id on resources (lower(id) text_pattern_ops) include (id);
    create index resources_found_by_name on resources (lower(name) text_pattern_ops) include (name, id);
    create index contacts_found_by_id on contacts (lower(id) text_pattern_ops) include (id);
    create index contacts_found_by_name on contacts (lower(name) text_pattern_ops) include (name, id);
    create index contacts_found_by_address on contacts (lower(email) text_pattern_ops) include (email, id);
    -- each serves what these served
    drop index resources_by_id_start, resources_by_name_start, contacts_by_id_start, contacts_by_name_start, contacts_by_address_start;

    create index notices_by_kind on notices (kind, window_reference, begun_at);
  `.execute(db);
}
