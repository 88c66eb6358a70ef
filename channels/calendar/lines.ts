/** Content lines of iCalendar (RFC 5545 §3.1): whatever a value holds, one property comes out. */

/** Octets of a line without its CRLF. */
const LINE_OCTETS = 75;

/** Text without any of these can be folded by counting characters. */
const BEYOND_ASCII = /[^\x20-\x7e]/;
// C0 and C1 controls, and the marks that turn the direction of text around; tabs and line breaks are handled before
const UNWANTED = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const BROKEN = /\p{Cs}/gu;

/** A TEXT value: backslash, semicolon, comma and line breaks escaped (§3.3.11). */
export function text(value: string): string {
  return value
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replaceAll('\t', ' ')
    .split('\n')
    .map((line) => clean(line).replace(/[\\;,]/g, '\\$&'))
    .join('\\n');
}

/** A parameter's value in double quotes; it cannot hold one, so those inside become single ones (§3.1). */
export function quoted(value: string): string {
  return `"${clean(value.replace(/[\s\u2028\u2029]+/gu, ' ')).replaceAll('"', "'")}"`;
}

/** An instant (UTC ms) as a UTC DATE-TIME with whole seconds: `20261210T010000Z` (§3.3.5). */
export function dateTime(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** A `mailto:` URI (RFC 6068) of one address. */
export function mailto(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).replace(/[^A-Za-z0-9!$'*+._~-]/gu, encodeURIComponent);
  return `mailto:${local}@${address.slice(at + 1)}`;
}

/** The address of a `mailto:` URI in lower case, or of a bare address; undefined for anything else. */
export function addressOf(uri: string): string | undefined {
  const given = uri.trim().replace(/^mailto:/i, '');
  if (!given.includes('@') || /[\s<>]/.test(given)) return undefined;
  try {
    return decodeURIComponent(given.split('?')[0] ?? '').toLowerCase();
  } catch {
    return undefined;
  }
}

/** `NAME;PARAM=…:value` folded, with its CRLF; the value is one that the functions above have made. */
export function property(name: string, value: string): string {
  return fold(`${name}:${value}`);
}

/** A line in pieces of at most 75 octets, the blank that opens a continuation included; no character is split. */
function fold(line: string): string {
  if (!BEYOND_ASCII.test(line)) return foldAscii(line);
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + size > LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return `${folded}\r\n`;
}

function foldAscii(line: string): string {
  if (line.length <= LINE_OCTETS) return `${line}\r\n`;
  let folded = line.slice(0, LINE_OCTETS);
  for (let at = LINE_OCTETS; at < line.length; at += LINE_OCTETS - 1) {
    folded += `\r\n ${line.slice(at, at + LINE_OCTETS - 1)}`;
  }
  return `${folded}\r\n`;
}

function octetsOf(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function clean(line: string): string {
  return BEYOND_ASCII.test(line) ? line.replace(UNWANTED, '').replace(BROKEN, '\ufffd') : line;
}
