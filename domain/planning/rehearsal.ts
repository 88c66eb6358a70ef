import type { Refusal } from '../shared/errors';
import type { NoticeFacts } from '../notices/message';
import type { NoticeCounts } from '../notices/notice';
import type { NoticeKind } from '../notices/notices';
import { isOver, nextDue } from '../window/duties/agenda';
import { isReportAsked } from '../window/duties/report';
import { parseCommand, type Command, type CommandName } from '../window/commands/commands';
import { WORKING } from '../window/commands/verdict';
import { WATCHED } from '../window/degradation';
import { watchedUntil } from '../window/duties/agenda';
import { goodValue } from '../window/monitor';
import { decide } from '../window/commands/decide';
import { decideDue } from '../window/duties/due';
import { evolve } from '../window/evolve/evolve';
import { planAuthors } from '../window/four-eyes';
import type { RecordedEvent, WindowEvent } from '../window/events';
import { begunNotices } from '../window/facts';
import type { Slot, WindowState } from '../window/types';

/**
 * L11: a window's life ahead of time. The same three functions as the workflow's, on a clock that leaps from milestone to
 * milestone, with people who answer the first time they are asked. Nothing here reads, sends or stores anything.
 */

/** What people do in a rehearsal other than planned; instants are UTC ms. Without any of it all goes as planned. */
export interface RehearsalPlan {
  /** The work begins so long after the planned start (ms). */
  readonly startsLateMs?: number;
  /** The work ends so long after the planned end (ms): the overrun and what follows from it (L6). */
  readonly endsLateMs?: number;
  readonly cancelAt?: number;
  readonly reschedule?: { readonly at: number; readonly to: Slot };
}

/** A step of people that a rule would refuse, and why. */
export interface RehearsedRefusal {
  readonly at: number;
  readonly command: CommandName;
  readonly refusal: Refusal;
}

export interface Rehearsal {
  /** Every notice with the moment it leaves (`facts.now`), in order. */
  readonly notices: readonly NoticeFacts[];
  /** Everything that happened, the deliveries apart. */
  readonly events: readonly RecordedEvent[];
  readonly refused: readonly RehearsedRefusal[];
  /** The window when it is over, or when only a person can move it on (a report that is owed). */
  readonly end: WindowState;
}

/** Stands for the reason that will be given when the window is moved or cancelled. */
const REHEARSED_REASON = '[The reason you give stands here.]';

/** A life has tens of steps; a late end of a week has some hundred. More steps mean a rule that repeats for ever. */
const MOST_STEPS = 5_000;

/** Whom a notice of each kind would reach; what a window does next can depend on it (staff with customers are nagged). */
export type Reach = (kind: NoticeKind) => NoticeCounts;

/**
 * The life of a window from `state` at `now` (UTC ms) on. Approval is given and a point of contact named as soon as it is
 * asked for, the work starts at its planned start, is checked and completed at its planned end, if `plan` says nothing else.
 * Throws RangeError when the rules repeat for ever.
 */
export function rehearse(state: WindowState, now: number, plan: RehearsalPlan, reach: Reach): Rehearsal {
  const life = new RehearsedLife(state, now, plan, reach);
  for (let steps = 0; life.step(); steps++) {
    if (steps > MOST_STEPS) throw new RangeError(`the rehearsal of ${state.reference} never comes to rest`);
  }
  return life;
}

interface Act {
  /** Tried once, whether it is refused or not. */
  readonly key: string;
  readonly at: number;
  readonly name: CommandName;
  readonly body?: Readonly<Record<string, unknown>>;
}

class RehearsedLife implements Rehearsal {
  readonly notices: NoticeFacts[] = [];
  readonly events: RecordedEvent[] = [];
  readonly refused: RehearsedRefusal[] = [];
  private readonly tried = new Set<string>();

  constructor(
    private state: WindowState,
    private now: number,
    private readonly plan: RehearsalPlan,
    private readonly reach: Reach,
  ) {}

  get end(): WindowState {
    return this.state;
  }

  /** The next thing that happens; false when nothing does by itself. At the same moment people come before the clock. */
  step(): boolean {
    // nobody can write the report ahead of time (E4)
    if (isOver(this.state) || isReportAsked(this.state)) return false;
    const due = nextDue(this.state);
    const act = this.nextAct();
    if (act && (!due || act.at <= Math.max(due.at, this.now))) {
      this.now = Math.max(this.now, act.at);
      this.give(act);
      return true;
    }
    if (!due) return false;
    this.now = Math.max(this.now, due.at);
    this.apply(decideDue(this.state, this.now), 'forewarn', 'clock');
    return true;
  }

  /** What people do next, computed from the state like the clock's duties. */
  private nextAct(): Act | undefined {
    return actsOf(this.state, this.plan)
      .filter(({ key }) => !this.tried.has(key))
      .reduce<Act | undefined>((first, act) => (!first || act.at < first.at ? act : first), undefined);
  }

  private give({ key, name, body }: Act): void {
    this.tried.add(key);
    const by = name === 'approve' ? approverOf(this.state) : this.state.openedBy;
    const decision = decide(this.state, commandOf(name, { ...body, by }), this.now);
    if (!('refusal' in decision)) return this.apply(decision.events, by, 'api');
    // the rehearsal reports a debt separately; what follows from an approval is still worth seeing
    const accepted =
      name === 'approve' && decide(this.state, commandOf(name, { by, override: REHEARSED_REASON }), this.now);
    if (accepted && !('refusal' in accepted)) return this.apply(accepted.events, by, 'api');
    this.refused.push({ at: this.now, command: name, refusal: decision.refusal });
  }

  /** One step, as the workflow takes it; its notices reach everybody at once. */
  private apply(events: readonly WindowEvent[], by: string, door: RecordedEvent['door']): void {
    const { sequence } = this.state;
    const step = events.map((event, index) => ({ sequence: sequence + 1 + index, at: this.now, by, door, event }));
    this.state = step.reduce<WindowState>(evolve, this.state);
    this.events.push(...step);
    this.notices.push(...begunNotices(this.state, step).map(({ facts }) => facts));
    for (const { kind, revision, ordinal, state } of this.state.notices) {
      if (state !== 'under-way') continue;
      const event = {
        ...({ type: 'notice-settled', outcome: 'settled', counts: this.reach(kind) } as const),
        notice: { kind, revision, ordinal },
      };
      this.state = evolve(this.state, {
        ...{ at: this.now, by: 'forewarn', door: 'clock' as const },
        sequence: this.state.sequence + 1,
        event,
      });
    }
  }
}

/** Everything people would do from here on, and when. */
function actsOf(state: WindowState, plan: RehearsalPlan): Act[] {
  const { spec, approval, revision, phase } = state;
  const { startsAt, endsAt } = spec.slot;
  const acts: Act[] = [];
  const reason = REHEARSED_REASON;
  if (plan.cancelAt !== undefined) acts.push({ key: 'cancel', at: plan.cancelAt, name: 'cancel', body: { reason } });
  if (plan.reschedule) {
    const { at, to } = plan.reschedule;
    const body = { start: iso(to.startsAt), end: iso(to.endsAt), reason };
    acts.push({ key: 'reschedule', at, name: 'reschedule', body });
  }
  const isAsked = approval && (approval.asked > 0 || !state.policy.process);
  if (isAsked && approval.approvedRevision < revision) {
    acts.push({ key: `approve.r${String(revision)}`, at: approval.askedAt ?? state.openedAt, name: 'approve' });
  }
  if (state.isWithoutContact && state.nominationAskedAt !== undefined) {
    const body = { pointOfContact: spec.pointOfContact };
    acts.push({ key: 'nominate', at: state.nominationAskedAt, name: 'nominate', body });
  }
  if ((phase === 'announced' || phase === 'delayed') && !spec.automaticStart) {
    acts.push({ key: `start.r${String(revision)}`, at: startsAt + (plan.startsLateMs ?? 0), name: 'start' });
  }
  if (WORKING.includes(phase)) {
    const at = endsAt + (plan.endsLateMs ?? 0);
    const steps = spec.verification?.steps ?? [];
    acts.push(
      ...steps.map((_, index) => ({
        key: `tick.${String(index)}`,
        at,
        name: 'tick' as const,
        body: { step: index + 1 },
      })),
      { key: 'complete', at, name: 'complete' },
    );
  }
  const query = spec.verification?.monitor?.query;
  if (query && WATCHED.includes(phase) && state.monitoringValue === undefined) {
    acts.push({ key: 'enterValue', at: watchedUntil(state), name: 'enterValue', body: { value: goodValue(query) } });
  }
  return acts;
}

/** Somebody else than the authors (L8). */
function approverOf(state: WindowState): string {
  const authors = planAuthors(state);
  let name = 'the approver';
  while (authors.includes(name)) name = `another ${name}`;
  return name;
}

function commandOf(name: CommandName, body: Readonly<Record<string, unknown>>): Command {
  const parsed = parseCommand(name, body);
  if ('command' in parsed) return parsed.command;
  throw new RangeError(`the rehearsal gave ${name} wrongly: ${JSON.stringify(parsed.faults)}`);
}

const iso = (at: number) => new Date(at).toISOString();
