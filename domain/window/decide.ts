import type { Refusal } from '../errors';
import { noticeSlug, type NoticeId, type NoticeKind } from '../notice';
import { describeDuration, toIso } from '../time';
import { isOver, isUnreached } from './agenda';
import type { Command } from './commands';
import type { WindowEvent } from './events';
import type { Phase, WindowState } from './types';
import { checkSlot } from './rules';

/** What a command leads to: facts to record, or a refusal with the rule, the figures and the way out. */
export type Decision = { readonly events: readonly WindowEvent[] } | { readonly refusal: Refusal };

/** Every rule about what people may do to a window, and when. Pure: `now` is UTC ms. */
export function decide(state: WindowState, command: Command, now: number): Decision {
  if (command.expectedRevision !== undefined && command.expectedRevision !== state.revision) {
    return refuse(
      'stale-revision',
      `You looked at revision ${String(command.expectedRevision)}; the window is at revision ${String(state.revision)}. Read it again, then decide.`,
    );
  }
  switch (command.name) {
    case 'start':
      return decideStart(state, command, now);
    case 'post':
      return decidePost(state, command, now);
    case 'verify':
      return decideVerify(state, command);
    case 'complete':
      return decideComplete(state, command, now);
    case 'reschedule':
      return decideReschedule(state, command, now);
    case 'cancel':
      return decideCancel(state, command);
    case 'draftRfo':
      return decideDraftRfo(state, command);
    case 'approveRfo':
      return decideApproveRfo(state, command);
    case 'retryFailed':
      return decideRetryFailed(state, command);
  }
}

type Of<N extends Command['name']> = Extract<Command, { name: N }>;

const WORKING: readonly Phase[] = ['in-progress', 'overdue', 'verifying'];
const DONE: readonly Phase[] = ['completed', 'closed'];

function decideStart(state: WindowState, command: Of<'start'>, now: number): Decision {
  if (state.startedAt !== undefined) {
    return refuse('already-done', `The work started at ${toIso(state.startedAt)}. Nothing was changed.`);
  }
  if (state.phase === 'approved') {
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

function decidePost(state: WindowState, command: Of<'post'>, now: number): Decision {
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
  };
  return command.notify ? accept(posted, begin(state, 'progress', count(state, 'progress') + 1)) : accept(posted);
}

function decideVerify(state: WindowState, command: Of<'verify'>): Decision {
  if (state.phase === 'verifying')
    return refuse('already-done', 'The work is being verified already. Nothing was changed.');
  if (!WORKING.includes(state.phase)) return wrongPhase(state, 'verify', ['in-progress', 'overdue']);
  return accept({ type: 'verifying', ...optional('note', command.note) });
}

function decideComplete(state: WindowState, command: Of<'complete'>, now: number): Decision {
  if (DONE.includes(state.phase) && state.endedAt !== undefined) {
    return refuse('already-done', `The work was completed at ${toIso(state.endedAt)}. Nothing was changed.`);
  }
  if (!WORKING.includes(state.phase)) {
    return refuse(
      'wrong-phase',
      `The window is ${state.phase}: what has not started cannot be completed. Start it first, or cancel it.`,
    );
  }
  const events: WindowEvent[] = [
    {
      type: 'completed',
      ...optional('message', command.message),
      ...optional('customerImpactMinutes', command.customerImpactMinutes),
    },
  ];
  const late = now - state.spec.slot.endsAt;
  if (!state.rfo.owed && (state.wasOverdue || late > 0)) {
    events.push({ type: 'rfo-owed', because: `the work ran ${describeDuration(late)} past its planned end` });
  }
  return accept(...events, begin(state, 'completed'));
}

function decideReschedule(state: WindowState, command: Of<'reschedule'>, now: number): Decision {
  if (state.phase !== 'approved' && state.phase !== 'announced') {
    return wrongPhase(state, 'reschedule', ['approved', 'announced']);
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
  const fault = checkSlot(to, now, { startField: 'start', endField: 'end', mayHaveStarted: false });
  if (fault) return { refusal: fault };
  const rescheduled: WindowEvent = { type: 'rescheduled', from: slot, to, reason: command.reason };
  const next = { ...state, revision: state.revision + 1 };
  return wasTold(state) ? accept(rescheduled, begin(next, 'rescheduled')) : accept(rescheduled);
}

function decideCancel(state: WindowState, command: Of<'cancel'>): Decision {
  if (state.phase === 'cancelled')
    return refuse('already-done', 'The window is cancelled already. Nothing was changed.');
  if (DONE.includes(state.phase)) {
    return refuse('wrong-phase', `The window is ${state.phase}: the work is done, so it cannot be cancelled.`);
  }
  const cancelled: WindowEvent = { type: 'cancelled', reason: command.reason };
  const next = { ...state, revision: state.revision + 1 };
  return wasTold(state) ? accept(cancelled, begin(next, 'cancelled')) : accept(cancelled);
}

function decideDraftRfo(state: WindowState, command: Of<'draftRfo'>): Decision {
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

function decideApproveRfo(state: WindowState, command: Of<'approveRfo'>): Decision {
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
    begin(state, 'rfo', drafted),
  );
}

function decideRetryFailed(state: WindowState, command: Of<'retryFailed'>): Decision {
  if (isOver(state)) return refuse('wrong-phase', `The window is ${state.phase}; nothing is sent for it any more.`);
  const atRest = state.notices.filter(({ state: end }) => end !== 'under-way');
  const named = command.notice === undefined ? atRest : atRest.filter((n) => noticeSlug(n) === command.notice);
  const notice = named.filter(({ revision }) => revision === state.revision).findLast(isUnreached);
  if (notice) {
    const { kind, revision, ordinal } = notice;
    return accept({ type: 'notice-retried', notice: { kind, revision, ordinal } });
  }
  const which = command.notice === undefined ? 'No notice' : `The notice ${command.notice}`;
  return refuse(
    'nothing-failed',
    `${which} of revision ${String(state.revision)} has failed deliveries that are at rest. GET …/notices shows where each stands.`,
  );
}

/** Somebody has, or may have, read a date. */
function wasTold(state: WindowState): boolean {
  return state.notices.length > 0;
}

/** The event that hands a notice to its child; once per kind, ordinal and revision (N8). */
export function begin(
  state: Pick<WindowState, 'revision'>,
  kind: NoticeKind,
  ordinal = 1,
  folded: readonly string[] = [],
): WindowEvent {
  const notice: NoticeId = { kind, revision: state.revision, ordinal };
  return { type: 'notice-begun', notice, folded };
}

export function count(state: WindowState, kind: NoticeKind): number {
  return state.notices.filter((notice) => notice.kind === kind).length;
}

const accept = (...events: WindowEvent[]): Decision => ({ events });

function refuse(code: Refusal['code'], detail: string, field?: string): Decision {
  return { refusal: { code, detail, ...optional('field', field) } };
}

function wrongPhase(state: WindowState, command: string, allowed: readonly Phase[]): Decision {
  return refuse(
    'wrong-phase',
    `The window is ${state.phase}; ${command} needs it to be ${allowed.join(', ').replace(/, ([^,]*)$/, ' or $1')}.`,
  );
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
}
