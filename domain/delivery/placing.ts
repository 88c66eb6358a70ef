import { addressKey } from './address-form';
import { bounceReply, parseMessageId, type DeliveryReport, type ReturnedMail } from './bounce';

/**
 * Which delivery a mail that comes back belongs to (C1, T8). Anybody can send mail to that mailbox, so a report counts only
 * with a mark that cannot be guessed, and only for the recipient that mail was sent to. Pure.
 */

/** A delivery that a returned mail may be about. */
export interface Candidate {
  readonly id: number;
  readonly messageId: string;
  readonly address: string;
  readonly reference: string;
  readonly slug: string;
  readonly revision: number;
}

export interface Placing {
  readonly placed: readonly { readonly id: number; readonly reply: string; readonly report: DeliveryReport }[];
  /** Why the rest of what it reports could not be placed, in words without addresses; one reason once. */
  readonly unplaced: readonly string[];
}

/**
 * Places what the mail reports as given up; delays and successes change nothing. `isGenuine` tells whether a token was made for
 * that delivery; without it (no key is configured) our headers beside the recipient are believed.
 */
export function placeReports(
  mail: ReturnedMail,
  candidates: readonly Candidate[],
  isGenuine?: (token: string, candidate: Candidate) => boolean,
): Placing {
  const placed = new Map<number, Placing['placed'][number]>();
  const unplaced = new Set<string>();
  const named = candidates.filter((candidate) => isNamed(mail, candidate, isGenuine));
  for (const report of mail.reports) {
    const reply = bounceReply(report);
    if (reply === undefined) continue;
    const match = named.find(({ address }) => report.recipients.includes(addressKey(address)));
    if (match) placed.set(match.id, { id: match.id, reply, report });
    else unplaced.add(reasonOf(mail, report, named));
  }
  return { placed: [...placed.values()], unplaced: [...unplaced] };
}

function isNamed(
  { tokens, messageIds, notice }: ReturnedMail,
  candidate: Candidate,
  isGenuine?: (token: string, candidate: Candidate) => boolean,
): boolean {
  if (isGenuine && tokens.some((token) => isGenuine(token, candidate))) return true;
  if (messageIds.includes(candidate.messageId)) return true;
  if (isGenuine || !notice) return false;
  const { reference, slug, revision } = candidate;
  return notice.reference === reference && notice.slug === slug && notice.revision === revision;
}

function reasonOf(
  { notice, messageIds }: ReturnedMail,
  { recipients }: DeliveryReport,
  named: readonly Candidate[],
): string {
  if (recipients.length === 0) return 'it names no recipient';
  const [about] = named;
  if (about) return `it is about another recipient than the one its mail of ${about.reference} was sent to`;
  const claimed = notice ?? messageIds.map(parseMessageId).find((id) => id !== undefined);
  return claimed
    ? `it speaks of a mail of ${claimed.reference}, without a mark that only that mail bears`
    : 'it names no mail of ours';
}
