import { noAnswer, refusalOf, senderRefused, words, type FailedVerdict } from './smtp-verdict';

/** What nodemailer says of a failed send. `responseCode` tells the reply, `command` the verb it answered; `code` says neither. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

/** Verbs whose reply can be about this recipient or this message. */
const ABOUT_THE_MAIL = new Set(['RCPT TO', 'DATA']);

/**
 * The verdict on a send that failed. `bodyOut`: the whole message had been handed to the connection, so the final dot may be
 * with the server.
 */
export function verdictOf(failure: SmtpFailure, bodyOut: boolean): FailedVerdict {
  const { command, responseCode, response } = failure;
  if (response !== undefined && responseCode !== undefined && responseCode >= 400 && responseCode < 600) {
    if (command === 'MAIL FROM') return senderRefused(response);
    if (command !== undefined && ABOUT_THE_MAIL.has(command)) return refusalOf(responseCode, response);
  }
  const reason = response ?? failure.message;
  return bodyOut ? noAnswer(reason) : { verdict: 'unavailable', reply: words(reason) };
}
