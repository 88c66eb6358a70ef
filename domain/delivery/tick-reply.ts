/** Replies to a list of customers that say no more than that they were told (N12). Pure. */

/** What somebody types who has told them all, in the languages of the project. */
const TICKS = ['told', 'all told', 'done', 'ok', 'okay', 'erledigt', 'informiert', 'fait', 'informé', 'informés'];

/** Where the copy of the answered mail, or a signature, begins in a line. */
const NOT_THEIRS: readonly RegExp[] = [
  /^>/,
  // the mark of a signature
  /^--\s*$/,
  /^_{5,}$/,
  /^-{2,}\s*(original message|ursprüngliche nachricht|message d.origine|forwarded message)/i,
  // Outlook and others copy the head of the mail
  /^\*?(from|von|de)\s?:/i,
  /^(on|am|le)\b.{0,300}\b(wrote|schrieb|a écrit)\b.{0,100}:$/i,
];

/** A header of a copy that its program has broken over lines. */
const BEGINS_A_COPY = /^(on|am|le)\b.{0,300}$/i;
const ENDS_IT = /\b(wrote|schrieb|a écrit)\b.{0,100}:$/i;

/** The words of a reply that are its writer's own: what stands above the copy of the mail it answers. */
export function ownWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const end = lines.findIndex(
    (line, place) =>
      NOT_THEIRS.some((mark) => mark.test(line)) || (BEGINS_A_COPY.test(line) && ENDS_IT.test(lines[place + 1] ?? '')),
  );
  return lines
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => line !== '')
    .join('\n');
}

/** Whether a reply says that, and nothing else: one more word is for a person to read. */
export function isTick(text: string): boolean {
  const words = ownWords(text)
    .toLowerCase()
    .replace(/[.!,;:\s]+/g, ' ')
    .trim();
  return TICKS.includes(words);
}
