/**
 * Affected customers that a notice is owed to and that nobody can be mailed for (N13): the audience is counted by customers
 * owed, not by mails sent. One row a reason: what is said of it, and whether a person has to tell them instead.
 *
 * That contacts are bound to other environments is no reason: an organization where roles and environments leave nobody falls
 * back to all its contacts (N6), so it is told. Who asked not to be mailed progress updates, which a public window lets them do
 * without, is named and is nobody's task: they get what they asked for, and every date, start and end all the same (N7).
 */
export interface UntoldRow {
  /** Completes "Nobody can be told: …" and "Sakurado (…)". */
  readonly short: string;
  /** The same in a sentence about the customer, for tasks and the proof: "it has no contact …". */
  readonly words: string;
  /** What makes mail reach them; undefined where nothing is to be done. `window` is the reference. */
  readonly wayOut: ((window: string) => string) | undefined;
}

const ADD_CONTACT = 'forewarn import contacts <file>, or POST /v1/inventory/contacts';

export const UNTOLD = {
  'no-contact': {
    short: 'no contact',
    words: 'it has no contact and no maintenance address',
    wayOut: () => `Add a contact (${ADD_CONTACT}): while the window is ahead or under way it is told at once.`,
  },
  suppressed: {
    short: 'every address has bounced',
    words: 'every address it would be told at has bounced for good',
    wayOut: (window) =>
      `Lift the suppression (forewarn suppressions lift <address>) and send again (forewarn retry-failed ${window}), ` +
      `or add another contact (${ADD_CONTACT}).`,
  },
  'opted-out': {
    short: 'asked for no updates',
    words: 'everybody there asked not to be mailed updates',
    wayOut: undefined,
  },
} as const satisfies Record<string, UntoldRow>;

export type UntoldReason = keyof typeof UNTOLD;
export const UNTOLD_REASONS = Object.keys(UNTOLD) as readonly UntoldReason[];

/** Reasons that leave a person something to do. */
export const TASK_REASONS = UNTOLD_REASONS.filter((reason) => UNTOLD[reason].wayOut !== undefined);

/** A customer that nobody can be told for. */
export interface UntoldCustomer {
  readonly organization: string;
  readonly name: string;
  readonly reason: UntoldReason;
}

/** The first so many by name, and how many there are. */
export interface UntoldCustomers {
  readonly untold: readonly UntoldCustomer[];
  readonly untoldCount: number;
}

/** Answers name at most so many. */
export const MOST_UNTOLD = 50;

/** What the task says: whom, of what, why, and the ways out. */
export function untoldTask(reason: UntoldReason, window: string, revision: number): string {
  const { words, wayOut }: UntoldRow = UNTOLD[reason];
  return (
    `Nobody there can be told of ${window}, revision ${String(revision)}: ${words}. ${wayOut?.(window) ?? ''} ` +
    'Or tell them another way and tick this off with a note.'
  );
}

/** `1 customer could not be told: nobody to write to` */
export function untoldWords(count: number): string {
  return `${customers(count)} could not be told: nobody to write to`;
}

export function customers(count: number): string {
  return `${String(count)} customer${count === 1 ? '' : 's'}`;
}
