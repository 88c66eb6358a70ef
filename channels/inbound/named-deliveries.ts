import type { Email } from 'postal-mime';
import { parseMessageId, type NamedDelivery, type ReportNames } from '../../domain/delivery/bounce';
import { textOf } from './parts';
import { fieldGroups, fromXtext, type Fields } from './report-fields';

/** So many of a kind are looked at. */
const NAMES_MAX = 20;

/** Headers that say to which address a mail was really delivered. */
const DELIVERED_TO = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to', 'to'];

/** `recipients`: the envelope's, when it is known. */
export function namesIn(mail: Email, status: readonly Fields[], recipients: readonly string[]): ReportNames {
  const copies = copiesIn(mail);
  const headers = copies.map(headersOf);
  const ids = [
    ...headers.flatMap((fields) => idsIn(fields.get('message-id'))),
    ...status.flatMap((fields) => envelopeId(fields.get('original-envelope-id'))),
    ...idsIn(mail.inReplyTo),
    ...idsIn(mail.references),
  ];
  const notice = headers.map(noticeIn).find((found) => found !== undefined);
  return {
    tokens: distinct([
      ...[...recipients, ...deliveredTo(mail)].flatMap(tokenInAddress),
      ...headers.flatMap((fields) => fields.get('x-forewarn-delivery')?.trim() ?? []),
    ]),
    messageIds: distinct(ids.filter((id) => parseMessageId(id) !== undefined)),
    ...(notice ? { notice } : {}),
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, NAMES_MAX);
}

/** The copies that came back, whole or their headers; else the mail's own text, where a copy may stand below the report. */
function copiesIn(mail: Email): string[] {
  const parts = mail.attachments.filter(({ mimeType }) =>
    /^(message\/(rfc822|global)(-headers)?|text\/rfc822-headers)$/i.test(mimeType),
  );
  return parts.length > 0 ? parts.slice(0, NAMES_MAX).map(textOf) : [mail.text ?? ''];
}

/** Every header-like line of the first ones; a copy in the mail's text has sentences before it. */
function headersOf(copy: string): Fields {
  const head = copy.slice(0, 64 * 1024).replaceAll('\r', '');
  const wanted = new Map<string, string>();
  for (const fields of fieldGroups(head.startsWith('\n') ? head.trimStart() : head)) {
    for (const [name, value] of fields) if (!wanted.has(name)) wanted.set(name, value);
    // the headers end at the first empty line; in a report's text they come after it
    if (wanted.has('message-id') || wanted.has('x-forewarn-delivery')) break;
  }
  return wanted;
}

function idsIn(text: string | undefined): string[] {
  return (text ?? '')
    .slice(0, 20_000)
    .split(/[\s<>]/)
    .filter((id) => id.includes('@'));
}

/** The envelope's id, in case it is the Message-ID we gave (RFC 3461 §4.4). */
function envelopeId(field: string | undefined): string[] {
  return field === undefined ? [] : idsIn(fromXtext(field));
}

function noticeIn(fields: Fields): NamedDelivery | undefined {
  const reference = fields.get('x-forewarn-reference')?.trim() ?? '';
  const [, slug, revision] =
    /^([a-z0-9-]{1,40})\.r(\d{1,6})$/.exec(fields.get('x-forewarn-notice')?.trim() ?? '') ?? [];
  if (!/^MW-\d{4}-\d{4,9}$/.test(reference) || slug === undefined || revision === undefined) return undefined;
  return { reference, slug, revision: Number(revision) };
}

function deliveredTo({ headers }: Email): string[] {
  return headers
    .filter(({ key }) => DELIVERED_TO.includes(key))
    .flatMap(({ value }) => idsIn(value.replaceAll(',', ' ')));
}

/** What stands between the last `+` and the `@`. */
function tokenInAddress(address: string): string[] {
  const at = address.lastIndexOf('@');
  const plus = address.lastIndexOf('+', at);
  return plus < 0 || at - plus > 60 ? [] : [address.slice(plus + 1, at).toLowerCase()];
}
