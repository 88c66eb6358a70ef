import { NOTICES, type NoticeKind } from './notices';

/**
 * A notice is one message of one kind for one revision of a window, to the whole audience.
 * Kinds that can come more than once in a revision (progress posts, changes of the audience) carry an ordinal.
 */
export interface NoticeId {
  readonly kind: NoticeKind;
  readonly revision: number;
  /** 1 for the first of its kind in the window's life; only repeated kinds go further. */
  readonly ordinal: number;
}

/** The notice's name inside its window: `reminder-7d`, `progress-2`. Part of every ledger key. */
export function noticeSlug(id: Pick<NoticeId, 'kind' | 'ordinal'>): string {
  return NOTICES[id.kind].repeats ? `${id.kind}-${String(id.ordinal)}` : id.kind;
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
  /** Not sent, because the address has bounced for good; absent where nothing was sent. */
  readonly suppressed?: number;
  /** Organizations it was owed to and nobody could be told for (N13), and those that asked not to be mailed; absent where there are none. */
  readonly untold?: number;
  readonly optedOut?: number;
}

/** A slug in words, the number only from the second on: `progress update 2`. One that names no kind of today stays as it is. */
export function noticeWords(slug: string): string {
  const [, name = slug, ordinal = '1'] = Object.hasOwn(NOTICES, slug) ? [] : (/^(.+)-(\d+)$/.exec(slug) ?? []);
  if (!Object.hasOwn(NOTICES, name)) return slug;
  const { title } = NOTICES[name as NoticeKind];
  return ordinal === '1' ? title : `${title} ${ordinal}`;
}
