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
  // a single blank, which is nearly all of them, stays as it is
  const text = body.replace(/[ \t]{2,}|\t/g, ' ').replaceAll(' \r\n', '\r\n');
  let end = text.endsWith(' ') ? text.length - 1 : text.length;
  // by hand: a pattern anchored at the end looks at each run of empty lines again and again
  while (end >= 2 && text.startsWith('\r\n', end - 2)) end -= 2;
  return end === 0 ? '' : `${text.slice(0, end)}\r\n`;
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
