import { toIso } from '../../shared/time';
import { debtRefusal, noticeDebt } from '../../notices/notice-debt';
import { tellsDate } from '../../notices/notice-kinds';
import { describeScope } from '../../planning/scope';
import { begin, wasTold } from '../begun-notices';
import { tellStaff } from '../duties/staff-lists';
import { checkSlot } from '../plan-rules';
import { worded } from '../spec-fields';
import type { WindowEvent } from '../events';
import type { Slot, WindowSpec, WindowState, Wording } from '../types';
import { accept, AHEAD, DONE, optional, refuse, WORKING, wrongPhase, type Decision, type Of } from './verdict';

/**
 * Changes of plan (L5, L7, L10, N9, N11): date, scope, class, the alternate night, cancellation. Each is a new revision, and
 * whoever was told hears of it. `now` is UTC ms. What needs the inventory (conflicts, newcomers' debts) the step's record
 * checks, see domain/planning.
 */

export function decideReschedule(state: WindowState, command: Of<'reschedule'>, now: number): Decision {
  if (!AHEAD.includes(state.phase)) {
    if (!WORKING.includes(state.phase)) return wrongPhase(state, 'reschedule', AHEAD);
    return refuse(
      'wrong-phase',
      `The window is ${state.phase}: the work has begun. Use extend for a later end, or cancel it.`,
    );
  }
  const { slot } = state.spec;
  const to = { startsAt: command.start, endsAt: command.end };
  if (to.startsAt === slot.startsAt && to.endsAt === slot.endsAt) {
    return refuse(
      'same-slot',
      `The window is planned for ${toIso(slot.startsAt)} to ${toIso(slot.endsAt)} already.`,
      'start',
    );
  }
  return moveTo(state, to, command, now, now);
}

/** L10: the first night is called off in time, so the alternate one is used. */
export function decideUseAlternate(state: WindowState, command: Of<'useAlternate'>, now: number): Decision {
  if (!AHEAD.includes(state.phase)) return wrongPhase(state, 'useAlternate', AHEAD);
  const { alternate } = state.spec;
  if (!alternate) return noAlternate();
  // customers have known of this night as long as of the first one
  return moveTo(state, alternate.slot, command, now, toldAt(state));
}

/** L10: the first night stands; whoever was told of two hears that one is free. */
export function decideReleaseAlternate(state: WindowState): Decision {
  if (!AHEAD.includes(state.phase)) return wrongPhase(state, 'releaseAlternate', AHEAD);
  return state.spec.alternate ? accept(...releaseAlternate(state, state.spec.alternate.slot)) : noAlternate();
}

function noAlternate(): Decision {
  return refuse('no-alternate', 'The window has no alternate night (any more). Use reschedule for another date.');
}

/** The events of releasing the alternate night, by command or by the clock. */
export function releaseAlternate(state: WindowState, slot: Slot): WindowEvent[] {
  const next = { ...state, revision: state.revision + 1 };
  return [{ type: 'alternate-released', slot }, ...(wasTold(state) ? [begin(next, 'changed')] : [])];
}

function moveTo(
  state: WindowState,
  to: Slot,
  command: Of<'reschedule' | 'useAlternate'>,
  now: number,
  told = now,
): Decision {
  const fault = checkSlot(to, now, { startField: 'start', endField: 'end', mayHaveStarted: false });
  if (fault) return { refusal: fault };
  const { slot: from } = state.spec;
  const debt = owes(state, { ...state.spec, slot: to }, told, command.override);
  if (debt) return debt;
  const rescheduled: WindowEvent = { type: 'rescheduled', from, to, reason: command.reason };
  return changed(state, rescheduled, 'rescheduled', command.override);
}

export function decideRescope(state: WindowState, command: Of<'rescope'>): Decision {
  if (!AHEAD.includes(state.phase)) return wrongPhase(state, 'rescope', AHEAD);
  const { scope: from } = state.spec;
  if (JSON.stringify(from) === JSON.stringify(command.scope)) {
    return refuse('same-scope', `The window touches ${describeScope(from)} already.`, 'scope');
  }
  return changed(
    state,
    { type: 'rescoped', from, to: command.scope, reason: command.reason },
    'changed',
    command.override,
  );
}

/** N1–N3: another class, with its duties: expedited is justified, an emergency says why and owes a report. */
export function decideReclassify(state: WindowState, command: Of<'reclassify'>, now: number): Decision {
  const { class: from } = state.spec;
  const { class: to } = command;
  const isUnderWay = WORKING.includes(state.phase);
  if (!AHEAD.includes(state.phase) && !(isUnderWay && to === 'emergency')) {
    return isUnderWay
      ? refuse('wrong-phase', `The work is under way; it can only become an emergency now, not ${to}.`, 'class')
      : wrongPhase(state, 'reclassify', [...AHEAD, ...WORKING]);
  }
  if (from === to) return refuse('same-class', `The window is of class ${to} already.`, 'class');
  if (to === 'expedited' && command.justification === undefined) {
    return refuse(
      'invalid-body',
      'justification is required for an expedited window: why it cannot wait (N2).',
      'justification',
    );
  }
  if (to === 'emergency' && command.emergency === undefined) {
    return refuse('invalid-body', 'emergency is required: trigger, necessity, risk and mitigation (E1).', 'emergency');
  }
  if (to !== 'emergency' && command.emergency !== undefined) {
    return refuse('invalid-body', `emergency belongs to class emergency, not ${to}: leave it out.`, 'emergency');
  }
  const spec: WindowSpec = { ...state.spec, class: to };
  const debt = isUnderWay ? undefined : owes(state, spec, toldAt(state) ?? now, command.override);
  if (debt) return debt;
  const { reason } = command;
  const reclassified: WindowEvent = {
    type: 'reclassified',
    from,
    to,
    reason,
    ...(command.justification === undefined ? {} : { justification: command.justification }),
    ...(command.emergency === undefined ? {} : { emergency: command.emergency }),
  };
  const decision = changed(state, reclassified, 'changed', command.override);
  if (to !== 'emergency' || state.rfo.owed || !('events' in decision)) return decision;
  return accept(...decision.events, { type: 'rfo-owed', because: 'every emergency owes a reason-for-outage report' });
}

export function decideEdit(state: WindowState, command: Of<'edit'>): Decision {
  if (!AHEAD.includes(state.phase)) {
    return refuse(
      'wrong-phase',
      `The window is ${state.phase}; what customers read is worded before the work. Use post for a word now.`,
    );
  }
  const { title, introduction, impactDescription, customerAction, translations, reason } = command;
  const wording = {
    ...optional('title', title),
    ...optional('introduction', introduction),
    ...optional('impactDescription', impactDescription),
    ...optional('customerAction', customerAction),
  };
  if (saysTheSame(state.spec, wording, translations)) {
    return refuse('already-done', 'These are the words in force already. Nothing was changed.');
  }
  const edited: WindowEvent = {
    type: 'edited',
    wording,
    ...(translations ? { translations: worded(translations) } : {}),
    ...optional('reason', reason),
  };
  return changed(state, edited, 'changed', undefined);
}

/** Customers hear of every edit, so one that leaves each sentence as it is must not be one. */
function saysTheSame(spec: WindowSpec, wording: Wording, translations: Of<'edit'>['translations']): boolean {
  const own: Wording = { ...spec, impactDescription: spec.impact.description };
  const isSame = (given: Wording, known: Wording | undefined) =>
    Object.entries(given).every(([field, words]) => words === undefined || known?.[field as keyof Wording] === words);
  return (
    isSame(wording, own) &&
    Object.entries(worded(translations ?? {})).every(([locale, words]) => isSame(words, spec.translations?.[locale]))
  );
}

export function decideCancel(state: WindowState, command: Of<'cancel'>): Decision {
  if (state.phase === 'cancelled')
    return refuse('already-done', 'The window is cancelled already. Nothing was changed.');
  if (DONE.includes(state.phase)) {
    return refuse('wrong-phase', `The window is ${state.phase}: the work is done, so it cannot be cancelled.`);
  }
  return changed(state, { type: 'cancelled', reason: command.reason }, 'cancelled', undefined);
}

/** The change with its notice, where somebody was told before, and the override where one was given. */
function changed(
  state: WindowState,
  event: WindowEvent,
  kind: 'rescheduled' | 'changed' | 'cancelled',
  override: string | undefined,
): Decision {
  const next = { ...state, revision: state.revision + 1 };
  return accept(
    ...(override === undefined ? [] : [{ type: 'rule-overridden', reason: override } as const]),
    event,
    ...(wasTold(state) ? [begin(next, kind), ...tellStaff(next)] : []),
  );
}

/** N11: the refusal where the changed window would owe its customers notice, unless somebody answers for it. */
function owes(
  state: WindowState,
  spec: WindowSpec,
  toldAt: number,
  override: string | undefined,
): Decision | undefined {
  if (!state.policy.process || override !== undefined) return undefined;
  const debt = noticeDebt(spec, toldAt, state.policy);
  return debt ? { refusal: debtRefusal(debt, spec, toldAt, 'start') } : undefined;
}

/** When customers first heard the date in force. */
function toldAt(state: WindowState): number | undefined {
  return state.notices.findLast(({ kind }) => tellsDate(kind) === 'first')?.begunAt;
}
