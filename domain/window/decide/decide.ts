import type { Command } from '../commands';
import { decideApprove, decideNominate, decideWithdraw } from './approval';
import { refuse, type Decision } from './verdict';
import { decideComplete, decideExtend, decidePost, decideStart, decideTick, decideVerify } from './life';
import {
  decideCancel,
  decideEdit,
  decideReclassify,
  decideReleaseAlternate,
  decideReschedule,
  decideRescope,
  decideUseAlternate,
} from './plan';
import { decideRetryFailed, decideWriteOff } from './repair';
import { decideApproveRfo, decideDraftRfo } from './report';
import type { WindowState } from '../types';

export type { Decision } from './verdict';

/** Every rule about what people may do to a window, and when. Pure: `now` is UTC ms. */
export function decide(state: WindowState, command: Command, now: number): Decision {
  if (command.expectedRevision !== undefined && command.expectedRevision !== state.revision) {
    return refuse(
      'stale-revision',
      `You looked at revision ${String(command.expectedRevision)}; the window is at revision ${String(state.revision)}. Read it again, then decide.`,
    );
  }
  switch (command.name) {
    case 'approve':
      return decideApprove(state, command, now);
    case 'withdraw':
      return decideWithdraw(state, command);
    case 'nominate':
      return decideNominate(state, command);
    case 'edit':
      return decideEdit(state, command);
    case 'reschedule':
      return decideReschedule(state, command, now);
    case 'rescope':
      return decideRescope(state, command);
    case 'reclassify':
      return decideReclassify(state, command, now);
    case 'useAlternate':
      return decideUseAlternate(state, command, now);
    case 'releaseAlternate':
      return decideReleaseAlternate(state);
    case 'start':
      return decideStart(state, command, now);
    case 'post':
      return decidePost(state, command, now);
    case 'extend':
      return decideExtend(state, command, now);
    case 'verify':
      return decideVerify(state, command);
    case 'tick':
      return decideTick(state, command);
    case 'complete':
      return decideComplete(state, command, now);
    case 'cancel':
      return decideCancel(state, command);
    case 'writeOff':
      return decideWriteOff(state, command);
    case 'draftRfo':
      return decideDraftRfo(state, command);
    case 'approveRfo':
      return decideApproveRfo(state, command);
    case 'retryFailed':
      return decideRetryFailed(state, command);
  }
}
