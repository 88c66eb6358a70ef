import { sql, type Kysely } from 'kysely';

/** Who did it, from the credential (T5): whose a token is, what it is limited to, and who stands behind each event. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table api_tokens
      -- whose it is; null for one of version 0.2.0, which is of its staff member, or else of its name
      add column person text,
      add column is_service boolean not null default false,
      add column issued_by text,
      -- why a service's token lasts longer than usual
      add column reason text,
      -- what it is limited to; null: nothing
      add column organizations text[],
      add column environments text[],
      add column last_used_at timestamptz;
    create index api_tokens_by_person on api_tokens ((coalesce(person, staff_id, name)));

    -- whoever leaves cannot come in any more, by whatever statement the row goes
    create function end_tokens_of_staff() returns trigger language plpgsql as $$
    begin
      update api_tokens set revoked_at = now() where staff_id = old.id and revoked_at is null;
      return old;
    end
    $$;
    create trigger staff_leaves before delete on staff for each row execute function end_tokens_of_staff();

    alter table timeline
      add column on_behalf_of text,
      add column credential text,
      add column request text,
      add column issued_by text;

    -- whose resources a window touches, when it was opened or its scope changed
    create table window_organizations (
      window_reference text not null references windows(reference) on delete cascade,
      organization_id text not null,
      primary key (window_reference, organization_id)
    );
    create index window_organizations_by_organization on window_organizations (organization_id);
    insert into window_organizations (window_reference, organization_id)
    select distinct w.reference, r.organization_id
    from windows w
      cross join lateral (select w.view->'spec'->'scope' as scope) s
      join resources r on (s.scope->>'all')::boolean
        or jsonb_exists(s.scope->'resources', r.id)
        or (
          (s.scope->'locations' <> '[]' or s.scope->'kinds' <> '[]' or s.scope->'labels' <> '{}')
          and (s.scope->'locations' = '[]' or exists (
            select from jsonb_array_elements_text(s.scope->'locations') l(path)
            where r.location = l.path or starts_with(r.location, l.path || '/')
          ))
          and (s.scope->'kinds' = '[]' or jsonb_exists(s.scope->'kinds', r.kind))
          and (s.scope->'labels' = '{}' or exists (
            select from jsonb_each_text(s.scope->'labels') k(key, value) where r.labels->>k.key = k.value
          ))
        )
    -- those that are over were told of by notices
    where w.phase not in ('closed', 'cancelled');
  `.execute(db);
}
