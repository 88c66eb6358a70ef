import type { RetentionKind } from '../../domain/retention/retention';
import type { Tables } from '../database/tables';

/** Of a table: the kinds that say how long what names people in it is kept; or why nothing of it has to go. */
type Kept = { readonly kinds: readonly [RetentionKind, ...RetentionKind[]] } | { readonly always: string };

const NOBODY = { always: 'names nobody' };
const INVENTORY = { always: 'the inventory: whoever imports it removes who has left' };
const WINDOWS = { always: 'what a window was and who of the staff did what: the record itself (T1)' };
const WORK = { always: 'who did it, by person or token: the record itself (T1)' };

/** Every table, so that one that forgets to say how long it is kept does not compile (T6). */
export const KEPT: Readonly<Record<keyof Tables, Kept>> = {
  locations: NOBODY,
  organizations: INVENTORY,
  environments: NOBODY,
  contacts: INVENTORY,
  resources: NOBODY,
  staff: INVENTORY,
  staff_organizations: NOBODY,

  reference_counters: NOBODY,
  windows: WINDOWS,
  window_locations: NOBODY,
  window_organizations: NOBODY,
  window_brands: NOBODY,
  timeline: WINDOWS,
  rfo_versions: WINDOWS,
  window_slots: NOBODY,
  blackouts: { always: 'who of the staff made it, until it is removed' },
  window_conflicts: NOBODY,
  window_differences: NOBODY,
  window_checks: NOBODY,
  reconciling_passes: NOBODY,

  measures: WINDOWS,
  measure_events: WINDOWS,
  measure_mails: { always: 'names people by id alone' },

  notices: WINDOWS,
  notice_organizations: { always: 'names organizations and their resources: the proof' },
  notice_untold: { always: 'names organizations and their resources: the proof' },
  notice_texts: WINDOWS,
  deliveries: { kinds: ['deliveries'] },
  returned_mails: { kinds: ['returned-mail'] },
  templates: { always: 'who of the staff wrote it, until it is removed' },
  acknowledgements: { always: 'names contacts by id alone: the proof' },
  refused_replies: NOBODY,
  window_messages: { kinds: ['messages'] },

  api_tokens: { kinds: ['credentials'] },
  sessions: { always: 'until it ends: whoever signs in next deletes what has ended' },
  kept_forms: { always: 'an hour: the next form that is kept deletes them' },
  device_sign_ins: {
    always: 'until it ends, minutes later: whoever signs in on a machine next deletes what has ended',
  },
  portal_links: {
    always: 'minutes, and whoever is erased takes theirs along: the next request for a link deletes what has ended',
  },
  portal_sessions: {
    always: 'names contacts by id alone, and ends with them; whoever signs in next deletes what has ended',
  },
  logout_tokens: NOBODY,
  idempotency_keys: { kinds: ['idempotency-keys'] },
  staff_tasks: { kinds: ['tasks', 'messages'] },
  task_mails: { always: 'names people by id alone' },
  calendar_feeds: { kinds: ['credentials'] },

  suppressions: { kinds: ['suppressions'] },
  suppression_lifts: { kinds: ['suppressions'] },
  subscribe_counts: { always: 'counts under hashes, deleted by the next request after their period' },
  page_subscribers: { kinds: ['subscribers'] },

  channel_states: NOBODY,
  request_slots: NOBODY,
  webhook_endpoints: { always: 'an address of a customer, until it is removed; what was sent to it refers to it' },
  webhook_windows: NOBODY,
  webhook_audience: NOBODY,
  webhook_deliveries: { kinds: ['webhooks'] },

  work_plans: NOBODY,
  work: WORK,
  work_jobs: WORK,
  moves: WORK,

  series_counters: NOBODY,
  window_series: WINDOWS,
  series_nights: WINDOWS,

  audit_events: { always: 'who did what, by person or token, and ids of things: the record itself (T2)' },
  retention_runs: NOBODY,
  erasures: { always: 'says that somebody was erased, by keyed hash: the record of it' },
};
