import { cleared, raised } from '../attention';
import type { EventOf } from '../events';
import type { WindowState } from '../types';
import { escalatingAtOnce } from './overrun';
import { optional } from '../../shared/optional';

/** How events change a window while its result is watched (E3). */

/** What needs a person while the result is bad. */
const DEGRADED = 'degraded';
/** What needs a person while nobody has entered a good value. */
const VALUE_MISSED = 'value-missed';

/**
 * Open again: a phase of its own, and the first step of an escalation at once, because customers are told. What is late of the report
 * waits until systems are well.
 */
export function degraded(state: WindowState, { because }: EventOf<'degraded'>, at: number): WindowState {
  const {
    nextUpdateBy: _before,
    cadenceFrom: _counted,
    overrun: _run,
    ...rest
  } = cleared(state, 'rfo-late', VALUE_MISSED, 'escalation', 'update-missed');
  const words = `Degraded after maintenance: ${because}`;
  const open: WindowState = {
    ...raised(rest, DEGRADED, words, at),
    phase: 'degraded',
    degradation: { begunAt: at, because },
  };
  return escalatingAtOnce(open, words, at);
}

/** Well again: from here on it is watched anew, and what is owed afterwards counts. */
export function recovered(
  state: WindowState,
  { customerImpactMinutes }: EventOf<'recovered'>,
  at: number,
): WindowState {
  return {
    ...degradationEnded(state, at),
    phase: state.rollBack ? 'rolled-back' : 'completed',
    completedAt: at,
    ...optional({ customerImpactMinutes }),
  };
}

/** It has ended, by recovery or with the roll-back that it led to. */
export function degradationEnded(state: WindowState, at: number): WindowState {
  const { degradation } = state;
  if (!degradation || degradation.endedAt !== undefined) return state;
  const { nextUpdateBy: _over, overrun: _run, ...rest } = cleared(state, DEGRADED, 'escalation', 'update-missed');
  return { ...rest, degradation: { ...degradation, endedAt: at } };
}

export function valueEntered(state: WindowState, { value, isGood }: EventOf<'value-entered'>, at: number): WindowState {
  const next = { ...state, monitoringValue: { value, at, isGood } };
  const isAnswer = isGood && state.attention.some(({ code }) => code === VALUE_MISSED);
  if (!isAnswer) return next;
  const { overrun: _answered, ...rest } = cleared(next, VALUE_MISSED, 'escalation');
  return rest;
}

/** Nobody has entered a good one for as long as the result was to be watched. What is escalated already goes on. */
export function valueMissed(state: WindowState, { query }: EventOf<'value-missed'>, at: number): WindowState {
  const because = `No good value of ${query.name} has been entered`;
  const missed = raised(state, VALUE_MISSED, because, at);
  return state.overrun?.escalation ? missed : escalatingAtOnce(missed, because, at);
}

export function probeMissing(state: WindowState, { probe }: EventOf<'probe-missing'>, at: number): WindowState {
  return raised(state, 'probe-missing', `The result is not watched: no probe ${probe} is configured`, at);
}
