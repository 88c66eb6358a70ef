import type { MailVerdict } from '../../../activities/ports/mail';
import { classifyReply } from '../../../domain/delivery/reply-class';
import { oneLine, shorten } from '../content/words';

/** Replies to RCPT, DATA or the final dot that speak of the session, the server or our login, and not of this recipient. */
const ABOUT_THE_SESSION = new Set([421, 503, 530, 534, 535, 538]);

export type FailedVerdict = Exclude<MailVerdict, { verdict: 'accepted' }>;

/**
 * The verdict of a 4xx or 5xx reply to RCPT, DATA or the final dot (RFC 5321 §4.2.1): the server did not take the message. A
 * permanent one that is about us is no fault of the recipient's (N13).
 */
export function refusalOf(code: number, reply: string): FailedVerdict {
  if (ABOUT_THE_SESSION.has(code)) return { verdict: 'unavailable', reply: words(reply) };
  if (code < 500) return { verdict: 'deferred', reply: words(reply) };
  const isOurs = classifyReply(reply).about === 'about-us';
  return { verdict: isOurs ? 'blocked' : 'refused', reply: words(reply) };
}

/** MAIL FROM refused: it would be for every recipient. */
export function senderRefused(reply: string): FailedVerdict {
  return { verdict: 'unavailable', reply: words(`sender refused: ${reply}`) };
}

/** The final dot may be with the server, and its answer is not with us: nobody knows whether it took the message (RFC 1047). */
export function noAnswer(reason: string): FailedVerdict {
  return { verdict: 'unknown', reply: words(`no answer after the message was out: ${reason}`) };
}

/** A reply as one line of bounded length. */
export function words(reply: string): string {
  return shorten(oneLine(reply), 500);
}
