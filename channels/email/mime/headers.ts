import { domainToASCII } from 'node:url';
import { oneLine } from '../content/words';

/**
 * Header lines (RFC 5322) with folding and encoded words (RFC 2047). Whatever a value holds, one header comes out: it is one
 * line first, and every line break in the result is a fold.
 */

/** Lines are folded here where a blank allows (RFC 5322 §2.1.1 asks for 78). */
const FOLD_AT = 76;
/** A word longer than this is cut up as encoded words: no line may pass 998 octets. */
const WORD_MAX = 200;
/** `=?utf-8?B?` and `?=` */
const ENCODED_OVERHEAD = 12;

const PRINTABLE = /^[\x20-\x7e]*$/;
const ATOMS = /^[\w!#$%&'*+/=?^`{|}~-]+( [\w!#$%&'*+/=?^`{|}~-]+)*$/;

/** A header of free text: the subject, or one of our own. Throws RangeError for a name that is none. */
export function textHeader(name: string, value: string): string {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,70}$/.test(name)) throw new RangeError(`"${oneLine(name)}" cannot be a header's name`);
  const line = oneLine(value);
  return fold(name, isPlain(line) ? line.split(' ') : encodedWords(line, name.length + 2));
}

/** A header with one mailbox; `address` as it stands in the envelope. */
export function mailboxHeader(name: string, mailbox: { readonly name: string; readonly address: string }): string {
  const display = oneLine(mailbox.name);
  const address = `<${mailbox.address}>`;
  if (display === '') return fold(name, [mailbox.address]);
  return fold(name, [...phrase(display, name.length + 2), address]);
}

/** Message-IDs or addresses of pages, given without brackets. */
export function idsHeader(name: string, ids: readonly string[]): string {
  return fold(name, ids.map(bracketed));
}

/** The id or address between brackets. Both are ours, made of plain characters; anything else could only be damage, and goes. */
export function bracketed(id: string): string {
  return `<${id.replace(/[^\x21-\x7e]|[<>]/g, '')}>`;
}

export function dateHeader(date: Date): string {
  return `Date: ${date.toUTCString().replace('GMT', '+0000')}\r\n`;
}

/**
 * The address with its host in ASCII; a local part beyond ASCII stays and needs SMTPUTF8 (RFC 6531). Throws RangeError for a
 * host that has no form in ASCII.
 */
export function wireAddress(address: string): string {
  if (PRINTABLE.test(address)) return address;
  const at = address.lastIndexOf('@');
  const host = domainToASCII(address.slice(at + 1));
  if (host === '') throw new RangeError('the host name of the address has no form in ASCII (RFC 5890)');
  return `${address.slice(0, at)}@${host}`;
}

export function isAscii(text: string): boolean {
  return PRINTABLE.test(text);
}

/** Plain ASCII that no reader takes for an encoded word, and that can be folded. */
function isPlain(line: string): boolean {
  return PRINTABLE.test(line) && !line.includes('=?') && !line.split(' ').some((word) => word.length > WORD_MAX);
}

function phrase(display: string, indent: number): string[] {
  if (!isPlain(display)) return encodedWords(display, indent);
  if (ATOMS.test(display)) return display.split(' ');
  return `"${display.replace(/["\\]/g, '\\$&')}"`.split(' ');
}

/** Encoded words of at most 75 characters, cut between characters; `indent` is what stands before the first one. */
function encodedWords(text: string, indent: number): string[] {
  const words: string[] = [];
  let room = bytesWithin(FOLD_AT - indent);
  let chunk = '';
  let size = 0;
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > room && chunk !== '') {
      words.push(encodedWord(chunk));
      room = bytesWithin(FOLD_AT - 1);
      chunk = '';
      size = 0;
    }
    chunk += character;
    size += bytes;
  }
  return [...words, encodedWord(chunk)];
}

function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** How many bytes an encoded word of that length carries. */
function bytesWithin(length: number): number {
  return Math.max(1, Math.floor((Math.min(length, 75) - ENCODED_OVERHEAD) / 4)) * 3;
}

/** The words with blanks between, a line break before one that would pass the edge. An empty word is a doubled blank. */
function fold(name: string, words: readonly string[]): string {
  let header = `${name}:`;
  let column = header.length;
  for (const word of words) {
    const broken = column + 1 + word.length > FOLD_AT && column > name.length + 1;
    header += broken ? `\r\n ${word}` : ` ${word}`;
    column = broken ? 1 + word.length : column + 1 + word.length;
  }
  return `${header}\r\n`;
}
