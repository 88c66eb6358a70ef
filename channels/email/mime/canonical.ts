import type { ComposedMail } from './compose';
import { KEPT_FROM } from './limits';

/** What a DKIM signature is made over: RFC 6376, canonicalization "relaxed". Lines end with CRLF throughout. */

/** One header, folded or not, as the signature sees it; without a CRLF at the end (§3.4.2). */
export function relaxedHeader(header: string): string {
  const colon = header.indexOf(':');
  const name = header.slice(0, colon).trim().toLowerCase();
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${name}:${value}`;
}

/** The body as the signature sees it: blanks collapsed, none at the end of a line, no empty lines at the end (§3.4.4). */
export function relaxedBody(body: string): string {
  const text = collapsed(body);
  let end = text.endsWith(' ') ? text.length - 1 : text.length;
  // by hand: a pattern anchored at the end looks at each run of empty lines again and again
  while (end >= 2 && text.startsWith('\r\n', end - 2)) end -= 2;
  return end === 0 ? '' : `${text.slice(0, end)}\r\n`;
}

function collapsed(text: string): string {
  // a single blank, which is nearly all of them, stays as it is
  return text.replace(/[ \t]{2,}|\t/g, ' ').replaceAll(' \r\n', '\r\n');
}

/**
 * `relaxedBody` for bodies as the composer gives them, in pieces to hash one after the other; the form of a part that mails
 * share is made once. Parts that meet in blanks, or end in empty lines alone, are looked at as one text.
 */
export function createRelaxedBodies() {
  const known = new WeakMap<Buffer, Buffer | undefined>();

  /** Undefined where its neighbours decide about its blanks. */
  function sharedForm(part: Buffer): Buffer | undefined {
    if (part.length >= KEPT_FROM && known.has(part)) return known.get(part);
    const text = plainText(part);
    const form = isApart(text) ? Buffer.from(collapsed(text)) : undefined;
    if (part.length >= KEPT_FROM) known.set(part, form);
    return form;
  }

  return (body: ComposedMail['body']): readonly (string | Buffer)[] => {
    const forms: (string | Buffer)[] = [];
    let text = '';
    for (const part of body) {
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const form = sharedForm(part);
      if (!form || !isApart(text)) return [relaxedBody(body.map(plainText).join(''))];
      forms.push(collapsed(text), form);
      text = '';
    }
    const end = relaxedBody(text);
    if (end === '' || /^[ \t]/.test(text)) return [relaxedBody(body.map(plainText).join(''))];
    return [...forms, end];
  };
}

function isApart(text: string): boolean {
  return !/^[ \t]|[ \t]$/.test(text);
}

/** A part before its dots were stuffed. */
function plainText(part: string | Buffer): string {
  return typeof part === 'string' ? part : part.toString().replaceAll('\r\n..', '\r\n.');
}

/** Each header's lines by lower-case name, in the message's order. */
export function headersByName(headers: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const header of headers.split(/\r\n(?![ \t])/)) {
    const colon = header.indexOf(':');
    if (colon < 0) continue;
    const name = header.slice(0, colon).trim().toLowerCase();
    const list = found.get(name);
    if (list) list.push(header);
    else found.set(name, [header]);
  }
  return found;
}

/**
 * The headers a signature names, each with its CRLF, the last one of a name first (§5.4.2). One that is named and not there
 * adds nothing.
 */
export function relaxedHeaders(given: ReadonlyMap<string, readonly string[]>, names: readonly string[]): string {
  const left = new Map([...given].map(([name, list]) => [name, [...list]]));
  return names
    .map((name) => {
      const header = left.get(name)?.pop();
      return header === undefined ? '' : `${relaxedHeader(header)}\r\n`;
    })
    .join('');
}
