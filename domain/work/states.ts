/** The states of a piece of work, who does it, and why it can be left out: one row a word. */

interface StateRow {
  /** For people: `14 done, 2 under way`. */
  readonly words: string;
  /** Nothing follows by itself: only a person can change it. */
  readonly isFinal: boolean;
  /** Somebody has it, so nobody else can begin it. */
  readonly isTaken: boolean;
  /** The resource may be out of service, so no other of its redundancy group is begun. */
  readonly holdsGroup: boolean;
  /** What its customer is told of it; each language of the mails has the words. */
  readonly told: ToldWork;
}

/** What customers are told of the work on a resource. */
export type ToldWork = 'left' | 'underWay' | 'done' | 'failed' | 'notDone' | 'toCheck';

export const WORK_STATES = {
  due: { words: 'due', isFinal: false, isTaken: false, holdsGroup: false, told: 'left' },
  // somebody's, but the executor was not asked yet
  claimed: { words: 'claimed', isFinal: false, isTaken: true, holdsGroup: true, told: 'underWay' },
  // the start is on record, so from now on it is observed and never started again
  running: { words: 'under way', isFinal: false, isTaken: true, holdsGroup: true, told: 'underWay' },
  done: { words: 'done', isFinal: true, isTaken: false, holdsGroup: false, told: 'done' },
  failed: { words: 'failed', isFinal: true, isTaken: false, holdsGroup: true, told: 'failed' },
  skipped: { words: 'skipped', isFinal: true, isTaken: false, holdsGroup: false, told: 'notDone' },
  // waits for a person to say what became of it
  unknown: { words: 'unknown', isFinal: false, isTaken: true, holdsGroup: true, told: 'toCheck' },
} as const satisfies Record<string, StateRow>;

export type WorkState = keyof typeof WORK_STATES;
export const WORK_STATE_NAMES = Object.keys(WORK_STATES) as readonly WorkState[];

/** How an attempt ends. */
export const WORK_ENDS = ['done', 'failed', 'unknown'] as const;
export type WorkEnd = (typeof WORK_ENDS)[number];
/** What can be reported from outside. */
export const REPORTED_ENDS = ['done', 'failed'] as const satisfies readonly WorkEnd[];

/** Who does a piece of work, with the words for people. */
export const WORK_BY = {
  customer: 'the customer',
  window: 'the window',
  operator: 'an operator',
  platform: "the provider's platform",
} as const;
export type WorkBy = keyof typeof WORK_BY;

/** Why work is skipped, with the words for people. */
export const SKIP_CAUSES = {
  operator: 'an operator left it out',
  'out-of-scope': 'it left the scope of the window',
  'window-over': 'the window ended before it was begun',
} as const;
export type SkipCause = keyof typeof SKIP_CAUSES;
