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
/** What is not written as it is: all but printable ASCII and blanks, the equals sign, blanks at the end of a line. */
const QUOTED = /[^\r\n\t -<>-~]|[\t ](?=\r\n|$)/g;
const QUOTED_LINE_MAX = 76;

/** RFC 2045 §6.7: lines of at most 76 characters, blanks at the end of a line encoded. */
function quotedPrintable(lines: string): string {
  // a character a byte
  const bytes = Buffer.from(lines).toString('latin1');
  const quoted = bytes.replace(QUOTED, (byte) => HEX[byte.charCodeAt(0)] ?? '');
  return quoted.split('\r\n').map(softBroken).join('\r\n');
}

/** Every "=" begins an escape of three characters, which no line break may cut. */
function softBroken(line: string): string {
  if (line.length <= QUOTED_LINE_MAX) return line;
  let broken = '';
  let start = 0;
  while (line.length - start > QUOTED_LINE_MAX) {
    let end = start + QUOTED_LINE_MAX - 1;
    if (line[end - 1] === '=') end -= 1;
    else if (line[end - 2] === '=') end -= 2;
    broken += `${line.slice(start, end)}=\r\n`;
    start = end;
  }
  return broken + line.slice(start);
}
