import { begin } from '../begun-notices';
import { describeDuration, toIso } from '../../shared/time';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';
import { accept, DONE, optional, refuse, WORKING, wrongPhase, type Decision, type Of } from './verdict';

/** The night of the work: start, word, new end, checks, completion (L2–L6, E3). `now` is UTC ms. */

export function decideStart(state: WindowState, command: Of<'start'>, now: number): Decision {
  if (state.startedAt !== undefined) {
    return refuse('already-done', `The work started at ${toIso(state.startedAt)}. Nothing was changed.`);
  }
  if (state.phase === 'approved' || state.phase === 'draft') {
    return refuse(
      'too-early',
      'Customers have not been told of this window yet, so it cannot start. Wait for the announcement, or open an emergency.',
    );
  }
  if (state.phase !== 'announced') return wrongPhase(state, 'start', ['announced']);
  const earliest = state.spec.slot.startsAt - state.policy.earlyStartMs;
  if (state.spec.class !== 'emergency' && now < earliest) {
    return refuse(
      'too-early',
      `The planned start, which customers know, is ${toIso(state.spec.slot.startsAt)}, in ${describeDuration(state.spec.slot.startsAt - now)}; ` +
        `the work may start from ${toIso(earliest)}. Reschedule the window to start earlier.`,
    );
  }
  return accept({ type: 'started', ...optional('note', command.note) }, begin(state, 'started'));
}

export function decidePost(state: WindowState, command: Of<'post'>, now: number): Decision {
  if (state.phase !== 'announced' && !WORKING.includes(state.phase) && state.phase !== 'completed') {
    return wrongPhase(state, 'post', ['announced', ...WORKING, 'completed']);
  }
  if (command.nextUpdateBy !== undefined && !WORKING.includes(state.phase)) {
    return refuse(
      'wrong-phase',
      'A next update can be promised only during the work. Leave nextUpdateBy out.',
      'nextUpdateBy',
    );
  }
  if (command.nextUpdateBy !== undefined && command.nextUpdateBy <= now) {
    return refuse(
      'end-in-past',
      `The next update is promised for ${toIso(command.nextUpdateBy)}, which has passed; it is ${toIso(now)}. Promise a later one or leave it out.`,
      'nextUpdateBy',
    );
  }
  const posted: WindowEvent = {
    type: 'progress-posted',
    message: command.message,
    ...optional('nextUpdateBy', command.nextUpdateBy),
    ...(command.notify ? {} : { quiet: true }),
  };
  return command.notify ? accept(posted, begin(state, 'progress')) : accept(posted);
}

export function decideVerify(state: WindowState, command: Of<'verify'>): Decision {
  if (state.phase === 'verifying')
    return refuse('already-done', 'The work is being verified already. Nothing was changed.');
  if (!WORKING.includes(state.phase)) return wrongPhase(state, 'verify', ['in-progress', 'overdue']);
  return accept({ type: 'verifying', ...optional('note', command.note) });
}

/** E3: what was checked after the work. */
export function decideTick(state: WindowState, command: Of<'tick'>): Decision {
  if (!WORKING.includes(state.phase)) return wrongPhase(state, 'tick', WORKING);
  const steps = state.spec.verification?.steps ?? [];
  const text = steps[command.step - 1];
  if (text === undefined) {
    const has = steps.length === 0 ? 'no verification steps' : `the verification steps 1 to ${String(steps.length)}`;
    return refuse('no-such-step', `The window has ${has}, not ${String(command.step)}.`, 'step');
  }
  if (state.ticks?.includes(command.step)) {
    return refuse(
      'already-done',
      `Step ${String(command.step)}, "${text}", is ticked off already. Nothing was changed.`,
    );
  }
  return accept({ type: 'ticked', step: command.step, text });
}

/** L6: the work lasts longer, and everybody affected hears the new end. A shorter one needs no command: complete it. */
export function decideExtend(state: WindowState, command: Of<'extend'>, now: number): Decision {
  if (!WORKING.includes(state.phase)) {
    return refuse(
      'wrong-phase',
      `The window is ${state.phase}; extend is for work under way. Before the start use reschedule.`,
    );
  }
  const { slot } = state.spec;
  if (command.end <= now) {
    return refuse(
      'end-in-past',
      `The new end ${toIso(command.end)} was ${describeDuration(now - command.end)} ago; it is ${toIso(now)}. Give an end that lies ahead.`,
      'end',
    );
  }
  if (command.end <= slot.endsAt) {
    return refuse(
      'not-later',
      `The planned end is ${toIso(slot.endsAt)}; ${toIso(command.end)} is not later. To end early, complete the work.`,
      'end',
    );
  }
  const next = { ...state, revision: state.revision + 1 };
  const to = { startsAt: slot.startsAt, endsAt: command.end };
  return accept({ type: 'extended', from: slot, to, reason: command.reason }, begin(next, 'extended'));
}

/** E3: with steps left to check it is not completed; E4: work that ran past its end owes a report. */
export function decideComplete(state: WindowState, command: Of<'complete'>, now: number): Decision {
  if (DONE.includes(state.phase) && state.endedAt !== undefined) {
    return refuse('already-done', `The work was completed at ${toIso(state.endedAt)}. Nothing was changed.`);
  }
  if (!WORKING.includes(state.phase)) {
    return refuse(
      'wrong-phase',
      `The window is ${state.phase}: what has not started cannot be completed. Start it first, or cancel it.`,
    );
  }
  const left = openSteps(state);
  if (left.length > 0 && command.override === undefined) {
    return refuse(
      'verification-open',
      `${String(left.length)} of ${String(state.spec.verification?.steps.length ?? 0)} verification steps are not ticked off: ${left.join('; ')}. ` +
        'Tick them off with tick, or complete with an override that says why they are skipped.',
    );
  }
  const events: WindowEvent[] = [
    ...overridden(left.length > 0 ? command.override : undefined),
    {
      type: 'completed',
      ...optional('message', command.message),
      ...optional('customerImpactMinutes', command.customerImpactMinutes),
    },
  ];
  const late = now - state.spec.slot.endsAt;
  if (!state.rfo.owed && (state.wasOverdue || late > 0)) {
    events.push({ type: 'rfo-owed', because: overranWords(late) });
  }
  return accept(...events, begin(state, 'completed'));
}

function openSteps(state: WindowState): string[] {
  const steps = state.spec.verification?.steps ?? [];
  return steps
    .map((text, index) => `${String(index + 1)} ${text}`)
    .filter((_, index) => !state.ticks?.includes(index + 1));
}

function overridden(reason: string | undefined): WindowEvent[] {
  return reason === undefined ? [] : [{ type: 'rule-overridden', reason }];
}

function overranWords(late: number): string {
  return late > 0
    ? `the work ran ${describeDuration(late)} past its planned end`
    : 'the work ran past the end that was planned before it was extended';
}
