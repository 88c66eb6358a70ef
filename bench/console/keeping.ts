import { sql } from 'kysely';
import type { Database } from '../../store/database/database';
import { AT_WORK, EVERYTHING, referenceOf } from './windows';
import { LARGE } from './inventory';

/** What people keep beside windows: tasks, refused addresses, webhooks, series and so on, as many as years leave behind. */
export async function fillKeeping(db: Database): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(db);
  await sql`vacuum analyze`.execute(db);
}

const windowOf = (n: string) =>
  sql.raw(`'MW-2026-' || lpad((1 + ${n} % 10000)::text, case when 1 + ${n} % 10000 > 9999 then 5 else 4 end, '0')`);
const customerOf = (n: string) => sql.raw(`'org-' || lpad((${n} % 10000)::text, 5, '0')`);
const HOOK = sql.raw(`('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid`);

const TASKS = [
  sql`
    insert into staff_tasks (window_reference, kind, organization_id, subject, reason, created_at, done_at, done_by)
    select ${windowOf('n')}, (array['reach-otherwise', 'nobody-to-tell', 'objection', 'tell-customer', 'answer-message'])[1 + n % 5],
      ${customerOf('n * 7')}, 'contact:contact-' || n, '550 5.1.1 The address does not exist.', now() - n * interval '20 minutes',
      case when n > 2000 then now() - n * interval '19 minutes' end, case when n > 2000 then 'Colleague ' || n % 200 end
    from generate_series(1, 20000) n
  `,
  sql`
    insert into staff_tasks (window_reference, kind, organization_id, subject, reason)
    select ${EVERYTHING}, 'objection', ${customerOf('n')}, 'contact:contact-' || n, 'It is our busiest week.' from generate_series(1, 3000) n
  `,
  sql`
    insert into window_messages (digest, window_reference, placed_by, organization_id, writer_known_by, sender, verified, subject, body, cut, size,
      received_at, after_event, handling)
    select 'digest-' || n, case when n % 4 = 0 then ${EVERYTHING} else ${windowOf('n')} end, 'token', ${customerOf('n * 7')}, 'address',
      'person' || n || '@customer.example', true, 'Re: maintenance', repeat('Can you tell us more? ', 20), false, 900,
      now() - n * interval '1 hour', 3, 'message'
    from generate_series(1, 8000) n
  `,
];

const REACH = [
  sql`
    insert into suppressions (address, reason, since, window_reference)
    select lower(email), '550 5.1.1 unknown', now() - substr(id, 9)::integer * interval '1 minute', ${referenceOf(77)}
    from contacts where substr(id, 9)::integer % 20 = 3
  `,
  sql`
    insert into suppression_lifts (address, suppressed_because, suppressed_since, lifted_at, lifted_by, reason)
    select 'person' || n || '@customer.example', '550', now() - interval '1 year', now() - n * interval '1 hour', 'Colleague ' || n % 200,
      'They have a new server.' from generate_series(1, 3000) n
  `,
  sql`
    insert into returned_mails (digest, raw, size, reason, received_at)
    select 'digest-' || n, convert_to('Subject: Undeliverable' || repeat(E'\r\nReceived: from mx.example', 40), 'UTF8'), 1000,
      'No delivery has this message id.', now() - n * interval '1 hour' from generate_series(1, 2000) n
  `,
  sql`
    insert into webhook_endpoints (id, organization_id, url, description, secret, created_by, created_at, state)
    select ${HOOK}, ${customerOf('n - 1')}, 'https://hooks.customer' || n || '.example/in', 'Ticket system', 'sealed', 'Colleague 1',
      now() - n * interval '1 hour', case when n % 10 = 0 then 'disabled' else 'active' end
    from generate_series(1, 1000) n
  `,
  sql`
    insert into webhook_deliveries (endpoint_id, window_reference, event_id, type, payload, state, attempts, last_attempt_at, last_status,
      last_answer, delivered_at, created_at)
    select ${sql.raw(`('00000000-0000-4000-8000-' || lpad((case when n % 2 = 0 then 1 else 1 + n % 1000 end)::text, 12, '0'))::uuid`)},
      ${windowOf('n')}, 'event-' || n, 'maintenance.announced', repeat('{"type":"maintenance.announced"}', 20),
      case when n % 20 = 0 then 'failed' else 'delivered' end, 1, now() - n * interval '5 minutes', 200, 'ok', now() - n * interval '5 minutes',
      now() - n * interval '5 minutes'
    from generate_series(1, 100000) n
  `,
];

const PLANS = [
  sql`
    insert into blackouts (id, organization_id, during, reason, created_by)
    select 'BO-2026-' || lpad(n::text, 4, '0'), case when n % 3 > 0 then ${customerOf('n')} end,
      tstzrange(now() + (n - 250) * interval '1 day', now() + (n - 248) * interval '1 day'), 'Their yearly sale', 'Colleague 1'
    from generate_series(1, 500) n
  `,
  sql`
    insert into window_conflicts (window_reference, revision, kind, text, is_blocking, found_at)
    select reference, revision, 'resource', 'Rack work of another window at the same time.', false, opened_at
    from windows where substr(reference, 9)::integer % 5 = 0
  `,
  sql`
    insert into window_series (id, name, template, recurrence, lead_days, state, created_by, created_at, changed_by, changed_at, watched_from)
    select 'MS-2026-' || lpad(n::text, 4, '0'), 'Patch day ' || n, jsonb_build_object('title', 'Patch day ' || n, 'class', 'standard', 'reason', 'software',
      'visibility', 'public', 'scope', '{"locations": ["eu-1/dc-1/rack-000"]}'::jsonb, 'impact', '{"level": "outage", "minutes": 30}'::jsonb),
      '{"every": "week", "weekdays": ["tuesday"], "interval": 1, "at": "02:30", "durationMinutes": 120, "timeZone": "Europe/Berlin", "from": "2026-01-06"}'::jsonb,
      28, case when n % 5 = 0 then 'ended' else 'active' end, 'Colleague 1', now() - n * interval '1 day', 'Colleague 1', now() - n * interval '1 day', now()
    from generate_series(1, 300) n
  `,
  sql`
    insert into series_nights (series_id, night, starts_at, ends_at, state, by, reason, updated_at)
    select 'MS-2026-' || lpad(s::text, 4, '0'), to_char(now() - n * interval '7 days', 'YYYY-MM-DD'), now() - n * interval '7 days',
      now() - n * interval '7 days' + interval '2 hours', 'skipped', 'Colleague 1', 'A feast', now() - n * interval '8 days'
    from generate_series(1, 300) s cross join generate_series(1, 40) n
  `,
  sql`
    insert into templates (id, name, language, wordings, created_by, created_at, changed_by, changed_at)
    select 'template-' || n, 'Template ' || n, 'en', '{"en": {"title": "Work on {{ place }}"}}'::jsonb, 'Colleague 1', now(), 'Colleague 1', now()
    from generate_series(1, 200) n
  `,
  sql`
    insert into measures (window_reference, version, text, owner, due_on, reported_due_on, is_public, state, created_at, ended_at, ended_by)
    select ${windowOf('n')}, 1, 'Renew part ' || n, 'staff' || n % 200 || '@provider.example', current_date + (n % 400 - 300),
      current_date + (n % 400 - 300), true, case when n % 4 > 0 then 'done' else 'open' end, now() - n * interval '1 hour',
      case when n % 4 > 0 then now() - n * interval '30 minutes' end, case when n % 4 > 0 then 'Colleague 1' end
    from generate_series(1, 5000) n
  `,
  sql`
    insert into measure_events (measure_id, at, by, door, type, words)
    select m.id, m.created_at, 'Colleague 1', 'console', 'agreed', 'Agreed.' from measures m
  `,
];

const SYSTEM = [
  sql`
    insert into erasures (hashes, by, begun_at, finished_at)
    select array['hash-' || n], 'Colleague 1', now() - n * interval '1 day', now() - n * interval '1 day' from generate_series(1, 300) n
  `,
  sql`
    insert into window_differences (reference, kind, detail, first_seen_at, last_seen_at, seen)
    select ${windowOf('n * 33')}, 'record-behind', 'Two events are missing.', now() - interval '1 day', now(), 3 from generate_series(1, 60) n
  `,
  sql`
    insert into api_tokens (id, name, role, organization_id, access, token_hash)
    select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'token ' || n, 'customer', ${customerOf('n')}, 'read', sha256(n::text::bytea)
    from generate_series(1, 2000) n
  `,
  sql`
    insert into channel_states (window_reference, channel) select reference, 'statuspage' from windows
  `,
  // the list of work in all its states, without the hours that half a datacenter takes
  sql`
    update work set state = (array['due', 'done', 'running', 'failed', 'skipped'])[1 + place_of % 5], since = now()
    from (select resource_id as id, row_number() over (order by resource_id) as place_of from work where window_reference = ${AT_WORK}) numbered
    where window_reference = ${AT_WORK} and resource_id = id and place_of > 10000
  `,
  sql`select ${LARGE}::text`,
];

const STATEMENTS = [...TASKS, ...REACH, ...PLANS, ...SYSTEM];
