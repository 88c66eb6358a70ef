import type { MailAddress, MailPart, ReadMail, StoredMail } from './stored-mail';

/** The shapes of Mailpit's REST API v1, so that tools made for it work here. */

const SNIPPET_LENGTH = 250;

interface Address {
  Name: string;
  Address: string;
}

const addressOf = ({ name, address }: MailAddress): Address => ({ Name: name, Address: address });

/** A row of a list. */
export function summaryOf(mail: StoredMail, read: ReadMail) {
  return {
    ID: mail.id,
    MessageID: read.messageId,
    Read: mail.read,
    From: read.from ? addressOf(read.from) : null,
    To: read.to.map(addressOf),
    Cc: read.cc.map(addressOf),
    Bcc: read.bcc.map(addressOf),
    ReplyTo: read.replyTo.map(addressOf),
    Subject: read.subject,
    Created: new Date(mail.receivedAt).toISOString(),
    Username: '',
    Tags: [] as string[],
    Size: mail.raw.length,
    Attachments: read.parts.length,
    Snippet: snippetOf(read.text),
  };
}

/** One message with its bodies. */
export function messageOf(mail: StoredMail, read: ReadMail) {
  const { Created: created, Snippet: _snippet, Read: _read, ...rest } = summaryOf(mail, read);
  const part = (value: MailPart, index: number) => ({
    PartID: String(index + 1),
    FileName: value.fileName,
    ContentType: value.contentType,
    ContentID: value.contentId,
    Size: value.size,
  });
  const parts = read.parts.map((value, index) => ({ value, shape: part(value, index) }));
  return {
    ...rest,
    ReturnPath: read.returnPath,
    Date: read.date === undefined ? created : new Date(read.date).toISOString(),
    ListUnsubscribe: listUnsubscribe(read),
    Text: read.text,
    HTML: read.html,
    Inline: parts.filter(({ value }) => value.inline).map(({ shape }) => shape),
    Attachments: parts.filter(({ value }) => !value.inline).map(({ shape }) => shape),
  };
}

/** A page of messages; `total` and `unread` count the box, `messages_count` and `messages_unread` what was asked for. */
export function listOf(
  box: readonly StoredMail[],
  matching: readonly StoredMail[],
  start: number,
  messages: readonly ReturnType<typeof summaryOf>[],
) {
  const unread = (mails: readonly StoredMail[]) => mails.filter((mail) => !mail.read).length;
  return {
    total: box.length,
    unread: unread(box),
    count: messages.length,
    messages_count: matching.length,
    messages_unread: unread(matching),
    start,
    tags: [] as string[],
    messages,
  };
}

/** Header values by name, each name once with all its values; names in the form most programs write them. */
export function headersOf(read: ReadMail): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of read.headers) {
    const key = name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return Object.fromEntries([...headers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function snippetOf(text: string): string {
  return Array.from(text.replace(/\s+/g, ' ').trim()).slice(0, SNIPPET_LENGTH).join('');
}

function listUnsubscribe(read: ReadMail) {
  const header = (name: string) => read.headers.find((entry) => entry.name.toLowerCase() === name)?.value ?? '';
  const value = header('list-unsubscribe');
  return {
    Header: value,
    Links: Array.from(value.matchAll(/<([^>]+)>/g), (match) => match[1]),
    Errors: '',
    HeaderPost: header('list-unsubscribe-post'),
  };
}
