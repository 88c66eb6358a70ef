/** Bodies as they go over the wire: CRLF only, no line beyond the limits, in the mildest encoding the way allows (RFC 2045). */

import { LINE_MAX, UNSAFE } from './limits';

/** With more bytes beyond ASCII than this share, base64 is shorter than quoted-printable. */
const BASE64_ABOVE = 1 / 4;

export interface EncodedBody {
  readonly encoding: '7bit' | '8bit' | 'quoted-printable' | 'base64';
  readonly body: string;
}

/** Encodes a text; `eightBit` says whether bytes beyond ASCII may go as they are. The result ends with CRLF. */
export function encodeBody(text: string, eightBit: boolean): EncodedBody {
  const lines = withCrlf(text);
  const bytes = Buffer.byteLength(lines);
  const beyond = bytes - lines.length;
  if ((beyond === 0 || eightBit) && isSafe(lines)) return { encoding: beyond === 0 ? '7bit' : '8bit', body: lines };
  // each character beyond ASCII has at least one byte more than it has units
  if (beyond > bytes * BASE64_ABOVE) return { encoding: 'base64', body: base64(lines) };
  return { encoding: 'quoted-printable', body: quotedPrintable(lines) };
}

/** Every line break as CRLF: a bare CR or LF is what SMTP smuggling is made of. */
function withCrlf(text: string): string {
  const unified = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  const crlf = unified.replaceAll('\n', '\r\n');
  return crlf.endsWith('\r\n') || crlf === '' ? crlf : `${crlf}\r\n`;
}

/** No line too long, no character a relay may stumble over. */
function isSafe(lines: string): boolean {
  if (UNSAFE.test(lines)) return false;
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf('\r\n', start);
    const length = (end < 0 ? lines.length : end) - start;
    if (
      length > LINE_MAX ||
      (length * 3 > LINE_MAX && Buffer.byteLength(lines.slice(start, start + length)) > LINE_MAX)
    )
      return false;
    if (end < 0) return true;
    start = end + 2;
  }
  return true;
}

function base64(lines: string): string {
  return Buffer.from(lines)
    .toString('base64')
    .replace(/.{1,76}/g, '$&\r\n');
}

const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);

/** RFC 2045 §6.7: lines of at most 76 characters, blanks at the end of a line encoded. */
function quotedPrintable(lines: string): string {
  return lines.split('\r\n').map(quotedLine).join('\r\n');
}

function quotedLine(line: string): string {
  let encoded = '';
  let column = 0;
  const bytes = Buffer.from(line);
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    const isLast = index === bytes.length - 1;
    const literal = (byte > 32 && byte < 127 && byte !== 61) || ((byte === 32 || byte === 9) && !isLast);
    const text = literal ? String.fromCharCode(byte) : (HEX[byte] ?? '');
    // one place is kept for the "=" of a soft line break
    if (column + text.length > (isLast ? 76 : 75)) {
      encoded += '=\r\n';
      column = 0;
    }
    encoded += text;
    column += text.length;
  }
  return encoded;
}
