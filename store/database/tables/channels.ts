import type { ColumnType, Generated } from 'kysely';
import type { Channel } from '../../../domain/channels/channels';
import type { TEST_TYPE, WebhookType } from '../../../domain/channels/webhooks';
import type { AffectedResource } from '../../../domain/notices/message';
import type { Json, Instant, MaybeInstant } from './columns';

/** State of channels in other services, and webhooks. */

interface ChannelStatesTable {
  window_reference: string;
  channel: Channel;
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

export const ENDPOINT_STATES = ['active', 'disabled'] as const;
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
  state: Generated<(typeof ENDPOINT_STATES)[number]>;
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
  type: WebhookType | typeof TEST_TYPE;
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

export interface ChannelTables {
  channel_states: ChannelStatesTable;
  request_slots: RequestSlotsTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_windows: WebhookWindowsTable;
  webhook_audience: WebhookAudienceTable;
  webhook_deliveries: WebhookDeliveriesTable;
}
