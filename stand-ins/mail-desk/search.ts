import type { MailAddress, ReadMail, StoredMail } from './stored-mail';

/** One condition of a query; all must hold. */
interface Term {
  readonly field: string;
  readonly value: string;
  readonly not: boolean;
}

const FIELDS = ['subject', 'to', 'from', 'cc', 'bcc', 'addressed', 'message-id', 'is'];

/**
 * Mailpit's search filters, the common ones: words and "quoted phrases" (anywhere in the mail), `subject:`, `to:`, `from:`,
 * `cc:`, `bcc:`, `addressed:`, `message-id:`, `is:read`, `is:unread`; `-` or `!` before a term turns it round.
 */
export function parseQuery(query: string): Term[] {
  const terms = query.matchAll(/([-!])?(?:([a-z-]+):)?(?:"([^"]*)"?|(\S+))/gi);
  return Array.from(terms, ([, not, prefix, quoted, word]): Term => {
    const field = prefix?.toLowerCase() ?? '';
    const value = quoted ?? word ?? '';
    const known = FIELDS.includes(field);
    return {
      field: known ? field : '',
      value: (known || !prefix ? value : `${prefix}:${value}`).toLowerCase(),
      not: not !== undefined,
    };
  }).filter(({ value }) => value !== '');
}

/** Whether the mail meets every condition. */
export function matches(terms: readonly Term[], mail: StoredMail, read: ReadMail): boolean {
  return terms.every((term) => holds(term, mail, read) !== term.not);
}

function holds({ field, value }: Term, mail: StoredMail, read: ReadMail): boolean {
  const has = (text: string) => text.toLowerCase().includes(value);
  const among = (addresses: readonly MailAddress[]) => addresses.some(({ name, address }) => has(name) || has(address));
  const from = read.from ? [read.from] : [];
  const everybody = [...from, ...read.to, ...read.cc, ...read.bcc];
  switch (field) {
    case 'subject':
      return has(read.subject);
    case 'from':
      return among(from);
    case 'to':
      return among(read.to);
    case 'cc':
      return among(read.cc);
    case 'bcc':
      return among(read.bcc);
    case 'addressed':
      return among(everybody);
    case 'message-id':
      return has(read.messageId);
    case 'is':
      return value === 'read' ? mail.read : value === 'unread' && !mail.read;
    default:
      return has(read.subject) || among(everybody) || has(read.text) || has(read.html) || has(read.messageId);
  }
}
