import type { Generated } from 'kysely';
import type { AcknowledgementAnswer } from '../../../domain/delivery/acknowledgement';
import type { PlacedBy, WriterKnownBy } from '../../../domain/delivery/written-message';
import type { Instant, MaybeInstant } from './columns';

/** What people wrote back (N15). */

interface WindowMessagesTable {
  id: Generated<number>;
  digest: string;
  window_reference: string | null;
  placed_by: PlacedBy | null;
  organization_id: string | null;
  writer_known_by: WriterKnownBy | null;
  sender: string;
  verified: boolean | null;
  subject: string;
  body: string;
  cut: boolean;
  answer: AcknowledgementAnswer | null;
  reason: string | null;
  size: number;
  received_at: Instant;
  after_event: number;
  handling: 'message' | 'more' | 'kept';
  forwarded_at: MaybeInstant;
  forward_at: MaybeInstant;
  forward_tries: Generated<number>;
}

export interface MessageTables {
  window_messages: WindowMessagesTable;
}
