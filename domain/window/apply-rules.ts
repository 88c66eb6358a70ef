import { z } from 'zod';
import { debtRefusal, noticeDebt } from '../notices/notice-debt';
import type { NoticePolicy } from '../notices/notice-policy';
import { readPolicy } from '../notices/policy-schema';
import { policyChanges } from '../rules/written-policy';
import { toldAt } from './commands/plan-change';
import { accept, refuse, wrongPhase, type Verdict } from './commands/verdict';
import { planOf } from './duties/agenda';
import type { Phase, WindowState } from './types';

/**
 * A window keeps the rules it was opened with. Somebody can move one that still sleeps to the rules of today, deliberately (P6).
 */

/** The rules a window is to go by from now on. */
export interface NewRules {
  readonly policy: NoticePolicy;
  /** Why a notice debt is accepted (N11). */
  readonly override?: string;
}

const words = z.object({ policy: z.unknown(), override: z.string().min(1).max(2_000).exactOptional() });

/** Undefined when it cannot be read. */
export function readNewRules(raw: unknown): NewRules | undefined {
  const { data } = words.safeParse(raw);
  const policy = readPolicy(data?.policy);
  return data && policy && { ...data, policy };
}

/** While a window sleeps: once its start has come, customers and staff go by what they were told. */
const ASLEEP: readonly Phase[] = ['draft', 'approved', 'announced'];

/** `now` is UTC ms; the rules have the window's own class, see `keepingClass`. Pure. */
export function decideRules(
  state: WindowState,
  { policy, override }: NewRules,
  now: number,
): Verdict<'wrong-phase' | 'already-done' | 'notice-debt'> {
  if (!ASLEEP.includes(state.phase)) return wrongPhase(state, 'applyRules', ASLEEP);
  const changes = policyChanges(state.policy, policy);
  if (changes.length === 0) {
    return refuse('already-done', 'The window goes by these rules already. Nothing was changed.');
  }
  const debt = noticeDebt(state.spec, toldAt(state) ?? now, policy);
  // what it owed before it owes still, and nobody promises more
  const isNew = debt && debt.promisedMs > (noticeDebt(state.spec, toldAt(state) ?? now, state.policy)?.promisedMs ?? 0);
  if (isNew && override === undefined) return { refusal: debtRefusal(debt, state.spec, 'override') };
  return accept(...(override === undefined ? [] : [{ type: 'rule-overridden', reason: override } as const]), {
    type: 'rules-applied',
    policy,
    changes,
  });
}

/**
 * The state under other rules. A reminder whose moment has passed by then is none of theirs: its readers would take it for one in
 * time. Those of the rules before that are just leaving leave.
 */
export function underRules(state: WindowState, policy: NoticePolicy, at: number): WindowState {
  const next = { ...state, policy };
  if (state.phase !== 'announced') return next;
  const leaving = planOf(state).filter((notice) => notice.at <= at);
  const upTo = Math.min(at, ...leaving.map((notice) => notice.at - 1));
  return { ...next, foldedUpTo: Math.max(state.foldedUpTo ?? 0, upTo) };
}
