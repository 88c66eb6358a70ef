import type { ColumnType, Generated } from 'kysely';
import type { Scope } from '../domain/scope';
import type { AcknowledgementAnswer } from '../domain/acknowledgement';
import type { CalendarMode } from '../domain/calendar';
import type { RecordedEvent } from '../domain/window/events';
import type { RfoText } from '../domain/window/commands';
import type { TemplateWordings } from '../domain/message-template';
import type { WindowTemplate } from '../domain/series/body';
import type { Reason, WindowClass } from '../domain/window/types';
import type { Recurrence } from '../domain/series/recurrence';
import type { WindowView } from '../domain/window/view';
import type { AffectedResource, NoticeFacts, OrganizationFacts } from '../domain/message';

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;
type Instant = ColumnType<Date, Date, Date>;
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface LocationsTable {
  path: string;
  parent: string | null;
  name: string;
}

interface OrganizationsTable {
  id: string;
  name: string;
  time_zone: string;
  maintenance_email: string | null;
  locale: Generated<string>;
  maintenance_every_days: number | null;
  calendar_mode: Generated<CalendarMode>;
}

interface EnvironmentsTable {
  id: string;
  organization_id: string;
  name: string;
}

interface ContactsTable {
  id: string;
  organization_id: string;
  name: string;
  email: string;
  roles: Generated<string[]>;
  environments: string[] | null;
  wants_optional: Generated<boolean>;
  locale: string | null;
}

interface ResourcesTable {
  id: string;
  organization_id: string;
  environment_id: string;
  location: string;
  kind: string;
  name: string;
  labels: Json<Record<string, string>>;
  redundancy_group: string | null;
}

interface StaffTable {
  id: string;
  name: string;
  email: string;
  role: string;
}

interface StaffOrganizationsTable {
  staff_id: string;
  organization_id: string;
}

interface ReferenceCountersTable {
  year: number;
  last: number;
}

interface WindowsTable {
  reference: string;
  sequence: number;
  revision: number;
  phase: string;
  class: string;
  visibility: string;
  title: string;
  starts_at: Instant;
  ends_at: Instant;
  opened_at: Instant;
  announced_at: MaybeInstant;
  started_at: MaybeInstant;
  ended_at: MaybeInstant;
  cancelled_at: MaybeInstant;
  updated_at: Instant;
  next_at: MaybeInstant;
  needs_attention: Generated<boolean>;
  view: Json<WindowView>;
}

interface WindowLocationsTable {
  window_reference: string;
  location: string;
}

interface TimelineTable {
  window_reference: string;
  sequence: number;
  at: Instant;
  by: string;
  door: string;
  type: string;
  event: Json<RecordedEvent['event']>;
}

export const NOTICE_STATES = ['under-way', 'waiting', 'settled', 'superseded'] as const;

interface NoticesTable {
  id: Generated<number>;
  window_reference: string;
  slug: string;
  kind: string;
  revision: number;
  sequence: number;
  begun_at: Instant;
  recorded_at: Generated<Date>;
  state: Generated<(typeof NOTICE_STATES)[number]>;
  facts: Json<NoticeFacts>;
  calendar_key: string | null;
  prepared_at: MaybeInstant;
  newcomers: Generated<number>;
  leavers: Generated<number>;
  settled_at: MaybeInstant;
}

interface NoticeOrganizationsTable {
  notice_id: number;
  organization_id: string;
  organization: Json<OrganizationFacts>;
  resources: Json<AffectedResource[]>;
  calendar_sequence: Generated<number>;
  calendar_revised_at: MaybeInstant;
}

export const DELIVERY_STATES = [
  'pending',
  'sending',
  'accepted',
  'deferred',
  'failed',
  'uncertain',
  'superseded',
  'suppressed',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

interface DeliveriesTable {
  id: Generated<number>;
  notice_id: number;
  organization_id: string;
  recipient: string;
  channel: string;
  address: string;
  name: string;
  message_id: string;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  uncertain_sends: Generated<number>;
  claim: string | null;
  reply: string | null;
  next_attempt_at: MaybeInstant;
  accepted_at: MaybeInstant;
  locale: string | null;
  updated_at: Generated<Date>;
}

interface RfoVersionsTable {
  window_reference: string;
  version: number;
  state: string;
  author: string;
  drafted_at: Instant;
  approved_by: string | null;
  published_at: MaybeInstant;
  text: Json<RfoText>;
}

interface ApiTokensTable {
  id: string;
  name: string;
  role: string;
  organization_id: string | null;
  staff_id: string | null;
  token_hash: Buffer;
  created_at: Generated<Date>;
  expires_at: MaybeInstant;
  revoked_at: MaybeInstant;
}

interface IdempotencyKeysTable {
  token_id: string;
  key: string;
  request_hash: Buffer;
  reference: string | null;
  status: number | null;
  response: Json<unknown> | null;
  created_at: Generated<Date>;
}

interface SuppressionsTable {
  address: string;
  reason: string;
  since: Generated<Date>;
}

interface SuppressionLiftsTable {
  id: Generated<number>;
  address: string;
  suppressed_because: string;
  suppressed_since: Instant;
  lifted_at: Instant;
  lifted_by: string;
  reason: string;
}

interface StaffTasksTable {
  id: Generated<number>;
  /** null for a task that concerns a series. */
  window_reference: string | null;
  series_id: string | null;
  kind: string;
  organization_id: string | null;
  subject: string;
  reason: string;
  created_at: Generated<Date>;
  done_at: MaybeInstant;
  done_by: string | null;
  note: string | null;
}

interface WindowSlotsTable {
  window_reference: string;
  place: number;
  /** Read with lower() and upper(). */
  during: string;
  scope: Json<Scope>;
  impact: string;
  held_until: MaybeInstant;
}

interface BlackoutsTable {
  id: string;
  organization_id: string | null;
  during: string;
  reason: string;
  created_by: string;
  created_at: Generated<Date>;
}

interface WindowConflictsTable {
  id: Generated<number>;
  window_reference: string;
  revision: number;
  kind: string;
  text: string;
  is_blocking: boolean;
  found_at: Instant;
}

interface ChannelStatesTable {
  window_reference: string;
  channel: string;
  outside: Json<unknown>;
  version: Generated<number>;
  converged_sequence: Generated<number>;
  last_success_at: MaybeInstant;
  last_error: string | null;
  last_error_at: MaybeInstant;
  failures: Generated<number>;
  drift: ColumnType<string[], string | undefined, string>;
}

interface RequestSlotsTable {
  key_hash: string;
  next_free: Instant;
}

export const WEBHOOK_STATES = ['pending', 'delivered', 'failed', 'abandoned'] as const;

interface WebhookEndpointsTable {
  id: string;
  organization_id: string;
  url: string;
  description: string | null;
  event_types: string[] | null;
  secret: string;
  previous_secret: string | null;
  previous_until: MaybeInstant;
  state: Generated<'active' | 'disabled'>;
  disabled_reason: string | null;
  disabled_at: MaybeInstant;
  failing_since: MaybeInstant;
  created_by: string;
  created_at: Generated<Date>;
  deleted_at: MaybeInstant;
}

interface WebhookWindowsTable {
  window_reference: string;
  sequence: number;
}

interface WebhookAudienceTable {
  window_reference: string;
  endpoint_id: string;
  sequence: number;
  resources: Json<AffectedResource[]>;
  has_left: boolean;
}

interface WebhookDeliveriesTable {
  id: Generated<number>;
  endpoint_id: string;
  window_reference: string | null;
  event_id: string;
  type: string;
  payload: string;
  state: Generated<(typeof WEBHOOK_STATES)[number]>;
  attempts: Generated<number>;
  next_attempt_at: MaybeInstant;
  claim: string | null;
  lease_until: MaybeInstant;
  last_attempt_at: MaybeInstant;
  last_status: number | null;
  last_answer: string | null;
  delivered_at: MaybeInstant;
  created_at: Generated<Date>;
}

export const SERIES_STATES = ['active', 'paused', 'ended'] as const;
export type SeriesState = (typeof SERIES_STATES)[number];
/** What became of a night; one without a row is still to come. */
export const NIGHT_STATES = ['opening', 'opened', 'skipped', 'refused'] as const;
export type NightState = (typeof NIGHT_STATES)[number];

interface SeriesCountersTable {
  year: number;
  last: number;
}

interface WindowSeriesTable {
  id: string;
  name: string;
  template: Json<WindowTemplate>;
  recurrence: Json<Recurrence>;
  lead_days: number;
  state: SeriesState;
  created_by: string;
  created_at: Instant;
  changed_by: string;
  changed_at: Instant;
  watched_from: Instant;
}

interface SeriesNightsTable {
  series_id: string;
  night: string;
  starts_at: Instant;
  ends_at: Instant;
  state: NightState;
  reference: string | null;
  reason: string | null;
  by: string;
  updated_at: Instant;
}

interface CalendarFeedsTable {
  id: string;
  organization_id: string;
  environment_id: string | null;
  name: string;
  secret_hash: Buffer;
  created_at: Generated<Date>;
  rotated_at: MaybeInstant;
  revoked_at: MaybeInstant;
}

interface AcknowledgementsTable {
  id: Generated<number>;
  window_reference: string;
  organization_id: string;
  recipient: string;
  answer: AcknowledgementAnswer;
  sequence: number;
  at: Instant;
  via: string;
  /** The same for the same mail handed in again. */
  reply: string;
  /** The window's last event when it came. */
  after_event: number;
}

interface RefusedRepliesTable {
  id: Generated<number>;
  window_reference: string;
  reason: string;
  times: Generated<number>;
  at: Instant;
  latest_at: Instant;
  after_event: number;
}

interface TemplatesTable {
  id: string;
  name: string;
  class: WindowClass | null;
  reason: Reason | null;
  language: string;
  wordings: Json<TemplateWordings>;
  created_by: string;
  created_at: Instant;
  changed_by: string;
  changed_at: Instant;
}

interface PageSubscribersTable {
  id: string;
  address: string;
  address_key: string;
  components: string[] | null;
  confirmed_at: MaybeInstant;
  created_at: Generated<Date>;
  asked_components: string[] | null;
  is_asked: boolean;
  token_hash: Buffer | null;
  token_expires_at: MaybeInstant;
  asks: number;
  asks_since: Instant;
  asked_at: Instant;
}

export interface Tables {
  locations: LocationsTable;
  organizations: OrganizationsTable;
  environments: EnvironmentsTable;
  contacts: ContactsTable;
  resources: ResourcesTable;
  staff: StaffTable;
  staff_organizations: StaffOrganizationsTable;
  reference_counters: ReferenceCountersTable;
  windows: WindowsTable;
  window_locations: WindowLocationsTable;
  timeline: TimelineTable;
  notices: NoticesTable;
  notice_organizations: NoticeOrganizationsTable;
  deliveries: DeliveriesTable;
  rfo_versions: RfoVersionsTable;
  api_tokens: ApiTokensTable;
  idempotency_keys: IdempotencyKeysTable;
  suppressions: SuppressionsTable;
  suppression_lifts: SuppressionLiftsTable;
  staff_tasks: StaffTasksTable;
  window_slots: WindowSlotsTable;
  blackouts: BlackoutsTable;
  window_conflicts: WindowConflictsTable;
  channel_states: ChannelStatesTable;
  request_slots: RequestSlotsTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_windows: WebhookWindowsTable;
  webhook_audience: WebhookAudienceTable;
  webhook_deliveries: WebhookDeliveriesTable;
  series_counters: SeriesCountersTable;
  window_series: WindowSeriesTable;
  series_nights: SeriesNightsTable;
  calendar_feeds: CalendarFeedsTable;
  acknowledgements: AcknowledgementsTable;
  refused_replies: RefusedRepliesTable;
  templates: TemplatesTable;
  page_subscribers: PageSubscribersTable;
}
