/** How a silence is known as ours and as one window's: by a text in its comment. */

/** `origin` is the public address, so that installations that share a monitoring system keep apart. */
export function markerOf(reference: string, origin: string): string {
  return `[forewarn ${origin} ${reference}]`;
}

/** The longest a title may be in a comment (characters). */
const LONGEST_TITLE = 200;

/** The comment people read, the marker at its end. */
export function commentOf({ reference, title, origin }: { reference: string; title: string; origin: string }): string {
  // a title cannot hold another window's marker
  const line = title
    .replace(/\s+/g, ' ')
    .replace(/\[forewarn/gi, '(forewarn')
    .trim();
  const shown = line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE - 1)}…` : line;
  return `Maintenance ${reference}: ${shown} ${markerOf(reference, origin)}`;
}
