import { z } from 'zod';
import { APPROVERS, READERS } from '../../shared/roles';
import type { WindowEvent } from '../events';
import { emergency, justification } from '../spec-fields';
import { WINDOW_CLASSES, type WindowSpec } from '../types';
import { command, common, override, reason } from './command';
import { changed, owes, toldAt } from './plan-change';
import { accept, AHEAD, refuse, WORKING, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

const schema = z.strictObject({
  ...common,
  class: z.enum(WINDOW_CLASSES),
  reason,
  justification: justification.optional().describe('for class expedited (N2)'),
  emergency: emergency.optional().describe('for class emergency (E1)'),
  override,
});

/** N1–N3: another class, with its duties: expedited is justified, an emergency says why and owes a report. */
export const reclassify = command({
  schema,
  summary: 'Another class, with its duties.',
  when: 'before the work; during the work only to an emergency',
  example: { by: 'you', class: 'expedited', justification: 'text', reason: 'text' },
  // whoever may override a rule gives the command with it
  roles: READERS,
  overriders: APPROVERS,
  bySignal: false,
  refusals: ['same-class', 'invalid-body', 'notice-debt'],
  recordRefusals: ['conflict'],
  decide(state, given, now) {
    const { class: from } = state.spec;
    const { class: to } = given;
    const isUnderWay = WORKING.includes(state.phase);
    if (!AHEAD.includes(state.phase) && !(isUnderWay && to === 'emergency')) {
      return isUnderWay
        ? refuse('wrong-phase', `The work is under way; it can only become an emergency now, not ${to}.`, 'class')
        : wrongPhase(state, 'reclassify', [...AHEAD, ...WORKING]);
    }
    if (from === to) return refuse('same-class', `The window is of class ${to} already.`, 'class');
    const lacks = dutiesMissing(given);
    if (lacks) return lacks;
    const spec: WindowSpec = { ...state.spec, class: to };
    const debt = isUnderWay ? undefined : owes(state, spec, toldAt(state) ?? now, given.override);
    if (debt) return debt;
    const reclassified: WindowEvent = {
      type: 'reclassified',
      from,
      to,
      reason: given.reason,
      ...optional({ justification: given.justification, emergency: given.emergency }),
    };
    const events = changed(state, reclassified, 'changed', given.override);
    if (to !== 'emergency' || state.rfo.owed) return accept(...events);
    return accept(...events, { type: 'rfo-owed', because: 'every emergency owes a reason-for-outage report' });
  },
});

/** What the class asks for and the body does not have, or the other way round. */
function dutiesMissing({ class: to, justification: why, emergency: urgent }: z.output<typeof schema>) {
  if (to === 'expedited' && why === undefined) {
    return refuse(
      'invalid-body',
      'justification is required for an expedited window: why it cannot wait (N2).',
      'justification',
    );
  }
  if (to === 'emergency' && urgent === undefined) {
    return refuse('invalid-body', 'emergency is required: trigger, necessity, risk and mitigation (E1).', 'emergency');
  }
  if (to !== 'emergency' && urgent !== undefined) {
    return refuse('invalid-body', `emergency belongs to class emergency, not ${to}: leave it out.`, 'emergency');
  }
  return undefined;
}
