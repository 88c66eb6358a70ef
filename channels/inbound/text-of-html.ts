/** Elements whose content is no text, and those that begin a new line. */
const UNREAD = new Set(['script', 'style', 'head', 'title']);
const BLOCKS = new Set([
  'p',
  'div',
  'br',
  'tr',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'ul',
  'ol',
  'table',
  'blockquote',
  'hr',
  'pre',
]);

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * The words of a mail that is HTML alone, for a person to read: one walk over it. What comes out is text and is escaped
 * wherever it is shown; nothing depends on reading it as a browser does.
 */
export function textOfHtml(html: string): string {
  const words: string[] = [];
  let unread: string | undefined;
  for (let from = 0; from < html.length;) {
    const open = html.indexOf('<', from);
    if (unread === undefined) words.push(html.slice(from, open < 0 ? html.length : open).replace(/\s+/g, ' '));
    if (open < 0) break;
    const isComment = html.startsWith('<!--', open);
    const close = html.indexOf(isComment ? '-->' : '>', open);
    if (close < 0) break;
    from = close + (isComment ? 3 : 1);
    if (isComment) continue;
    const [, end = '', given = ''] = /^<(\/?)([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 24)) ?? [];
    const name = given.toLowerCase();
    if (UNREAD.has(name)) unread = end === '' ? (unread ?? name) : unread === name ? undefined : unread;
    else if (unread === undefined && BLOCKS.has(name)) words.push('\n');
  }
  return decoded(words.join(''))
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
