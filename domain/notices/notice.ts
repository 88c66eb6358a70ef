/**
 * A notice is one message of one kind for one revision of a window, to the whole audience.
 * Kinds that can come more than once in a revision (progress posts, changes of the audience) carry an ordinal.
 */
export const NOTICE_KINDS = [
  'announcement',
  'reminder-7d',
  'reminder-3d',
  'reminder-1d',
  'rescheduled',
  'changed',
  'extended',
  'catch-up',
  'all-clear',
  'started',
  'progress',
  'completed',
  'cancelled',
  'rfo',
  'staff-list',
  'staff-nag',
  'brief',
  'approval-request',
  'nomination-nag',
  'overrun-question',
  'escalation',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface NoticeId {
  readonly kind: NoticeKind;
  readonly revision: number;
  /** 1 for the first of its kind in the window's life; only repeated kinds go further. */
  readonly ordinal: number;
}

/** Kinds of which a window can have several in one revision; their slug carries the ordinal. */
const REPEATED: ReadonlySet<NoticeKind> = new Set([
  'catch-up',
  'all-clear',
  'progress',
  'rfo',
  'staff-list',
  'staff-nag',
  'approval-request',
  'nomination-nag',
  'overrun-question',
  'escalation',
]);

/** The notice's name inside its window: `reminder-7d`, `progress-2`. Part of every ledger key. */
export function noticeSlug(id: Pick<NoticeId, 'kind' | 'ordinal'>): string {
  return REPEATED.has(id.kind) ? `${id.kind}-${String(id.ordinal)}` : id.kind;
}

/** The child workflow's id, which is the de-duplication of the notice (N8): `MW-2026-0001.reminder-7d.r2`. */
export function noticeWorkflowId(reference: string, id: NoticeId): string {
  return `${reference}.${noticeSlug(id)}.r${String(id.revision)}`;
}

/** What became of a notice's deliveries, by final state; the figures the window keeps (never an address, T4). */
export interface NoticeCounts {
  readonly organizations: number;
  readonly recipients: number;
  readonly accepted: number;
  readonly failed: number;
  readonly uncertain: number;
  readonly superseded: number;
  /** Not sent, because the address has bounced for good; absent in histories older than the list. */
  readonly suppressed?: number;
}

/**
 * Kinds a contact can do without (N7: in a private window nobody can, because no page tells it): what is said in between,
 * never a date, a start, an end or a report.
 */
export const OPTIONAL_KINDS: readonly NoticeKind[] = ['progress'];

/** Kinds that go to the provider's own people (N12): no customer is told by them. */
export const STAFF_KINDS: readonly NoticeKind[] = [
  'staff-list',
  'staff-nag',
  'brief',
  'approval-request',
  'nomination-nag',
  'overrun-question',
  'escalation',
];

/** Whether a notice speaks to customers. */
export function isToCustomers(kind: NoticeKind): boolean {
  return !STAFF_KINDS.includes(kind);
}

/**
 * Notices of one window and one lane leave in order: nobody reads "completed" before "started". Those of another lane are not
 * waited for: a question to approvers does not hold up customers.
 */
export function laneOf(kind: NoticeKind): 'customers' | NoticeKind {
  if (isToCustomers(kind)) return 'customers';
  // the nag speaks of the list
  return kind === 'staff-nag' ? 'staff-list' : kind;
}

/** The kinds of its lane. */
export function laneMates(kind: NoticeKind): NoticeKind[] {
  return NOTICE_KINDS.filter((other) => laneOf(other) === laneOf(kind));
}

/** What people call each kind. */
export const NOTICE_TITLES: Record<NoticeKind, string> = {
  announcement: 'announcement',
  'reminder-7d': 'reminder, 7 days before',
  'reminder-3d': 'reminder, 3 days before',
  'reminder-1d': 'reminder, 1 day before',
  rescheduled: 'new date',
  changed: 'change of the plan',
  extended: 'new end',
  'catch-up': 'announcement to newcomers',
  'all-clear': 'all-clear to those no longer affected',
  'staff-list': 'customer lists for staff',
  'staff-nag': 'reminder to staff of customers not told',
  brief: 'brief to support, marketing and product management',
  'approval-request': 'request for approval',
  'nomination-nag': 'request for a point of contact',
  'overrun-question': 'question whether the work will end in time',
  escalation: 'escalation',
  started: 'work started',
  progress: 'progress update',
  completed: 'work completed',
  cancelled: 'cancellation',
  rfo: 'reason-for-outage report',
};
