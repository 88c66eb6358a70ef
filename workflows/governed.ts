import { patched } from '@temporalio/workflow';
import { withAuthority } from '../domain/window/authority';
import type { WindowState } from '../domain/window/types';

/** The state under the rules of today about who may give a command; a window of version 0.2.0 takes them on with its next step. */
export function governed(state: WindowState): WindowState {
  return state.authority || !patched('authority') ? state : withAuthority(state);
}
