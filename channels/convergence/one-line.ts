const LONGEST = 300;

/** Words from outside as one readable line of at most 300 characters. */
export function oneLine(words: string): string {
  // oxlint-disable-next-line no-control-regex -- what a terminal would obey is left out
  const line = words.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
