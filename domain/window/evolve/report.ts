import { cleared, needs, raised } from '../attention';
import type { EventOf } from '../events';
import type { WindowState } from '../types';
import { escalating } from './overrun';

/** The report is owed and late (E4): somebody must look, and the first step of an escalation. */
export function reportLate(state: WindowState, at: number): WindowState {
  const because = 'The reason-for-outage report is owed and has not been published';
  const late = raised(state, 'rfo-late', because, at);
  return state.policy.aftermath ? escalating(late, because, at) : late;
}

/** A version is out. The final one ends what was escalated about it. */
export function reportPublished(state: WindowState, { version, final }: EventOf<'rfo-published'>): WindowState {
  const { authors: _authors, ...rfo } = state.rfo;
  const published = { ...state, rfo: { ...rfo, published: version, finalPublished: final } };
  if (!final || !needs(published, 'rfo-late')) return published;
  const { overrun: _answered, ...rest } = cleared(published, 'rfo-late', 'escalation');
  return rest;
}
