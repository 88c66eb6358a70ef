import type { Generated } from 'kysely';
import type { Grant } from '../../../domain/access/grant';
import type { PortalDoor } from '../../../domain/audit/events';
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
  origin: Generated<TokenOrigin>;
  /** Of those that people made by themselves: for which account at the provider of identities; see subjectOf. */
  subject: string | null;
  /** The token with which it was made, and with which it ends. */
  made_with: string | null;
  last_used_at: MaybeInstant;
  token_hash: Buffer;
  created_at: Generated<Date>;
  expires_at: MaybeInstant;
  revoked_at: MaybeInstant;
}

/** How a token came about: an administrator issued it, its person made it, or signed in on a machine by a code (T9). */
export const TOKEN_ORIGINS = ['issued', 'own', 'device'] as const;
export type TokenOrigin = (typeof TOKEN_ORIGINS)[number];

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
  /** The account at the provider of identities; see subjectOf. */
  subject: string;
  /** The provider's own session (`sid`), where it names it. */
  provider_session: string | null;
  /** Grant[] */
  grants: Json<readonly Grant[]>;
  chosen: Generated<number>;
  door: Door;
  browser: string | null;
  created_at: Date;
  seen_at: Date;
  ends_at: Date;
}

interface KeptFormsTable {
  secret_hash: Buffer;
  person: string;
  path: string;
  sealed: string;
  kept_at: Date;
}

interface LogoutTokensTable {
  jti_hash: Buffer;
  taken_at: Date;
}

interface DeviceSignInsTable {
  id: string;
  device_hash: Buffer;
  user_hash: Buffer;
  machine: string;
  network: string;
  created_at: Date;
  ends_at: Date;
  every_seconds: number;
  polled_at: MaybeInstant;
  answer: 'approved' | 'declined' | null;
  session_id: string | null;
  /** Grant */
  allowed: Json<Grant> | null;
}

/** A link by which a customer's contact signs in, until it is used. */
interface PortalLinksTable {
  token_hash: Buffer;
  /** In small letters. */
  address: string;
  brand: string;
  back: string;
  expires_at: Date;
}

interface PortalSessionsTable {
  id: string;
  secret_hash: Buffer;
  contact_id: string;
  door: Generated<PortalDoor>;
  browser: string | null;
  created_at: Date;
  seen_at: Date;
  ends_at: Date;
}

/** How somebody signed in: with a provider of OpenID Connect. */
export type Door = 'openid';

export interface PeopleTables {
  sessions: SessionsTable;
  kept_forms: KeptFormsTable;
  device_sign_ins: DeviceSignInsTable;
  portal_links: PortalLinksTable;
  portal_sessions: PortalSessionsTable;
  logout_tokens: LogoutTokensTable;
  api_tokens: ApiTokensTable;
  idempotency_keys: IdempotencyKeysTable;
  staff_tasks: StaffTasksTable;
  task_mails: TaskMailsTable;
}
