import type { Generated } from 'kysely';
import type { AcknowledgementAnswer, AnsweredVia } from '../../../domain/delivery/acknowledgement';
import type { DeliveryChannel } from '../../../domain/delivery/delivery';
import type { AffectedResource, NoticeFacts, OrganizationFacts } from '../../../domain/notices/message';
import type { TemplateWordings } from '../../../domain/notices/message-template';
import type { UntoldReason } from '../../../domain/notices/untold';
import type { SaidText } from '../../../domain/proof/said';
import type { Reason } from '../../../domain/window/types';
import type { ChangedList } from '../../ledger/changed-lists';
import type { Json, Instant, MaybeInstant } from './columns';

/** Notices and deliveries, templates, and recipients' answers. */

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
  forgotten_at: MaybeInstant;
}

interface NoticeOrganizationsTable {
  notice_id: number;
  organization_id: string;
  organization: Json<OrganizationFacts>;
  resources: Json<AffectedResource[]>;
  calendar_sequence: Generated<number>;
  calendar_revised_at: MaybeInstant;
  /** What a change of the plan made of the list; see store/ledger/changed-lists.ts. */
  changed: Json<ChangedList> | null;
}

interface NoticeUntoldTable {
  notice_id: number;
  organization_id: string;
  organization: Json<OrganizationFacts>;
  resources: Json<AffectedResource[]>;
  reason: UntoldReason;
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
  channel: DeliveryChannel;
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
  /** What its mail said when it was handed to the server last, as rows of notice_texts; null where that was not kept. */
  subject_text: number | null;
  body_text: number | null;
  /** What the latest refusal concerns: the recipient or us. */
  refused_about: string | null;
  refused_listed: boolean | null;
  refused_shape: string | null;
  returned_at: MaybeInstant;
  updated_at: Generated<Date>;
}

interface NoticeTextsTable {
  id: Generated<number>;
  notice_id: number;
  /** SHA-256 of the text as it was written first; erasing a person changes the text alone. */
  hash: Buffer;
  said: Json<SaidText>;
}

interface ReturnedMailsTable {
  id: Generated<number>;
  digest: string;
  raw: Buffer;
  size: number;
  reason: string;
  received_at: Instant;
}

interface AcknowledgementsTable {
  id: Generated<number>;
  window_reference: string;
  organization_id: string;
  recipient: string;
  answer: AcknowledgementAnswer;
  sequence: number;
  at: Instant;
  via: AnsweredVia;
  /** A key of the mail: the same when that mail is handed in again. */
  reply: string;
  /** Sequence of the window's last event when the answer arrived. */
  after_event: number;
  stamped_at: MaybeInstant;
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
  class: string | null;
  reason: Reason | null;
  language: string;
  wordings: Json<TemplateWordings>;
  created_by: string;
  created_at: Instant;
  changed_by: string;
  changed_at: Instant;
}

export interface NoticeTables {
  notices: NoticesTable;
  notice_organizations: NoticeOrganizationsTable;
  notice_untold: NoticeUntoldTable;
  notice_texts: NoticeTextsTable;
  deliveries: DeliveriesTable;
  returned_mails: ReturnedMailsTable;
  templates: TemplatesTable;
  acknowledgements: AcknowledgementsTable;
  refused_replies: RefusedRepliesTable;
}
