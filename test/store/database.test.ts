import { randomUUID } from 'node:crypto';
import { Migrator, sql } from 'kysely';
import { migrateToLatest, openDatabase } from '../../store/database/database';
import { MIGRATIONS } from '../../store/migrations';
import type { Tables } from '../../store/database/tables';
import { testDatabase } from '../support/database';
import { onDatabase, onServer } from '../support/database-template';

/** The compiler demands every column the types name, once; the test compares with what the migrations made. */
const COLUMNS: { [T in keyof Tables]: Record<keyof Tables[T], true> } = {
  locations: { path: true, parent: true, name: true },
  organizations: {
    id: true,
    name: true,
    time_zone: true,
    maintenance_email: true,
    locale: true,
    maintenance_every_days: true,
    calendar_mode: true,
    brand: true,
    own_columns: true,
  },
  environments: { id: true, organization_id: true, name: true },
  contacts: {
    ...{ time_zone: true, own_columns: true },
    ...{ id: true, organization_id: true, name: true, email: true, roles: true, environments: true },
    ...{ wants_optional: true, locale: true },
  },
  resources: {
    ...{ id: true, organization_id: true, environment_id: true, location: true, kind: true, name: true },
    ...{ labels: true, redundancy_group: true },
  },
  window_messages: {
    ...{
      id: true,
      digest: true,
      window_reference: true,
      placed_by: true,
      organization_id: true,
      writer_known_by: true,
    },
    ...{ sender: true, verified: true, subject: true, body: true, cut: true, answer: true, reason: true, size: true },
    ...{
      received_at: true,
      after_event: true,
      handling: true,
      forwarded_at: true,
      forward_at: true,
      forward_tries: true,
    },
  },
  window_slots: { window_reference: true, place: true, during: true, scope: true, impact: true, held_until: true },
  blackouts: { id: true, organization_id: true, during: true, reason: true, created_by: true, created_at: true },
  window_conflicts: {
    ...{ id: true, window_reference: true, revision: true, kind: true, text: true, is_blocking: true, found_at: true },
  },
  work_plans: {
    ...{
      window_reference: true,
      plan: true,
      self_service: true,
      lock_in_minutes: true,
      timeout_seconds: true,
      halted: true,
      run: true,
    },
  },
  work: {
    ...{
      window_reference: true,
      resource_id: true,
      organization_id: true,
      environment_id: true,
      kind: true,
      name: true,
    },
    ...{ redundancy_group: true, place: true, work_key: true, state: true, by: true, who: true, cause: true },
    ...{ attempt: true, job_key: true, since: true, unhealthy: true },
  },
  moves: {
    ...{ number: true, resource_id: true, organization_id: true, from_reference: true, to_reference: true },
    ...{ state: true, who: true, asked_at: true, changed_at: true },
  },
  work_jobs: {
    ...{
      key: true,
      window_reference: true,
      resource_id: true,
      redundancy_group: true,
      work_key: true,
      by: true,
      who: true,
    },
    ...{
      state: true,
      holds_group: true,
      claimed_at: true,
      begun_at: true,
      ended_at: true,
      first_end_at: true,
      evidence: true,
      reason: true,
    },
  },
  kept_forms: { secret_hash: true, person: true, path: true, sealed: true, kept_at: true },
  sessions: {
    id: true,
    secret_hash: true,
    person: true,
    name: true,
    staff_id: true,
    subject: true,
    provider_session: true,
    grants: true,
    chosen: true,
    door: true,
    browser: true,
    created_at: true,
    seen_at: true,
    ends_at: true,
  },
  logout_tokens: { jti_hash: true, taken_at: true },
  device_sign_ins: {
    ...{ id: true, device_hash: true, user_hash: true, machine: true, network: true, created_at: true, ends_at: true },
    ...{ every_seconds: true, polled_at: true, answer: true, session_id: true, allowed: true },
  },
  portal_links: { token_hash: true, address: true, brand: true, back: true, expires_at: true },
  portal_sessions: {
    ...{ id: true, secret_hash: true, contact_id: true, door: true, browser: true },
    ...{ created_at: true, seen_at: true, ends_at: true },
  },
  staff: { id: true, name: true, email: true, role: true },
  staff_organizations: { staff_id: true, organization_id: true },
  reference_counters: { year: true, last: true },
  windows: {
    ...{ reference: true, sequence: true, revision: true, phase: true, class: true, visibility: true, title: true },
    ...{ starts_at: true, ends_at: true, opened_at: true, announced_at: true, started_at: true, ended_at: true },
    ...{
      cancelled_at: true,
      class_name: true,
      promised_at: true,
      updated_at: true,
      news_at: true,
      moved_in: true,
      next_at: true,
      needs_attention: true,
      view: true,
      state: true,
    },
  },
  measures: {
    ...{
      id: true,
      window_reference: true,
      version: true,
      text: true,
      owner: true,
      due_on: true,
      reported_due_on: true,
    },
    ...{ is_public: true, state: true, told: true, created_at: true, looked_at: true, ended_at: true, ended_by: true },
    note: true,
  },
  measure_events: {
    ...{ id: true, measure_id: true, at: true, by: true, on_behalf_of: true, credential: true, request: true },
    ...{ issued_by: true, door: true, type: true, words: true },
  },
  measure_mails: {
    ...{ id: true, measure_id: true, telling: true, due_for: true, number: true, is_last: true, recipient: true },
    ...{ send_at: true, tries: true, sent_at: true },
  },
  audit_events: {
    ...{ id: true, at: true, kind: true, type: true, subject: true, organization_id: true, window_reference: true },
    ...{ detail: true, by: true, door: true, on_behalf_of: true, credential: true, request: true, issued_by: true },
  },
  retention_runs: { kind: true, ran_at: true, removed: true, removed_in_all: true },
  erasures: { id: true, hashes: true, by: true, begun_at: true, finished_at: true, counts: true },
  notice_untold: { notice_id: true, organization_id: true, organization: true, resources: true, reason: true },
  window_differences: {
    ...{ reference: true, kind: true, detail: true, first_seen_at: true, last_seen_at: true, seen: true },
  },
  reconciling_passes: { id: true, finished_at: true, compared: true },
  window_checks: { reference: true, sequence: true, history_length: true },
  window_locations: { window_reference: true, location: true },
  window_organizations: { window_reference: true, organization_id: true },
  window_brands: { window_reference: true, brand: true },
  timeline: {
    ...{ window_reference: true, sequence: true, at: true, by: true, door: true, type: true, event: true },
    ...{ on_behalf_of: true, credential: true, request: true, issued_by: true },
  },
  notices: {
    ...{ id: true, window_reference: true, slug: true, kind: true, revision: true, sequence: true, begun_at: true },
    ...{ recorded_at: true, state: true, facts: true, prepared_at: true, settled_at: true, newcomers: true },
    ...{ leavers: true, calendar_key: true, forgotten_at: true },
  },
  notice_organizations: {
    changed: true,
    ...{ notice_id: true, organization_id: true, organization: true, resources: true, calendar_sequence: true },
    calendar_revised_at: true,
  },
  calendar_feeds: {
    ...{ id: true, organization_id: true, environment_id: true, name: true, secret_hash: true, created_at: true },
    ...{ rotated_at: true, revoked_at: true },
  },
  acknowledgements: {
    ...{ id: true, window_reference: true, organization_id: true, recipient: true, answer: true, sequence: true },
    ...{ at: true, via: true, reply: true, after_event: true, stamped_at: true },
  },
  refused_replies: {
    ...{ id: true, window_reference: true, reason: true, times: true, at: true, latest_at: true, after_event: true },
  },
  templates: {
    ...{ id: true, name: true, class: true, reason: true, language: true, wordings: true },
    ...{ created_by: true, created_at: true, changed_by: true, changed_at: true },
  },
  subscribe_counts: { kind: true, key_hash: true, asks: true, since: true },
  page_subscribers: {
    ...{ id: true, address: true, address_key: true, components: true, confirmed_at: true, created_at: true },
    ...{ asked_components: true, is_asked: true, token_hash: true, token_expires_at: true },
    ...{ asks: true, asks_since: true, asked_at: true, brand: true, language: true, asked_language: true },
  },
  deliveries: {
    ...{ id: true, notice_id: true, organization_id: true, recipient: true, channel: true, address: true, name: true },
    ...{ message_id: true, state: true, attempts: true, uncertain_sends: true, claim: true, reply: true },
    ...{ next_attempt_at: true, accepted_at: true, updated_at: true, locale: true },
    ...{ refused_about: true, refused_listed: true, refused_shape: true, returned_at: true },
    ...{ subject_text: true, body_text: true },
  },
  notice_texts: { id: true, notice_id: true, hash: true, said: true },
  returned_mails: { id: true, digest: true, raw: true, size: true, reason: true, received_at: true },
  rfo_versions: {
    ...{ window_reference: true, version: true, state: true, author: true, drafted_at: true, approved_by: true },
    ...{ published_at: true, text: true },
  },
  suppressions: { address: true, reason: true, since: true, window_reference: true },
  suppression_lifts: {
    ...{ id: true, address: true, suppressed_because: true, suppressed_since: true, lifted_at: true, lifted_by: true },
    reason: true,
  },
  staff_tasks: {
    ...{ id: true, window_reference: true, kind: true, organization_id: true, subject: true, reason: true },
    ...{ created_at: true, done_at: true, done_by: true, note: true, series_id: true, resources: true, answer: true },
  },
  series_counters: { year: true, last: true },
  window_series: {
    ...{ id: true, name: true, template: true, recurrence: true, lead_days: true, state: true, created_by: true },
    ...{ created_at: true, changed_by: true, changed_at: true, watched_from: true },
  },
  series_nights: {
    ...{ series_id: true, night: true, starts_at: true, ends_at: true, state: true, reference: true, reason: true },
    ...{ by: true, updated_at: true },
  },
  webhook_endpoints: {
    ...{ id: true, organization_id: true, url: true, description: true, event_types: true, secret: true, state: true },
    ...{ previous_secret: true, previous_until: true, disabled_reason: true, disabled_at: true, failing_since: true },
    ...{ created_by: true, created_at: true, deleted_at: true },
  },
  webhook_windows: { window_reference: true, sequence: true },
  webhook_audience: { window_reference: true, endpoint_id: true, sequence: true, resources: true, has_left: true },
  webhook_deliveries: {
    ...{ id: true, endpoint_id: true, window_reference: true, event_id: true, type: true, payload: true, state: true },
    ...{ attempts: true, next_attempt_at: true, claim: true, lease_until: true, last_attempt_at: true },
    ...{ last_status: true, last_answer: true, delivered_at: true, created_at: true },
  },
  api_tokens: {
    ...{ id: true, name: true, role: true, organization_id: true, token_hash: true, created_at: true },
    ...{ expires_at: true, revoked_at: true, staff_id: true, person: true, is_service: true, issued_by: true },
    ...{ reason: true, organizations: true, environments: true, access: true, last_used_at: true },
    ...{ origin: true, subject: true, made_with: true },
  },
  task_mails: {
    ...{
      id: true,
      task_id: true,
      kind: true,
      recipient: true,
      due_for: true,
      send_at: true,
      tries: true,
      sent_at: true,
    },
  },
  idempotency_keys: {
    ...{ token_id: true, key: true, request_hash: true, reference: true, status: true, response: true },
    created_at: true,
  },
  channel_states: {
    ...{ window_reference: true, channel: true, outside: true, version: true, converged_sequence: true },
    ...{ last_success_at: true, last_error: true, last_error_at: true, failures: true, drift: true },
  },
  request_slots: { key_hash: true, next_free: true },
};

describe('the database', () => {
  const database = testDatabase();

  it('has exactly the tables and columns that the types name', async () => {
    const db = openDatabase(database.url(), { poolSize: 1 });
    const tables = await db.introspection.getTables();
    await db.destroy();
    const found = Object.fromEntries(tables.map((table) => [table.name, table.columns.map(({ name }) => name).sort()]));
    const named = Object.fromEntries(
      Object.entries(COLUMNS).map(([name, columns]) => [name, Object.keys(columns).sort()]),
    );
    expect(found).toEqual(named);
  });

  it('is left as it is by a second migration, and reads counts as numbers', async () => {
    const db = openDatabase(database.url(), { poolSize: 1 });
    await migrateToLatest(db);
    const { rows } = await sql<{ n: number }>`select count(*) as n from kysely_migration`.execute(db);
    await db.destroy();
    expect(rows).toEqual([{ n: Object.keys(MIGRATIONS).length }]);
  });

  it("T3: customers' tokens of before keep what they could do, and say it", async () => {
    const name = `t_tokens_${randomUUID().replaceAll('-', '')}`;
    await onServer(database.url(), `create database ${name}`);
    const db = openDatabase(onDatabase(database.url(), name), { poolSize: 1 });
    const before = Object.fromEntries(Object.entries(MIGRATIONS).filter(([migration]) => migration < '0010'));
    await new Migrator({ db, provider: { getMigrations: () => Promise.resolve(before) } }).migrateToLatest();
    await sql`insert into organizations (id, name, time_zone, locale) values ('acme', 'Acme', 'Etc/UTC', 'en')`.execute(
      db,
    );
    await sql`
      insert into api_tokens (id, name, role, organization_id, token_hash)
      values (gen_random_uuid(), 'portal', 'customer', 'acme', 'a'), (gen_random_uuid(), 'ops', 'operator', null, 'b')
    `.execute(db);
    await migrateToLatest(db);
    const { rows } = await sql`select name, access from api_tokens order by name`.execute(db);
    await db.destroy();
    await onServer(database.url(), `drop database ${name}`);
    expect(rows).toEqual([
      { name: 'ops', access: null },
      { name: 'portal', access: 'self-service' },
    ]);
  });

  it('names the migration that fails, and the database says why', async () => {
    const name = `t_fails_${randomUUID().replaceAll('-', '')}`;
    await onServer(database.url(), `create database ${name}`);
    const db = openDatabase(onDatabase(database.url(), name), { poolSize: 1 });
    await sql`create table organizations ()`.execute(db);
    await expect(migrateToLatest(db)).rejects.toThrow(
      'Migration 0001-baseline failed: relation "organizations" already exists',
    );
    await db.destroy();
    await onServer(database.url(), `drop database ${name}`);
  });
});
