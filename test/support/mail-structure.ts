import { parse, type DefaultTreeAdapterTypes } from 'parse5';

/** The parts of a raw message, read without our own code. */
export interface MailStructure {
  /** Header names in order, in lower case. */
  readonly headers: readonly string[];
  /** The header names of each MIME part. */
  readonly parts: readonly (readonly string[])[];
  /** What no message may contain, as descriptions. */
  readonly damage: readonly string[];
}

/** Strictly by RFC 5322 and 2046: only CRLF ends a line, an empty line ends headers, the boundary's lines separate the parts. */
export function structureOf(raw: Buffer): MailStructure {
  const message = raw.toString('latin1');
  const end = message.indexOf('\r\n\r\n');
  const head = message.slice(0, end);
  const body = message.slice(end + 2);
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(head)?.[1] ?? '';
  const pieces = body.split(`\r\n--${boundary}`).slice(1);
  const closing = pieces.pop();
  const lines = message.split('\r\n');
  return {
    headers: namesOf(head),
    parts: pieces.map((piece) => namesOf(piece.slice(2, piece.indexOf('\r\n\r\n')))),
    damage: [
      ...(closing === '--\r\n' ? [] : ['no end of the last part']),
      ...(lines.some((line) => /[\r\n]/.test(line)) ? ['a bare CR or LF'] : []),
      ...(message.includes('\0') ? ['NUL'] : []),
      ...(lines.some((line) => line.length > 998) ? ['a line of more than 998 octets'] : []),
    ],
  };
}

function namesOf(head: string): string[] {
  return head
    .split(/\r\n(?![ \t])/)
    .map((line) => (/^([!-9;-~]+):/.exec(line)?.[1] ?? `no header: ${line}`).toLowerCase());
}

/** Elements in order with their attributes, and comments. Link targets are left out except for the given one. */
export function htmlTree(html: string, place: string): string[] {
  const found: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (node.nodeName === '#comment') found.push('a comment');
    if ('tagName' in node) {
      const attributes = node.attrs.map(({ name, value }) => {
        const isLinkToPage = name === 'href' && value.startsWith(place);
        return `${name}=${isLinkToPage ? place : value}`;
      });
      found.push([node.tagName, ...attributes].join(' '));
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
    if ('content' in node) visit(node.content);
  };
  visit(parse(html));
  return found;
}
