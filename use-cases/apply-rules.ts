import type { NoticePolicy } from '../domain/notices/notice-policy';
import { refusalError, type Refusal } from '../domain/shared/errors';
import { optional } from '../domain/shared/optional';
import { policyChanges, type RuleChange } from '../domain/rules/written-policy';
import { decideRules, underRules } from '../domain/window/apply-rules';
import { keepingClass } from '../domain/window/classes';
import type { Giver } from '../domain/window/commands/command';
import { planOf, type PlannedNotice } from '../domain/window/duties/agenda';
import { evolve } from '../domain/window/evolve/evolve';
import type { WindowState } from '../domain/window/types';
import type { WindowView } from '../domain/window/view';
import type { Database } from '../store/database/database';
import type { Viewer } from '../store/windows/viewer';
import { getTimeline } from '../store/windows/windows';
import type { WindowsClient } from '../temporal/windows-client';
import { findWindow, unknownWindow } from './find-window';
import { notAtWork } from './give-command';
import type { WindowRules } from './open-window';

export interface RulesDependencies {
  readonly db: Database;
  readonly rules: WindowRules;
}

/** What the rules of today would change for a window; nothing where `changes` is empty. */
export interface RulesDifference {
  readonly changes: readonly RuleChange[];
  /** Those of today; a class of the window's own that they lack stays (P6). */
  readonly policy: NoticePolicy;
  /** The notices still to come by the rules it goes by, and by those of today. */
  readonly plan: readonly PlannedNotice[];
  readonly planThen: readonly PlannedNotice[];
  /** Why the window would not take them now; a notice debt can be overridden. */
  readonly refusal: Refusal | undefined;
}

/**
 * Compares the rules the window goes by with those that one opened at `now` (UTC ms) would (P6). Reads only. Throws KnownError
 * `not-found`.
 */
export async function rulesDifference(
  { db, rules }: RulesDependencies,
  reference: string,
  viewer: Viewer,
  now: number,
): Promise<RulesDifference> {
  await findWindow(db, reference, viewer);
  const events = await getTimeline(db, reference, { organizationId: null });
  const state = events.reduce<WindowState | undefined>(evolve, undefined);
  if (!state) throw unknownWindow(reference);
  const policy = keepingClass(state.spec, state.policy, rules.policyAt(now));
  const verdict = decideRules(state, { policy }, now);
  return {
    changes: policyChanges(state.policy, policy),
    policy,
    plan: planOf(state),
    planThen: planOf(underRules(state, policy, now)),
    refusal: 'refusal' in verdict && verdict.refusal.code !== 'already-done' ? verdict.refusal : undefined,
  };
}

interface AppliedRules {
  readonly reference: string;
  /** Why a notice debt is accepted (N11). */
  readonly override: string | undefined;
  readonly giver: Giver;
  readonly viewer: Viewer;
  /** UTC ms. */
  readonly now: number;
}

/**
 * Has a sleeping window go by the rules of today (P6). Throws KnownError: `not-found`; `already-done` when it does already; `wrong-phase`;
 * `notice-debt` where they promise more notice than is left; and Temporal's.
 */
export async function applyRules(
  deps: RulesDependencies & { readonly windows: Pick<WindowsClient, 'applyRules'> },
  { reference, override, giver, viewer, now }: AppliedRules,
): Promise<WindowView> {
  const { changes, policy, refusal } = await rulesDifference(deps, reference, viewer, now);
  if (refusal && (refusal.code !== 'notice-debt' || override === undefined)) throw refusalError(refusal);
  if (changes.length === 0) throw refusalError(SAME);
  return deps.windows
    .applyRules(reference, { policy, ...optional({ override }) }, giver)
    .catch((error: unknown) => notAtWork(deps.db, reference, error));
}

const SAME: Refusal = {
  code: 'already-done',
  detail: 'The window goes by the rules in force already. Nothing was changed.',
};
