import type { MailVerdict } from '../../activities/ports';
import { oneLine, shorten } from './words';

/** What nodemailer says of a failed send. `responseCode` tells the reply, `command` the verb it answered; `code` says neither. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

/** Replies to RCPT or DATA that speak of the session, the server or our login, and not of this recipient. */
const ABOUT_THE_SESSION = new Set([421, 503, 530, 534, 535, 538]);
/** Verbs whose reply can be about this recipient or this message. */
const ABOUT_THE_MAIL = new Set(['RCPT TO', 'DATA']);

/**
 * The verdict on a send that failed (RFC 5321 §4.2.1, RFC 1047). `bodyOut`: the whole message had been handed to the
 * connection, so the final dot may be with the server, and without its answer nobody knows whether it took the message.
 */
export function verdictOf(failure: SmtpFailure, bodyOut: boolean): Exclude<MailVerdict, { verdict: 'accepted' }> {
  const { command, responseCode, response } = failure;
  if (response !== undefined && responseCode !== undefined && responseCode >= 400 && responseCode < 600) {
    if (command === 'MAIL FROM') return { verdict: 'unavailable', reply: words(`sender refused: ${response}`) };
    if (command !== undefined && ABOUT_THE_MAIL.has(command)) {
      if (ABOUT_THE_SESSION.has(responseCode)) return { verdict: 'unavailable', reply: words(response) };
      return { verdict: responseCode < 500 ? 'deferred' : 'refused', reply: words(response) };
    }
  }
  const reply = words(response ?? failure.message);
  return bodyOut
    ? { verdict: 'unknown', reply: `no answer after the message was out: ${reply}` }
    : { verdict: 'unavailable', reply };
}

/** A reply as one line of bounded length. */
export function words(reply: string): string {
  return shorten(oneLine(reply), 500);
}
