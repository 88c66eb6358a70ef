import PostalMime from 'postal-mime';

/** A message as it came in. */
export interface StoredMail {
  readonly id: string;
  /** When it arrived, UTC ms. */
  readonly receivedAt: number;
  readonly from: string;
  /** The envelope's recipients. */
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly read: boolean;
}

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export interface MailPart {
  readonly fileName: string;
  readonly contentType: string;
  readonly contentId: string;
  readonly inline: boolean;
  readonly size: number;
}

/** What a reader makes of a message. */
export interface ReadMail {
  readonly subject: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly returnPath: string;
  /** The Date header, UTC ms; absent when there is none that can be read. */
  readonly date?: number;
  readonly text: string;
  readonly html: string;
  readonly parts: readonly MailPart[];
  /** In document order. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Reads the message; broken MIME gives what can be made of it. */
export async function readMail(mail: StoredMail): Promise<ReadMail> {
  const email = await PostalMime.parse(mail.raw, { maxNestingDepth: 50 });
  const listed = [...plain(email.to), ...plain(email.cc)];
  const known = new Set(listed.map(({ address }) => address.toLowerCase()));
  const date = Date.parse(email.date ?? '');
  return {
    subject: email.subject ?? '',
    messageId: (email.messageId ?? '').replace(/^<|>$/g, ''),
    from: plain(email.from && [email.from])[0] ?? null,
    to: plain(email.to),
    cc: plain(email.cc),
    // recipients of the envelope that no header names
    bcc: mail.to.filter((address) => !known.has(address.toLowerCase())).map((address) => ({ name: '', address })),
    replyTo: plain(email.replyTo),
    returnPath: mail.from,
    ...(Number.isNaN(date) ? {} : { date }),
    text: email.text ?? '',
    html: email.html ?? '',
    parts: email.attachments.map((part) => ({
      fileName: part.filename ?? '',
      contentType: part.mimeType,
      contentId: (part.contentId ?? '').replace(/^<|>$/g, ''),
      inline: part.related === true || part.disposition === 'inline',
      size: typeof part.content === 'string' ? Buffer.byteLength(part.content) : part.content.byteLength,
    })),
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  };
}

type Addresses = Awaited<ReturnType<typeof PostalMime.parse>>['to'];

/** Groups opened up: one row an address. */
function plain(addresses: Addresses): MailAddress[] {
  return (addresses ?? []).flatMap((entry) =>
    entry.group ? plain(entry.group) : [{ name: entry.name, address: entry.address }],
  );
}
