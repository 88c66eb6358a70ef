import type { ColumnType, Generated } from 'kysely';
import type { AcknowledgementAnswer } from '../domain/acknowledgement';
import type { CalendarMode } from '../domain/calendar';
import type { RecordedEvent } from '../domain/window/events';
import type { RfoText } from '../domain/window/commands';
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

interface StaffTasksTable {
  id: Generated<number>;
  window_reference: string;
  kind: string;
  organization_id: string;
  subject: string;
  reason: string;
  created_at: Generated<Date>;
  done_at: MaybeInstant;
  done_by: string | null;
  note: string | null;
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
  staff_tasks: StaffTasksTable;
  calendar_feeds: CalendarFeedsTable;
  acknowledgements: AcknowledgementsTable;
}
