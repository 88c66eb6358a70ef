import type { Scope } from '../../domain/planning/scope';
import type { WorkItem, WorkResource } from '../../domain/work/item';
import type { WorkFigures } from '../../domain/window/types';
import type { WorkPlan } from '../../domain/work/plan';
import type { WorkRun } from '../../domain/work/run';
import type { WorkEnd, WorkState } from '../../domain/work/states';

/** The work list of windows (S2, S3, S7). Instants are UTC ms. Every call can be repeated. */

/** What an executor says in proof: small and flat, without personal data. */
export type WorkEvidence = Readonly<Record<string, string | number | boolean>>;

/** The work that follows a scope. */
export interface FollowRequest {
  readonly reference: string;
  readonly scope: Scope;
  readonly plan: WorkPlan;
  readonly now: number;
}

/** How following a scope changed the list. */
export interface FollowedScope {
  /** Newly due. */
  readonly joined: number;
  /** No longer due. */
  readonly left: number;
}

/** What the runner decides the next batch from: see `nextBatch` in domain/work. */
export interface WorkPage {
  /**
   * Of the window: everything taken, and the first that are due in the order of the work; of other windows, what holds a
   * redundancy group of these.
   */
  readonly items: readonly WorkItem[];
}

/** A claim that holds: all that an executor needs to know. */
export interface ClaimedWork {
  /** For life; 1 to 200 characters of A-Z, a-z, 0-9 and `._-`. */
  readonly key: string;
  readonly reference: string;
  readonly resource: WorkResource;
  readonly attempt: number;
  readonly state: Extract<WorkState, 'claimed' | 'running'>;
  /** When the start was put on record; absent before. */
  readonly begunAt?: number;
  readonly evidence?: WorkEvidence;
}

/** What became of a claim. */
export interface WorkOutcome {
  readonly state: WorkEnd;
  readonly evidence?: WorkEvidence | undefined;
  /** For people. */
  readonly reason?: string | undefined;
}

/** A claim with how its window does its work. */
export interface ClaimInWindow extends ClaimedWork {
  readonly plan: WorkPlan;
}

/** What the window has begun so far, in all. */
export interface WorkTally {
  readonly begun: number;
  /** What became of those that have ended, in that order. */
  readonly ends: readonly WorkEnd[];
  /** When the last of these ended; absent without any. */
  readonly lastEndAt?: number;
}

/** How far the work is, as its runner knows it, and how much of what is in the list it has heard of. */
export interface RunOnRecord {
  readonly run: WorkRun;
  readonly known: { readonly begun: number; readonly ended: number };
}

/** What a look at a resource has found; without a reason it is healthy. */
export interface SeenHealth {
  readonly resourceId: string;
  /** For the provider's people. */
  readonly reason?: string;
}

/** A window that has not begun, and what has become of all of its work. */
export interface DoneAhead {
  readonly reference: string;
  readonly counts: WorkFigures;
}

export type WorkCounts = Readonly<Record<WorkState, number>>;

export interface WorkList {
  /**
   * Makes the list follow the scope: resources that left are no longer due, new ones are. What was begun goes on. Throws when
   * the window is not on record.
   */
  follow(request: FollowRequest): Promise<FollowedScope>;
  /** Says whether the window may begin anything; null: it may. Once this returns, nothing more is begun. */
  halt(reference: string, halted: 'paused' | 'stopped' | 'aborted' | null): Promise<void>;
  /** With at most `limit` that are due, one of each redundancy group. */
  page(reference: string, limit: number): Promise<WorkPage>;
  /** Claims for the window; those that somebody else has, or must not be begun now, are not among the answer. */
  claim(reference: string, resourceIds: readonly string[], now: number): Promise<readonly ClaimedWork[]>;
  /** What the window has claimed or begun, such as what a killed attempt left: the begun ones are observed, never started again. */
  taken(reference: string): Promise<readonly ClaimedWork[]>;
  /** A claim that has not ended, whoever has it; undefined otherwise. */
  claimOf(key: string): Promise<ClaimInWindow | undefined>;
  /** How a claim has ended; undefined before, and for one that was given back. */
  endOf(key: string): Promise<WorkEnd | undefined>;
  /** Without the first `known` that have ended. A person who has something tried again takes nothing away from it. */
  tally(reference: string, known: number): Promise<WorkTally>;
  /** Puts the run on record, for hosts that ask by themselves; an older one does no harm. */
  keepRun(reference: string, run: RunOnRecord): Promise<void>;
  /**
   * Puts the start on record, before the executor is asked. `first` exactly once for each key; `again` when it was before, so
   * that the executor is to be observed. Undefined when it must not be begun (halted, over, past the end rule) or has ended.
   */
  begin(key: string, now: number): Promise<{ readonly is: 'first' | 'again'; readonly begunAt: number } | undefined>;
  /** Keeps what the executor says of work under way. */
  keepEvidence(key: string, evidence: WorkEvidence): Promise<void>;
  /** Ends a claim, in every window that it is the work of; false when it has ended before. `unknown` can still end otherwise. */
  end(key: string, outcome: WorkOutcome, now: number): Promise<boolean>;
  /** Gives back a claim that was not begun; false when it was. */
  release(key: string, now: number): Promise<boolean>;
  counts(reference: string): Promise<WorkCounts>;
  /** The kinds of what is due. */
  dueKinds(reference: string): Promise<readonly string[]>;
  /** What is due of these kinds, in the order of the work. */
  due(reference: string, kinds: readonly string[], limit: number): Promise<readonly ClaimedWork['resource'][]>;
  /** Keeps what a look before the work has found, for people to read. */
  keepHealth(reference: string, seen: readonly SeenHealth[]): Promise<void>;
  /** Windows that have not begun, and have nothing left to do now that the claim has ended. */
  doneAhead(key: string): Promise<readonly DoneAhead[]>;
  /** The window is over: what is due is due no longer. How many these are. */
  close(reference: string, now: number): Promise<number>;
}
