import type { WindowState } from '../types';
import { accept, refuse, WORKING, wrongPhase, type Decision, type Of } from './verdict';
import { begin } from '../begun-notices';

/** The reason-for-outage report (E4). */

export function decideDraftRfo(state: WindowState, command: Of<'draftRfo'>): Decision {
  if (state.startedAt === undefined || state.phase === 'closed' || state.phase === 'cancelled') {
    return wrongPhase(state, 'draftRfo', [...WORKING, 'completed']);
  }
  if (command.state === 'final' && state.phase !== 'completed') {
    return refuse(
      'wrong-phase',
      `The window is ${state.phase}: a final RFO can be written once the work is completed. Draft it with state "preliminary" until then.`,
      'state',
    );
  }
  const { name: _name, by: _by, expectedRevision: _revision, ...text } = command;
  return accept({ type: 'rfo-drafted', version: state.rfo.drafted + 1, text });
}

export function decideApproveRfo(state: WindowState, command: Of<'approveRfo'>): Decision {
  const { drafted, published, draft } = state.rfo;
  if (!draft) return refuse('no-rfo-draft', 'No RFO has been drafted. Draft one with draftRfo, then approve it.');
  if (command.version !== undefined && command.version !== drafted) {
    return refuse(
      'stale-revision',
      `You approve version ${String(command.version)}; the latest draft is version ${String(drafted)}. Read that one, then approve it.`,
      'version',
    );
  }
  if (published === drafted) {
    return refuse(
      'already-done',
      `Version ${String(published)} has been published. Draft a new one with draftRfo to correct it.`,
    );
  }
  if (state.phase === 'closed' || state.phase === 'cancelled') return wrongPhase(state, 'approveRfo', ['completed']);
  return accept(
    { type: 'rfo-published', version: drafted, final: draft.state === 'final' },
    begin(state, 'rfo', { ordinal: drafted }),
  );
}
