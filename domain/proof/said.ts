/**
 * What a mail said, as it is kept when it is sent (T1): every word of it, with places left open for what is on record beside it. It
 * names no person, and recipients whose mails differ in nothing else share it. Kept for years: a new form gets a new number.
 */

/** What stands in an open place: all of it is on record with the notice. */
export type OpenPlace =
  /** The name in the greeting. */
  | 'name'
  | 'organization'
  /** How many resources are affected. */
  | 'count'
  /** The lines of the list of resources; what they say of each stands in `words`. */
  | 'list';

export interface SaidText {
  readonly form: 1;
  /** In order; lines are not wrapped yet. */
  readonly parts: readonly (string | { readonly open: OpenPlace })[];
  /** What the list said of its resources; left out where the list is no open place. */
  readonly words?: ListWords;
}

export interface ListWords {
  /** How each is affected, by `<level>` or `<level> <change>`. */
  readonly impact: Readonly<Record<string, string>>;
  /** What has become of the work on it, by its state; left out where the list says nothing of that. */
  readonly work?: Readonly<Record<string, string>>;
}

export interface Said {
  readonly subject: string;
  readonly text: SaidText;
}

/** Whose words a text in a proof has: those that were sent, or those of the version that makes the proof. */
export const PROOF_WORDINGS = ['as-sent', 'todays-version'] as const;
export type ProofWording = (typeof PROOF_WORDINGS)[number];
