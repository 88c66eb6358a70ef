import type { Email } from 'postal-mime';
import type { DeliveryReport } from '../../domain/delivery/bounce';

/** Reports about mail that was returned or delayed: RFC 3464, and the plain texts of servers that know no such thing. */

/** A report and the mails it may be about: their Message-IDs, the surest first. */
export interface ReturnedMail {
  readonly messageIds: readonly string[];
  readonly report: DeliveryReport;
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** The reports in a mail; none when it is no such mail. */
export function readReports(mail: Email): ReturnedMail[] {
  const status = mail.attachments.find(({ mimeType }) => /^message\/(global-)?delivery-status$/i.test(mimeType));
  const reports = status ? standardReports(contentOf(status)) : plainReports(mail);
  if (reports.length === 0) return [];
  const messageIds = [...new Set([...idsOf(mail), ...(status ? envelopeIds(contentOf(status)) : [])])];
  return reports.map((report) => ({ messageIds, report }));
}

type Fields = ReadonlyMap<string, string>;

/** The groups of fields: the first is about the message, each of the others about a recipient (RFC 3464 §2.1). */
function groupsOf(status: string): Fields[] {
  return status
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n(?:\s*\n)+/)
    .map((group) => {
      const fields = new Map<string, string>();
      for (const line of group.split('\n')) {
        const [, name, value] = /^([A-Za-z-]+):\s*(.*)$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value.trim());
      }
      return fields;
    });
}

function standardReports(status: string): DeliveryReport[] {
  return groupsOf(status).flatMap((fields) => {
    const action = ACTIONS.find((word) => word === fields.get('action')?.toLowerCase());
    if (!action || !fields.has('final-recipient')) return [];
    const recipients = ['final-recipient', 'original-recipient'].flatMap((name) => addressIn(fields.get(name)));
    return [
      {
        action,
        status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? '',
        diagnostic: oneLine(fields.get('diagnostic-code') ?? ''),
        recipients,
      },
    ];
  });
}

/** `rfc822; ada@customer.example`, where the type says xtext may hide characters (RFC 3461 §4). */
function addressIn(field: string | undefined): string[] {
  const address = /^[\w-]+\s*;\s*<?([^<>\s]+@[^<>\s]+?)>?$/.exec(field ?? '')?.[1];
  return address === undefined ? [] : [fromXtext(address).toLowerCase()];
}

function fromXtext(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The envelope's id, in case it is the Message-ID we gave. */
function envelopeIds(status: string): string[] {
  return groupsOf(status).flatMap((fields) => {
    const id = fields.get('original-envelope-id');
    return id === undefined ? [] : [fromXtext(id).replace(/^<|>$/g, '')];
  });
}

/** From the returned copy or its headers, else from what the report answers, else from a copy in its text. */
function idsOf(mail: Email): string[] {
  const copies = mail.attachments
    .filter(({ mimeType }) => /^(message\/(rfc822|global)(-headers)?|text\/rfc822-headers)$/i.test(mimeType))
    .map((part) => contentOf(part).replace(/\r\n?/g, '\n'));
  const inCopies = copies.flatMap((copy) => messageIdIn(copy.split('\n\n')[0] ?? ''));
  const answered = [mail.inReplyTo, mail.references].flatMap((ids) => ids?.match(/<[^<>\s]+>/g) ?? []);
  const inText = copies.length === 0 ? messageIdIn(mail.text ?? '') : [];
  return [...inCopies, ...answered, ...inText].map((id) => id.replace(/^<|>$/g, ''));
}

function messageIdIn(headers: string): string[] {
  return headers.match(/^Message-ID:\s*<[^<>\s]+>/gim)?.map((line) => line.slice(line.indexOf('<'))) ?? [];
}

/** qmail's own format (QSBMF), and Exim's before it knew the standard. */
function plainReports(mail: Email): DeliveryReport[] {
  const text = (mail.text ?? '').replace(/\r\n?/g, '\n');
  const failed = mail.headers.find(({ key }) => key === 'x-failed-recipients')?.value;
  if (failed !== undefined) return failed.split(',').map((address) => eximReport(address.trim(), text));
  if (!/^\s*Hi\. This is the\b/.test(text)) return [];
  const [said = ''] = text.split(/\n--- /);
  return said.split(/\n\s*\n/).flatMap((paragraph) => {
    const [, address, words] = /^<([^<>\s]+@[^<>\s]+)>:\s*\n?([\s\S]*)$/.exec(paragraph.trim()) ?? [];
    if (address === undefined || words === undefined) return [];
    const code = /#([245]\.\d{1,3}\.\d{1,3})/.exec(words)?.[1] ?? '';
    return [
      { action: 'failed' as const, status: code, diagnostic: oneLine(words), recipients: [address.toLowerCase()] },
    ];
  });
}

function eximReport(address: string, text: string): DeliveryReport {
  // what is said of the address: the lines below it that are set further in, up to an empty one
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.trim().toLowerCase() === address.toLowerCase());
  const below = at < 0 ? [] : lines.slice(at + 1);
  const end = below.findIndex((line) => line.trim() === '');
  const words = oneLine((end < 0 ? below : below.slice(0, end)).join(' '));
  const reply = /\b[45]\d\d[ -].*$/.exec(words)?.[0] ?? words;
  return {
    action: 'failed',
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? '',
    diagnostic: reply,
    recipients: [address.toLowerCase()],
  };
}

function contentOf({ content }: { content: ArrayBuffer | Uint8Array | string }): string {
  return typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8');
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim().slice(0, 1_000);
}
