import type { AudienceRule, SubscriberRule } from './notice-row';
import { NOTICES, type NoticeKind } from './notices';
import type { StaffRole } from './staff-roles';

/** The sets of kinds that code asks for; each follows from the table. */

type Rows = typeof NOTICES;
/** The kinds whose rows are such. */
type KindsOf<Row> = { [K in NoticeKind]: Rows[K] extends Row ? K : never }[NoticeKind];

/** Notices whose words come with them, in English. */
export type InternalKind = KindsOf<{ readonly audience: 'internal' }>;
/** What those who got the brief hear afterwards (P5). */
export type BriefKind = KindsOf<{ readonly audience: 'internal'; readonly asks: false }>;
export type PreviewedKind = KindsOf<{ readonly previewed: true }>;
/** The opening sentences of a kind's mails. */
export type LeadOf<K extends NoticeKind> = Rows[K]['leads'][number];
/** Kinds whose mails do not all open alike. */
export type KindWithLeads = Exclude<NoticeKind, KindsOf<{ readonly leads: readonly [string] }>>;

export const NOTICE_KINDS = Object.keys(NOTICES) as readonly NoticeKind[];

/** The notice that makes a window known; a window has one. */
export const ANNOUNCEMENT = 'announcement' satisfies NoticeKind;

/** Kinds that go to the provider's own people (N12): no customer is told by them. */
export const STAFF_KINDS = NOTICE_KINDS.filter((kind) => NOTICES[kind].to === 'staff');

/** Kinds after which the reader is no longer affected (N5). */
export const RELEASING_KINDS = kindsTo('leavers');

/** See `previewed`. */
export const PREVIEWED = NOTICE_KINDS.filter(isPreviewed);

function kindsTo(audience: AudienceRule): readonly NoticeKind[] {
  return NOTICE_KINDS.filter((kind) => NOTICES[kind].audience === audience);
}

function isPreviewed(kind: NoticeKind): kind is PreviewedKind {
  const row = NOTICES[kind];
  return row.to === 'customers' && row.previewed;
}

/** Whether a notice speaks to customers. */
export function isToCustomers(kind: NoticeKind): boolean {
  return NOTICES[kind].to === 'customers';
}

/** Whether it concerns single customers alone, so that others do not learn that there is one. */
export function isToSome(kind: NoticeKind): boolean {
  const { audience } = NOTICES[kind];
  return audience === 'failed' || audience === 'moved';
}

export function isInternal(kind: NoticeKind): kind is InternalKind {
  return NOTICES[kind].audience === 'internal';
}

/** Whether a contact can do without it, in a public window (N7). */
export function isOptionalKind(kind: NoticeKind): boolean {
  const row = NOTICES[kind];
  return row.to === 'customers' && row.optional;
}

/** How a notice tells the date ahead, if it does. */
export function tellsDate(kind: NoticeKind): 'first' | 'again' | 'newcomers' | 'no' {
  const row = NOTICES[kind];
  return row.to === 'customers' ? row.tellsDate : 'no';
}

/** On a day before the start (N1). */
export function isReminder(kind: NoticeKind): boolean {
  return NOTICES[kind].template === 'reminder';
}

export function carriesReport(kind: NoticeKind): boolean {
  const row = NOTICES[kind];
  return row.to === 'customers' && row.report;
}

/** Undefined for a kind that subscribers of the page do not hear. */
export function subscriberRule(kind: NoticeKind): SubscriberRule | undefined {
  const row = NOTICES[kind];
  return row.to === 'customers' && row.subscribers !== 'none' ? row.subscribers : undefined;
}

/** The roles one of which must be there to answer: none where nothing is asked, nor where the point of contact is. */
export function rolesAsked(kind: NoticeKind): readonly StaffRole[] {
  const row = NOTICES[kind];
  return row.audience === 'internal' && row.asks && !row.pointOfContact ? row.roles : [];
}
