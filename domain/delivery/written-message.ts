import type { AcknowledgementAnswer } from './acknowledgement';

/**
 * What people write back (N15): mails in words, and answers of calendars that are no acknowledgement (C5). They decide nothing;
 * a person reads them. Pure.
 */

/** Characters of a message that are kept, and of one beyond those an hour brings as a rule. */
export const TEXT_MAX = 20_000;
export const TEXT_MAX_IN_A_FLOOD = 1_000;
/** Messages of an hour about one window that are passed on one by one; then one line says that there are more. */
export const ONE_BY_ONE = 50;

/** What a message says about the window it refers to; none of it is trusted without a check. */
export interface MessageNames {
  /** Message-IDs it answers, without brackets, the latest first. */
  readonly answers: readonly string[];
  /** Tokens of ours, from the address it was sent to or from our header in a quoted copy. */
  readonly tokens: readonly string[];
  /** The reference our header in a quoted copy names. */
  readonly quoted?: string;
  /** Of its calendar object. */
  readonly uid?: string;
  /** References in its subject and then its text, in that order. */
  readonly mentions: readonly string[];
}

/** A mail somebody wrote, as it came in. */
export interface WrittenMessage extends MessageNames {
  /** The Message-ID it bears, without brackets. */
  readonly id?: string;
  /** Who wrote, as addresses are compared; empty when it names nobody, or several. */
  readonly from: string;
  readonly subject: string;
  /** At most TEXT_MAX characters. */
  readonly text: string;
  /** There was more than is kept. */
  readonly isCut: boolean;
  /** Whether our mail server confirmed the sender (DMARC); absent where none is asked. */
  readonly isVerified?: boolean;
  /** What its calendar object says of taking part, where it has one that can be read. */
  readonly answer?: AcknowledgementAnswer;
}

/** How a message was found to be about a window, the surest first. */
export const PLACED_BY = ['message-id', 'return-path', 'quoted', 'calendar', 'mention'] as const;
export type PlacedBy = (typeof PLACED_BY)[number];

/** How its writer was found to be of an organization: a contact, the only one with that host, or whom the answered mail went to. */
export const WRITER_KNOWN_BY = ['contact', 'host', 'answered-mail'] as const;
export type WriterKnownBy = (typeof WRITER_KNOWN_BY)[number];

/**
 * Whose person wrote, where that is one organization: a contact of one that was told of the window, or of one alone; a host that
 * only one of those told has; or whom the answered mail had gone to. A guess that gives the task to the right representative, and nothing else.
 */
export function organizationOfWriter({
  contactOf,
  toldContactOf,
  hostOf,
  answered,
}: {
  /** Organizations with a contact of that address; those of them that were told of the window; those told with that host. */
  readonly contactOf: readonly string[];
  readonly toldContactOf: readonly string[];
  readonly hostOf: readonly string[];
  readonly answered: string | undefined;
}): { readonly organizationId: string; readonly writerKnownBy: WriterKnownBy } | undefined {
  const only = (ids: readonly string[]) => (ids.length === 1 ? ids[0] : ids.find((id) => id === answered));
  const contact = only(toldContactOf) ?? only(contactOf);
  if (contact !== undefined) return { organizationId: contact, writerKnownBy: 'contact' };
  const host = only(hostOf);
  if (host !== undefined) return { organizationId: host, writerKnownBy: 'host' };
  return answered === undefined ? undefined : { organizationId: answered, writerKnownBy: 'answered-mail' };
}

/** References of windows in that order, each once. */
export function referencesIn(...texts: readonly string[]): string[] {
  const found = texts.flatMap((text) => text.match(/\bMW-\d{4}-\d{4,9}\b/g) ?? []);
  return [...new Set(found)].slice(0, 20);
}

/** A message as the timeline shows it: no address and no word of it (T4). */
export interface MessageOnTimeline {
  readonly organizationId: string | null;
  /** Why the calendar's answer it carries is no acknowledgement; null for words alone. */
  readonly reason: string | null;
  readonly taskId: number | null;
  /** From here on, for an hour, messages are kept and not passed on one by one. */
  readonly isFlood: boolean;
}

export function describeMessage({ organizationId, reason, taskId, isFlood }: MessageOnTimeline): string {
  const who = organizationId === null ? 'a person of no customer that is known' : `a person of ${organizationId}`;
  const what = reason === null ? 'A written answer' : 'An answer by calendar that does not count';
  const why = reason === null ? '' : ` (${reason})`;
  const task = taskId === null ? '' : `; task ${String(taskId)} asks somebody to read it`;
  const more = isFlood ? '; for an hour more are kept with the messages of the window alone' : '';
  return `${what} came in from ${who}${why}${task}${more}`;
}

/** The beginning of a message for a task. */
export function beginningOf({ subject, text, answer }: Pick<WrittenMessage, 'subject' | 'text' | 'answer'>): string {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const said = [
    ...(answer === undefined ? [] : [`(${answer})`]),
    subject,
    ...(words.length > 0 ? ['—', ...words] : []),
  ];
  const line = said.join(' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
