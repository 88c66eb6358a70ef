import { patched } from '@temporalio/workflow';
import { withAuthority } from '../domain/window/authority';
import type { WindowState } from '../domain/window/types';
import { withUnplanned } from '../domain/window/unplanned';

/**
 * The state under the rules of today about who may give a command and what becomes of one that does not go as planned; a window of
 * version 0.2.0 takes them on with its next step.
 */
export function governed(state: WindowState): WindowState {
  const authorised = state.authority || !patched('authority') ? state : withAuthority(state);
  return authorised.policy.unplanned || !patched('unplanned') ? authorised : withUnplanned(authorised);
}

/** The same for a validator, which is not part of a history: always the rules of today. */
export function underTodaysRules(state: WindowState): WindowState {
  return withUnplanned(withAuthority(state));
}
