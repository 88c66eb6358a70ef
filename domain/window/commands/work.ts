import { NO_WORK } from './skip-work';
import { refuse, WORKING, wrongPhase } from './verdict';
import type { WindowState } from '../types';

/** Why there is no work to halt or to let go on; undefined when there is. */
export function notAtWork(state: WindowState) {
  if (!state.spec.work) return refuse('no-work', NO_WORK);
  if (!WORKING.includes(state.phase) || !state.work) return wrongPhase(state, 'this command', WORKING);
  if (state.work.state === 'aborted') {
    return refuse('already-done', 'The work is aborted for good. Plan another window for what is left.');
  }
  if (state.work.state === 'finished') return refuse('already-done', 'The work is finished. Nothing was changed.');
  return undefined;
}
