import type { Generated } from 'kysely';
import type { Grant } from '../../../domain/access/grant';
import type { Access } from '../../../domain/shared/roles';
import type { Json, MaybeInstant } from './columns';

/** API tokens, idempotency keys, and tasks for staff. */

interface ApiTokensTable {
  id: string;
  name: string;
  role: string;
  organization_id: string | null;
  staff_id: string | null;
  /** Null for one of version 0.2.0. */
  person: string | null;
  is_service: Generated<boolean>;
  issued_by: string | null;
  reason: string | null;
  organizations: string[] | null;
  environments: string[] | null;
  /** Of customers' tokens alone. */
  access: Access | null;
  last_used_at: MaybeInstant;
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

/**
 * The kinds of tasks: a recipient cannot be reached by mail; nobody at an affected customer can be mailed (N13); a customer
 * has declined the invitation or objects (S6, S9); a staff member must tell a customer (N12); a webhook endpoint was disabled; a night of a
 * series has no window; a returned mail belongs to no delivery; somebody wrote back (N15); a mail could not be read (T8); a
 * token that is used expires soon; a preventive measure of a published report waits for its owner (E5).
 */
export const TASK_KINDS = [
  'reach-otherwise',
  'nobody-to-tell',
  'objection',
  'tell-customer',
  'webhook-disabled',
  'night-refused',
  'place-returned-mail',
  'answer-message',
  'unreadable-mail',
  'token-expiring',
  'preventive-measure',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

interface StaffTasksTable {
  id: Generated<number>;
  /** null for a task about a series. */
  window_reference: string | null;
  series_id: string | null;
  kind: TaskKind;
  organization_id: string | null;
  subject: string;
  reason: string;
  created_at: Generated<Date>;
  done_at: MaybeInstant;
  done_by: string | null;
  note: string | null;
  /** Of an objection: to what; null: to all of theirs. */
  resources: string[] | null;
  /** Of an objection; while the resources of an accepted one are about to leave, `done_at` is null. */
  answer: ObjectionAnswer | null;
}

/** How an objection is answered (S9). */
export const OBJECTION_ANSWERS = ['accepted', 'refused'] as const;
export type ObjectionAnswer = (typeof OBJECTION_ANSWERS)[number];

/** A reminder of an objection, its refusal (S9), and the word that somebody has written (N15). */
export type TaskMailKind = 'reminder' | 'refusal' | 'message';

interface TaskMailsTable {
  id: Generated<number>;
  task_id: number;
  kind: TaskMailKind;
  recipient: string;
  due_for: Date;
  send_at: MaybeInstant;
  tries: Generated<number>;
  sent_at: MaybeInstant;
}

interface SessionsTable {
  id: string;
  secret_hash: Buffer;
  person: string;
  name: string;
  staff_id: string | null;
  /** Grant[] */
  grants: Json<readonly Grant[]>;
  chosen: Generated<number>;
  door: Door;
  browser: string | null;
  created_at: Date;
  seen_at: Date;
  ends_at: Date;
}

/** How somebody signed in: with a provider of OpenID Connect. */
export type Door = 'openid';

export interface PeopleTables {
  sessions: SessionsTable;
  api_tokens: ApiTokensTable;
  idempotency_keys: IdempotencyKeysTable;
  staff_tasks: StaffTasksTable;
  task_mails: TaskMailsTable;
}
