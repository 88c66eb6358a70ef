import type { Generated } from 'kysely';
import type { CustomerLanguage } from '../../../domain/shared/words/common';
import type { Instant, MaybeInstant } from './columns';

/** Suppressed addresses, calendar feeds and subscribers of the public page. */

interface SuppressionsTable {
  address: string;
  reason: string;
  since: Generated<Date>;
  window_reference: string | null;
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

interface PageSubscribersTable {
  id: string;
  address: string;
  /** The address in lower case; of a brand's page with the brand and a blank before it. */
  address_key: string;
  /** Empty for the default one. */
  brand: Generated<string>;
  components: string[] | null;
  /** In which mails are written to it, and the one that its last request asked for. */
  language: Generated<CustomerLanguage>;
  asked_language: Generated<CustomerLanguage>;
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

interface SubscribeCountsTable {
  kind: string;
  key_hash: Buffer;
  asks: number;
  since: Instant;
}

export interface ReaderTables {
  subscribe_counts: SubscribeCountsTable;
  suppressions: SuppressionsTable;
  suppression_lifts: SuppressionLiftsTable;
  page_subscribers: PageSubscribersTable;
  calendar_feeds: CalendarFeedsTable;
}
