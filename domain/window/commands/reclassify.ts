import { z } from 'zod';
import { APPROVERS, READERS } from '../../shared/roles';
import type { WindowEvent } from '../events';
import { emergency, justification } from '../spec-fields';
import { className, classOf, nameOfClass, unknownClass, type NamedClass } from '../classes';
import type { WindowSpec } from '../types';
import { command, common, override, reason } from './command';
import { changed, owes, toldAt } from './plan-change';
import { accept, AHEAD, refuse, WORKING, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

const schema = z.strictObject({
  ...common,
  class: className,
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
    const { class: from, className: fromName } = state.spec;
    const named = classOf(given.class, state.policy);
    // a window has the classes of the rules it was opened with (P6)
    if (!named) return refuse('invalid-body', `The class ${unknownClass(given.class, state.policy)}.`, 'class');
    const { class: to, className: toName } = named;
    const isUnderWay = WORKING.includes(state.phase);
    if (!AHEAD.includes(state.phase) && !(isUnderWay && to === 'emergency')) {
      return isUnderWay
        ? refuse(
            'wrong-phase',
            `The work is under way; it can only become an emergency now, not ${nameOfClass(named)}.`,
            'class',
          )
        : wrongPhase(state, 'reclassify', [...AHEAD, ...WORKING]);
    }
    if (from === to && fromName === toName)
      return refuse('same-class', `The window is of class ${nameOfClass(named)} already.`, 'class');
    const lacks = dutiesMissing(given, named);
    if (lacks) return lacks;
    const { className: _before, ...plan } = state.spec;
    const spec: WindowSpec = { ...plan, ...named };
    const debt = isUnderWay ? undefined : owes(state, spec, toldAt(state) ?? now, given.override);
    if (debt) return debt;
    const reclassified: WindowEvent = {
      type: 'reclassified',
      from,
      to,
      reason: given.reason,
      ...optional({ fromName, toName, justification: given.justification, emergency: given.emergency }),
    };
    const events = changed(state, reclassified, 'changed', given.override);
    if (to !== 'emergency' || state.rfo.owed) return accept(...events);
    return accept(...events, { type: 'rfo-owed', because: 'every emergency owes a reason-for-outage report' });
  },
});

/** What the class asks for and the body does not have, or the other way round. */
function dutiesMissing(
  { justification: why, emergency: urgent }: z.output<typeof schema>,
  { class: to, className: own }: NamedClass,
) {
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
    return refuse('invalid-body', `emergency belongs to class emergency, not ${own ?? to}: leave it out.`, 'emergency');
  }
  return undefined;
}
