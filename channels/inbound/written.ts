import { addressParser, type Email } from 'postal-mime';
import type { AcknowledgementAnswer } from '../../domain/delivery/acknowledgement';
import { addressKey } from '../../domain/delivery/address-form';
import { addressFault } from '../../domain/delivery/mail-address';
import { referencesIn, TEXT_MAX, type WrittenMessage } from '../../domain/delivery/written-message';
import { namesIn } from './named-deliveries';
import { textOfHtml } from './text-of-html';

/** Longer subjects are no subjects (characters). */
const SUBJECT_MAX = 500;

interface Known {
  /** Who wrote; undefined when that is nobody, or several. */
  readonly from: string | undefined;
  /** The envelope's, when it is known. */
  readonly recipients: readonly string[];
  readonly isVerified: boolean | undefined;
  /** Not all of the mail was read. */
  readonly isCut: boolean;
  /** What its calendar object says, as far as that can be read. */
  readonly calendar?: { readonly uid?: string; readonly answer?: AcknowledgementAnswer; readonly comment?: string };
}

/** The mail as something a person wrote and another person is to read (N15). */
export function writtenIn(mail: Email, { from, recipients, isVerified, isCut, calendar }: Known): WrittenMessage {
  const whole = [wordsOf(mail), calendar?.comment ?? ''].filter((text) => text !== '').join('\n\n');
  const text = printable(whole.slice(0, TEXT_MAX));
  const subject = printable((mail.subject ?? '').slice(0, SUBJECT_MAX))
    .replace(/\s+/g, ' ')
    .trim();
  const { tokens, messageIds, notice } = namesIn(mail, [], recipients);
  const [id] = idsIn(mail.messageId);
  return {
    from: from !== undefined && addressFault(from) === undefined ? from : '',
    ...{ subject, text, isCut: isCut || whole.length > TEXT_MAX },
    answers: [...new Set([...idsIn(mail.inReplyTo), ...idsIn(mail.references).toReversed(), ...messageIds])].slice(
      0,
      20,
    ),
    tokens,
    mentions: referencesIn(subject, text),
    ...(id === undefined ? {} : { id }),
    ...(isVerified === undefined ? {} : { isVerified }),
    ...(notice ? { quoted: notice.reference } : {}),
    ...(calendar?.uid === undefined ? {} : { uid: calendar.uid }),
    ...(calendar?.answer === undefined ? {} : { answer: calendar.answer }),
  };
}

/**
 * Who wrote, as addresses are compared; undefined when there is not one From with one address in it: which one is meant, and which
 * one a mail server looked at, would be a guess.
 */
export function writerOf(mail: Email): string | undefined {
  const [from, ...more] = mail.headers.filter(({ key }) => key === 'from');
  if (!from || more.length > 0) return undefined;
  const [writer, ...others] = addressParser(from.value);
  const unquoted = from.value.replace(/"(?:[^"\\]|\\.)*"/gs, '');
  if (others.length > 0 || unquoted.split('<').length > 2) return undefined;
  return writer?.address ? addressKey(writer.address) : undefined;
}

function wordsOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text.replaceAll('\r\n', '\n').trim();
  return html === undefined ? '' : textOfHtml(html);
}

/** What a column of text and a terminal take: no control characters but line breaks, no half of a character. */
function printable(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .replace(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd');
}

function idsIn(header: string | undefined): string[] {
  return ((header ?? '').slice(0, 20_000).match(/<[^<>\s]{3,998}>/g) ?? []).map((id) => id.slice(1, -1)).slice(0, 20);
}
