import { noticeDebt } from '../notices/notice-debt';
import { changesPlan, type ConflictKind } from '../planning/conflicts';
import { describeDuration, toIso } from '../shared/time';
import { nameOfClass } from '../window/classes';
import type { RecordedEvent } from '../window/events';
import { evolve } from '../window/evolve/evolve';
import type { WindowState } from '../window/types';

/** A rule that was not kept: a promise of notice, the check-list after the work, or a conflict with another plan. */
export interface BrokenRule {
  readonly kind: 'notice' | 'verification' | ConflictKind;
  /** With the figures and names: for staff, because names are those of other customers too. */
  readonly text: string;
}

/** Something that was done although a rule was against it (L9, N11), for the proof of notice. Instants are UTC ms. */
export interface Accepted {
  /** The revision it led to. */
  readonly revision: number;
  readonly at: number;
  readonly by: string;
  /** The reason of whoever answered for it; null where the plan could not wait, as an emergency and work under way. */
  readonly reason: string | null;
  /** Empty when no rule was broken. */
  readonly rules: readonly BrokenRule[];
}

interface FoundConflict {
  readonly kind: string;
  readonly text: string;
  readonly revision: number;
  readonly blocking: boolean;
}

/** What was accepted in a window's life, in order. `conflicts` are those on record, of every revision. */
export function acceptedIn(history: readonly RecordedEvent[], conflicts: readonly FoundConflict[]): Accepted[] {
  const accepted: Accepted[] = [];
  let before: WindowState | undefined;
  let override: string | undefined;
  for (const recorded of history) {
    const { event, at, by } = recorded;
    const state = evolve(before, recorded);
    if (event.type === 'opened') override = event.override;
    if (event.type === 'rule-overridden') {
      override = event.reason;
    } else {
      const rules = rulesBroken(recorded, { before, state, isOverridden: override !== undefined, conflicts });
      if (override !== undefined || rules.length > 0) {
        accepted.push({ revision: state.revision, at, by, reason: override ?? null, rules });
      }
      override = undefined;
    }
    before = state;
  }
  return accepted;
}

interface Around {
  readonly before: WindowState | undefined;
  readonly state: WindowState;
  readonly isOverridden: boolean;
  readonly conflicts: readonly FoundConflict[];
}

function rulesBroken({ event, at }: RecordedEvent, { before, state, isOverridden, conflicts }: Around): BrokenRule[] {
  const found =
    event.type === 'opened' || changesPlan(event)
      ? conflicts.filter(({ revision, blocking }) => blocking && revision === state.revision)
      : [];
  const rules = found.map(({ kind, text }): BrokenRule => ({ kind: kind as ConflictKind, text }));
  if (!isOverridden) return rules;
  if (event.type === 'completed' || event.type === 'rolled-back') return [...rules, ...unticked(before ?? state)];
  // what was told before counts for a window that only changes its class
  const toldAt = event.type === 'reclassified' ? (state.lastToldAt ?? at) : at;
  const debt = noticeDebt(state.spec, toldAt, state.policy);
  if (!debt) return rules;
  const text =
    `Class ${nameOfClass(state.spec)} promises ${debt.promised} of notice; ` +
    `${describeDuration(debt.givenMs)} were left before ${toIso(state.spec.slot.startsAt)}`;
  return [...rules, { kind: 'notice', text }];
}

function unticked({ spec, ticks = [] }: WindowState): BrokenRule[] {
  const left = (spec.verification?.steps ?? []).filter((_, index) => !ticks.includes(index + 1));
  return left.length === 0 ? [] : [{ kind: 'verification', text: `Not ticked off: ${left.join('; ')}` }];
}

const KIND_WORDS: Record<ConflictKind, string> = {
  resource: 'Another window was planned for one of the resources at the same time',
  redundancy: 'Work at the same time on resources that stand in for each other',
  organization: 'Another window for the same organization, sooner than it was promised',
  blackout: 'A time that was to be kept free of windows',
  hours: 'A time outside the hours in which work is to take place there',
  length: 'A window longer than is usual there',
};

/** The rule in words that name no other customer and no window: for what is handed to a customer (T3). */
export function inGeneral({ kind, text }: BrokenRule): BrokenRule {
  return { kind, text: kind === 'notice' || kind === 'verification' ? text : KIND_WORDS[kind] };
}

/** For a customer: what broke a promise made to customers, in general words and without the name of whoever answered (T3). */
export function acceptedForCustomer(accepted: readonly Accepted[]): Accepted[] {
  return accepted.map((one) => ({ ...one, by: '', rules: one.rules.map(inGeneral) }));
}
