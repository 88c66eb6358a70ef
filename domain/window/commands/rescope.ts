import { z } from 'zod';
import { describeScope, scopeSchema } from '../../planning/scope';
import { APPROVERS, READERS } from '../../shared/roles';
import { keepingMoves } from '../moves';
import { command, common, override, reason } from './command';
import { changed } from './plan-change';
import { accept, AHEAD, refuse, wrongPhase } from './verdict';

/** Other resources are touched; who is new in it and who is out of it hears so (N5). */
export const rescope = command({
  schema: z.strictObject({ ...common, scope: scopeSchema, reason, override }),
  summary: 'Other resources are touched.',
  when: 'before the work',
  example: { by: 'you', scope: { locations: ['eu-1/dc-1'] }, reason: 'text' },
  // whoever may override a rule gives the command with it
  roles: READERS,
  overriders: APPROVERS,
  bySignal: false,
  refusals: ['same-scope'],
  recordRefusals: ['conflict', 'notice-debt', 'unknown-scope', 'empty-audience'],
  decide(state, given) {
    if (!AHEAD.includes(state.phase)) return wrongPhase(state, 'rescope', AHEAD);
    const { scope: from } = state.spec;
    const to = keepingMoves(given.scope, state);
    if (JSON.stringify(from) === JSON.stringify(to)) {
      return refuse('same-scope', `The window touches ${describeScope(from)} already.`, 'scope');
    }
    const rescoped = { type: 'rescoped', from, to, reason: given.reason } as const;
    return accept(...changed(state, rescoped, 'changed', given.override));
  },
});
