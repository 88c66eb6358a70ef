/** Sentences the window itself puts where people usually write; customers read them in their language. */
export const OWN_WORDS = {
  /** What to do, where nobody asks anything of customers. */
  noAction: 'None.',
  /** Why it is called off, where customers and the platform have done all of it before (S5). */
  nothingLeft: 'All of the work was done before the window, so nothing is left to do in it.',
  /** Why it is called off, where that was done in Temporal. */
  willNotTakePlace: 'The maintenance will not take place.',
  /** Why the scope is another one, where whoever accepts an objection says nothing (S9). */
  leftOut: 'Some resources are left out, as their customer asked.',
} as const;
export type OwnWord = keyof typeof OWN_WORDS;

/** The same in one language. */
export type OwnWords = Readonly<Record<OwnWord, string>> & {
  /** The window has ended by itself (S5); `figures`: all of them, in English. */
  allDone(done: string, total: string, figures: string): string;
};

/** How a window ends that did all of its work; `figures`: `14 of 20 done, 6 skipped`. */
export const allDone = (figures: string) => `All planned work is done: ${figures}.`;

const ALL_DONE = /^All planned work is done: ((\d+) of (\d+) done[^.]*)\.$/;

/** The sentence in that language, where it is one of ours; undefined for what a person wrote. */
export function ownWords(text: string, say: OwnWords): string | undefined {
  const [, figures, done, total] = ALL_DONE.exec(text) ?? [];
  if (figures !== undefined && done !== undefined && total !== undefined) return say.allDone(done, total, figures);
  const known = Object.entries(OWN_WORDS).find(([, words]) => words === text);
  return known && say[known[0] as OwnWord];
}
