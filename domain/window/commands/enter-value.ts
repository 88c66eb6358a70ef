import { z } from 'zod';
import { text } from '../../shared/fields';
import { optional } from '../../shared/optional';
import { STAFF } from '../../shared/roles';
import { degrade, WATCHED } from '../degradation';
import { goodText, isGoodValue, monitoringFigure, valueText } from '../monitor';
import type { Phase } from '../types';
import { command, common } from './command';
import { accept, refuse, wrongPhase } from './verdict';

/** While its result is watched, or was found bad. */
export const TAKING: readonly Phase[] = [...WATCHED, 'degraded'];

/** E3: what is measured while the result is watched, by a person or by the provider's monitoring. A bad value opens the window again. */
export const enterValue = command({
  schema: z.strictObject({
    ...common,
    value: monitoringFigure.describe('in the unit of the query'),
    note: text(2_000).optional().describe('what else is known of it, for staff'),
  }),
  summary: 'A value of what is watched after the work; a bad one opens the window again, and customers are told.',
  when: 'completed, rolled back or degraded; of a window with verification.monitor.query',
  example: { by: 'you', value: 212 },
  roles: STAFF,
  bySignal: true,
  refusals: ['invalid-body'],
  decide(state, { value, note }) {
    if (!TAKING.includes(state.phase)) return wrongPhase(state, 'enterValue', TAKING);
    const query = state.spec.verification?.monitor?.query;
    if (!query) {
      return refuse(
        'invalid-body',
        'value belongs to a window that was opened with verification.monitor.query: this one has none. Use post for a word to customers.',
        'value',
      );
    }
    const isGood = isGoodValue(query, value);
    const because = `${valueText(query, value)}, good is ${goodText(query)}`;
    return accept(
      { type: 'value-entered', query, value, isGood, ...optional({ note }) },
      ...(isGood ? [] : degrade(state, because)),
    );
  },
});
