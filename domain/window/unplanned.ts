import { UNPLANNED } from '../notices/notice-policy';
import type { WindowState } from './types';

/** A window of version 0.2.0 under the rules of today for commands about work that does not go as planned (L12–L14). */
export function withUnplanned(state: WindowState): WindowState {
  return state.policy.unplanned ? state : { ...state, policy: { ...state.policy, unplanned: UNPLANNED } };
}
