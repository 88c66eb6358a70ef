/**
 * What leaves an event of its own in the audit log (T2), because no other table says who did it. One row a kind of event: under which
 * source it is listed, and its line. Subjects are ids; details hold no personal data and no secrets, so that they may stay.
 */
interface EventRow<D> {
  readonly source: EventSource;
  words(subject: string, detail: D): string;
}

/** Sources of the audit log that are made of these events alone. */
export const EVENT_SOURCES = [
  'import',
  'blackout',
  'template',
  'series',
  'webhook',
  'feed',
  'settings',
  'self-service',
  'repair',
  'sign-in',
] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

/** How a contact of a customer came into the portal (T9). */
const PORTAL_DOORS = { 'mail-link': 'by a link in a mail', openid: 'by OpenID Connect' } as const;
export type PortalDoor = keyof typeof PORTAL_DOORS;

/** Rows of an import. */
interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly rejected: number;
}

const row = <D extends object = object>(given: EventRow<D>): EventRow<D> => given;
/** A line that says what and of which thing, and nothing else. */
const plain = (source: EventSource, what: string, done: string) =>
  row({ source, words: (subject) => `${what} ${subject} ${done}` });

const fieldsIn = ({ fields }: { readonly fields: readonly string[] }) =>
  fields.length === 0 ? 'nothing' : fields.join(', ');

export const AUDIT_EVENTS = {
  'inventory-imported': row<ImportCounts>({
    source: 'import',
    words: (table, { created, updated, unchanged, deleted, rejected }) =>
      `Import into ${table}: ${String(created)} created, ${String(updated)} changed, ${String(unchanged)} unchanged, ` +
      `${String(deleted)} removed, ${String(rejected)} left out`,
  }),
  'blackout-made': row<{ readonly from: string; readonly to: string; readonly organization: string | null }>({
    source: 'blackout',
    words: (id, { from, to, organization }) =>
      `Blackout ${id} made for ${organization ?? 'everybody'}, ${from} to ${to}`,
  }),
  'blackout-removed': plain('blackout', 'Blackout', 'taken off'),
  'template-kept': row<{ readonly languages: readonly string[] }>({
    source: 'template',
    words: (id, { languages }) => `Template ${id} kept, in ${languages.join(', ')}`,
  }),
  'template-removed': plain('template', 'Template', 'removed'),
  'series-made': plain('series', 'Series', 'made'),
  'series-paused': plain('series', 'Series', 'paused'),
  'series-resumed': plain('series', 'Series', 'resumed'),
  'series-ended': plain('series', 'Series', 'ended'),
  'night-left-out': row<{ readonly night: string }>({
    source: 'series',
    words: (id, { night }) => `Series ${id}: the night ${night} left out`,
  }),
  'night-taken-in': row<{ readonly night: string }>({
    source: 'series',
    words: (id, { night }) => `Series ${id}: the night ${night} taken in again`,
  }),
  'webhook-registered': plain('webhook', 'Webhook endpoint', 'registered'),
  'webhook-changed': row<{ readonly fields: readonly string[] }>({
    source: 'webhook',
    words: (id, detail) => `Webhook endpoint ${id} changed: ${fieldsIn(detail)}`,
  }),
  'webhook-removed': plain('webhook', 'Webhook endpoint', 'removed'),
  'webhook-secret-renewed': plain('webhook', 'Webhook endpoint', 'given another secret'),
  'webhook-enabled': plain('webhook', 'Webhook endpoint', 'switched on again'),
  'webhook-tried': plain('webhook', 'Webhook endpoint', 'tried'),
  'webhook-sent-again': row<{ readonly delivery: number }>({
    source: 'webhook',
    words: (id, { delivery }) => `Webhook ${String(delivery)} posted again to endpoint ${id}`,
  }),
  'feed-made': plain('feed', 'Calendar feed', 'made'),
  'feed-renewed': plain('feed', 'Calendar feed', 'given another address'),
  'feed-ended': plain('feed', 'Calendar feed', 'ended'),
  'contact-set': row<{ readonly fields: readonly string[] }>({
    source: 'settings',
    words: (id, detail) => `Contact ${id} set: ${fieldsIn(detail)}`,
  }),
  'organization-set': row<{ readonly fields: readonly string[] }>({
    source: 'settings',
    words: (id, detail) => `Organization ${id} set: ${fieldsIn(detail)}`,
  }),
  'maintenance-asked': plain('self-service', 'Maintenance of', 'asked for now'),
  'contact-signed-in': row<{ readonly by: PortalDoor }>({
    source: 'sign-in',
    words: (id, { by }) => `Contact ${id} signed in to the portal ${PORTAL_DOORS[by]}`,
  }),
  'record-adopted': plain('repair', 'The record of', 'written anew from its workflow'),
} as const;

export type AuditEventType = keyof typeof AUDIT_EVENTS;
type DetailOf<T extends AuditEventType> = (typeof AUDIT_EVENTS)[T] extends EventRow<infer D> ? D : never;

/** What an event is about. */
interface About {
  /** The id of the thing. */
  readonly subject: string;
  readonly organizationId?: string | null;
  readonly reference?: string | null;
}

/**
 * Who did what another table says, and by which door: the line is that table's, and so is how long it is kept. `subject` is the id of
 * its row.
 */
export const AUDIT_MARKS = {
  answered: 'answer',
  'task-done': 'task',
  'suppression-lifted': 'suppression',
  'person-erased': 'erasure',
  'token-issued': 'token',
  'token-ended': 'token',
} as const;
export type AuditMarkType = keyof typeof AUDIT_MARKS;

/** An event as it goes on record. */
export type AuditEvent =
  | { readonly [T in AuditEventType]: About & { readonly type: T; readonly detail: DetailOf<T> } }[AuditEventType]
  | ({ readonly type: AuditMarkType; readonly detail?: undefined } & About);

/** Events of one source, as they are told apart. */
export interface EventDetails {
  readonly type: AuditEventType;
  readonly subject: string;
  readonly detail: object;
}

/** The line of an event. */
export function eventWords({ type, subject, detail }: EventDetails): string {
  const found: { words(subject: string, detail: never): string } = AUDIT_EVENTS[type];
  return found.words(subject, detail as never);
}

/** Under which source an event is listed. */
export function sourceOf(type: AuditEventType | AuditMarkType): string {
  return type in AUDIT_MARKS ? AUDIT_MARKS[type as AuditMarkType] : AUDIT_EVENTS[type as AuditEventType].source;
}
