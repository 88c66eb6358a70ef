import type { Accepted } from './accepted';
import type { Acknowledgement } from '../delivery/acknowledgement';
import type { DeliveryChannel } from '../delivery/delivery';
import type { AffectedResource, OrganizationFacts } from '../notices/message';
import { tellsDate } from '../notices/notice-kinds';
import type { NoticeKind } from '../notices/notices';
import { UNTOLD, type UntoldReason } from '../notices/untold';
import { describeDuration, HOUR, MINUTE } from '../shared/time';
import type { NoticePolicy } from '../notices/notice-policy';
import { promisedAt } from '../notices/promise';
import type { ProofWording } from './said';
import type { ProofWork } from './work';
import { classAfter, type ClassLabel, type NamedClass } from '../window/classes';
import { isRevising, type RecordedEvent } from '../window/events';
import type { Phase, Slot, WindowClass } from '../window/types';

/**
 * Proof of notice (T1): what one organization was told of one window, and whether the promise of notice was kept. Instants
 * are UTC ms on the window's clock.
 */

/** One delivery as the ledger has it. */
export interface ProofDelivery {
  /** `contact:<id>` or `organization:<id>`. */
  readonly recipient: string;
  readonly name: string;
  readonly address: string;
  readonly channel: DeliveryChannel;
  readonly messageId: string;
  readonly state: string;
  readonly attempts: number;
  /** The mail server's own words. */
  readonly reply: string | null;
  /** When it came into this state. */
  readonly stateSince: number;
  /** When the server's 250 was put on record; null when there was none. */
  readonly acceptedAt: number | null;
}

export interface ProofNotice {
  readonly slug: string;
  readonly kind: NoticeKind;
  readonly revision: number;
  readonly begunAt: number;
  readonly state: string;
  /** As the organization was then. */
  readonly organization: OrganizationFacts;
  readonly resources: readonly AffectedResource[];
  readonly deliveries: readonly ProofDelivery[];
  /** Why it was owed to the organization and nobody there was told (N13); null where something was sent. */
  readonly untold: UntoldReason | null;
  /** What the mail said to one of the recipients; null when the notice has none here. */
  readonly message: ProofMessage | null;
}

export interface ProofMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Whose words these are. */
  readonly wording: ProofWording;
}

/** What has to be said of a text that is not the one that was sent; null of one that is. `wasSent`: a mail was handed to a server. */
export function describeWording({ wording }: Pick<ProofMessage, 'wording'>, wasSent: boolean): string | null {
  if (wording === 'as-sent') return null;
  return wasSent
    ? "Worded by today's version of Forewarn, from the facts that were sent: the words that were sent are not on record."
    : "Not sent. Worded by today's version of Forewarn.";
}

/** Whether a mail of the notice was handed to a server. */
export function wasSent({ deliveries }: Pick<ProofNotice, 'deliveries'>): boolean {
  return deliveries.some(({ state, attempts }) => attempts > 0 || state === 'accepted');
}

/** What became of the promised notice for one date. */
export type ProofVerdict =
  /** Told as early as the class promises. */
  | 'kept'
  /** Told, and later than promised. */
  | 'short'
  /** The time to tell it has passed, and nobody's server has accepted it. */
  | 'not-told'
  /** The date was replaced, or the window cancelled, before it was told. */
  | 'replaced'
  /** The time to tell it is still ahead. */
  | 'to-come';

/** A date the window had, and how it was told. */
export interface DateProof {
  readonly revision: number;
  readonly slot: Slot;
  readonly setAt: number;
  /** Why the date was moved to this one; null for the first. */
  readonly reason: string | null;
  readonly promisedMs: number;
  /** The first notice of this date that a server of the organization accepted. */
  readonly toldAt: number | null;
  /** From then to the planned start; negative when the start had passed. */
  readonly givenMs: number | null;
  readonly verdict: ProofVerdict;
}

/** An answer to the calendar event's version `sequence`; `at` when it came in. */
export type ProofAnswer = Pick<Acknowledgement, 'recipient' | 'answer' | 'sequence'> & { readonly at: number };

export interface Proof {
  readonly reference: string;
  readonly title: string;
  readonly class: WindowClass;
  /** The provider's own class (P6), and what customers read of it; absent: one of the three. */
  readonly className?: string;
  readonly classLabel?: ClassLabel;
  readonly phase: Phase;
  readonly organization: OrganizationFacts;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly cancelledAt: number | null;
  /** When begun work had been rolled back (L13). */
  readonly rolledBackAt: number | null;
  /** One for each revision that has a date of its own, first one first. */
  readonly dates: readonly DateProof[];
  /** What was done although a rule was against it, and who took responsibility. */
  readonly accepted: readonly Accepted[];
  readonly notices: readonly ProofNotice[];
  /** What became of each of its resources, in the order of the work; none without a work list. */
  readonly work: readonly ProofWork[];
  /** What its people answered, in order; the latest of each counts (C5). */
  readonly answers: readonly ProofAnswer[];
  readonly madeAt: number;
}

/**
 * A notice that leaves on its promised day may arrive a little later: windows that fall due together are spread over
 * minutes, and a careful mail server asks for a second try. Up to here the promise counts as kept; the figure is shown.
 */
const TOLERANCE = 1 * HOUR;

/**
 * Each date the window had, with the notice promised for it by its class against the notice given: from the first accepted
 * notice of that revision to the planned start. An emergency promises to be told at once, not ahead (N3): within the
 * tolerance after it was opened. `history` is the window's whole timeline; `now` separates what is late from what is still
 * to come.
 */
export function dateProofs(
  history: readonly RecordedEvent[],
  notices: readonly Pick<ProofNotice, 'kind' | 'revision' | 'deliveries'>[],
  now: number,
): DateProof[] {
  const opened = history.map(({ event }) => event).find((event) => event.type === 'opened');
  if (opened?.type !== 'opened') return [];
  const dates = datesOf(history, opened.policy);
  return dates.map(({ endedAt, lastRevision, promisedMs, ...date }) => {
    const toldAt = firstTold(notices, date.revision, lastRevision);
    const givenMs = toldAt === null ? null : date.slot.startsAt - toldAt;
    const isKept =
      toldAt !== null &&
      (promisedMs === 0 ? toldAt - date.setAt <= TOLERANCE : date.slot.startsAt - toldAt >= promisedMs - TOLERANCE);
    const lastMoment = Math.max(date.setAt, date.slot.startsAt - promisedMs) + TOLERANCE;
    const untold = endedAt !== null ? 'replaced' : now <= lastMoment ? 'to-come' : 'not-told';
    const verdict = toldAt === null ? untold : isKept ? 'kept' : 'short';
    return { ...date, promisedMs, toldAt, givenMs, verdict };
  });
}

interface DateInForce extends Pick<DateProof, 'revision' | 'slot' | 'setAt' | 'reason' | 'promisedMs'> {
  /** When another date or the cancellation replaced it. */
  readonly endedAt: number | null;
  /** The date is in force from `revision` up to here. */
  readonly lastRevision: number;
}

/**
 * The dates in order (L5, L7). Every change customers must hear of is a revision; only a new date, and the cancellation, end
 * the one in force. The promise is that of the class the window had last while the date was in force,
 * by the rules it went by last.
 */
function datesOf(history: readonly RecordedEvent[], openedBy: NoticePolicy): DateInForce[] {
  const dates: DateInForce[] = [];
  let revision = 1;
  let windowClass: NamedClass = { class: 'standard' };
  let policy = openedBy;
  const inForce = (change: Partial<DateInForce>) => {
    const last = dates.pop();
    if (last) dates.push({ ...last, ...change });
  };
  const promiseOf = (slot: Slot) => slot.startsAt - promisedAt({ ...windowClass, slot }, policy);
  const repromise = () => {
    const last = dates.at(-1);
    if (last) inForce({ promisedMs: promiseOf(last.slot) });
  };
  for (const { event, at } of history) {
    if (isRevising(event)) revision++;
    switch (event.type) {
      case 'opened': {
        const { slot } = event.spec;
        windowClass = event.spec;
        const promisedMs = promiseOf(slot);
        dates.push({ revision, lastRevision: revision, slot, setAt: at, reason: null, endedAt: null, promisedMs });
        break;
      }
      case 'rescheduled': {
        const { to: slot, reason } = event;
        const promisedMs = promiseOf(slot);
        inForce({ endedAt: at });
        dates.push({ revision, lastRevision: revision, slot, setAt: at, reason, endedAt: null, promisedMs });
        break;
      }
      case 'rules-applied':
        policy = event.policy;
        repromise();
        break;
      case 'cancelled':
        inForce({ endedAt: at });
        break;
      case 'reclassified':
        windowClass = classAfter(event);
        inForce({ lastRevision: revision });
        repromise();
        break;
      default:
        if (isRevising(event)) inForce({ lastRevision: revision });
    }
  }
  return dates;
}

function firstTold(
  notices: readonly Pick<ProofNotice, 'kind' | 'revision' | 'deliveries'>[],
  from: number,
  to: number,
): number | null {
  const accepted = notices
    .filter((notice) => notice.revision >= from && notice.revision <= to && tellsDate(notice.kind) !== 'no')
    .flatMap(({ deliveries }) => deliveries)
    .flatMap(({ state, acceptedAt }) => (state === 'accepted' && acceptedAt !== null ? [acceptedAt] : []));
  return accepted.length > 0 ? Math.min(...accepted) : null;
}

/** `Not told: it has no contact and no maintenance address.` */
export function describeUntold(reason: UntoldReason): string {
  return `Not told: ${UNTOLD[reason].words}.`;
}

/** The verdict in a sentence, with the figures: `Told 14 days before the planned start; 14 days were promised.` */
export function describeDateProof({ promisedMs, toldAt, givenMs, setAt, verdict }: DateProof): string {
  const promise =
    promisedMs === 0 ? 'to be told at once was promised' : `${describeDuration(promisedMs)} were promised`;
  if (toldAt === null || givenMs === null) return `${UNTOLD_WORDS[verdict]}; ${promise}.`;
  const side = givenMs >= 0 ? 'before' : 'after';
  const given = `Told ${describeDuration(givenMs)} ${side} the planned start`;
  const late =
    promisedMs === 0 && toldAt - setAt >= MINUTE ? `, ${describeDuration(toldAt - setAt)} after opening` : '';
  return `${given}${late}; ${promise}${marginWords(verdict, promisedMs - givenMs, promisedMs)}.`;
}

function marginWords(verdict: ProofVerdict, missingMs: number, promisedMs: number): string {
  if (promisedMs === 0 || missingMs <= 0) return '';
  return verdict === 'short'
    ? `, ${describeDuration(missingMs)} too late`
    : `, and ${describeDuration(TOLERANCE)} is allowed for delivery`;
}

const UNTOLD_WORDS: Record<ProofVerdict, string> = {
  kept: 'Told',
  short: 'Told',
  'not-told': 'No mail server of the organization has accepted a notice of this date',
  replaced: 'Replaced before it was told',
  'to-come': 'Not yet told, and not yet due',
};
