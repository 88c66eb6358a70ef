/**
 * A small HTML reader, just enough for our own templates: quoted attributes, no scripts. A `<` that does not begin such a tag
 * is an error, so that unescaped text is noticed.
 */
const TAG = /<(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*>/y;
const DOCTYPE = /<!doctype html>/y;
const TEXT = /[^<]+/y;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#34': '"', '#39': "'" };

function tokens(html: string): { tag?: string; attributes?: string; text?: string }[] {
  const found: { tag?: string; attributes?: string; text?: string }[] = [];
  for (let at = 0; at < html.length;) {
    const read = (pattern: RegExp) => {
      pattern.lastIndex = at;
      const match = pattern.exec(html);
      if (match) at = pattern.lastIndex;
      return match;
    };
    if (read(DOCTYPE)) continue;
    const text = read(TEXT);
    if (text) {
      found.push({ text: text[0] });
      continue;
    }
    const tag = read(TAG);
    if (!tag) throw new Error(`not the HTML of a template: ${html.slice(at, at + 60)}`);
    found.push({ tag: tag[1] ?? '', attributes: tag[2] ?? '' });
  }
  return found;
}

/** Every tag in order with the names of its attributes, and every link's scheme: the words of a mail must not change these. */
export function htmlShape(html: string): string[] {
  return tokens(html).flatMap(({ tag, attributes = '' }) => {
    if (tag === undefined) return [];
    const names = Array.from(attributes.matchAll(/\s([a-z-]+)=/g), (match) => match[1]);
    const href = /\shref="([a-z]+:)/.exec(attributes);
    return [[tag, ...names, ...(href ? [href[1]] : [])].join(' ')];
  });
}

/** The words a reader sees, with a space for each tag, without the style sheet. */
export function textOfHtml(html: string): string {
  const words: string[] = [];
  let skipped = 0;
  for (const { tag, text } of tokens(html)) {
    if (tag === 'style' || tag === 'title') skipped++;
    if (tag === '/style' || tag === '/title') skipped--;
    if (text !== undefined && skipped === 0) words.push(text);
  }
  return words
    .join(' ')
    .replace(/&(#?[a-z0-9]+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+([.,])/g, '$1');
}
