import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { DAY, HOUR } from '../../domain/shared/time';
import { recorded, type Actor } from '../../domain/shared/actor';
import type { Giver } from '../../domain/window/commands/command';
import { nextDue } from '../../domain/window/duties/agenda';
import { parseCommand, type Command, type CommandName } from '../../domain/window/commands/commands';
import { decide } from '../../domain/window/commands/decide';
import { decideDue } from '../../domain/window/duties/due';
import { evolve } from '../../domain/window/evolve/evolve';
import { isOneOfThree } from '../../domain/window/classes';
import type { RecordedEvent, WindowEvent } from '../../domain/window/events';
import { openedAs, openingSchema, toSpec, type OpeningBody, type OpeningSettings } from '../../domain/window/opening';
import type { Phase, WindowClass, WindowSpec, WindowState } from '../../domain/window/types';

/** A round instant to count from: 2026-11-25T00:00:00Z. */
export const T0 = Date.UTC(2026, 10, 25);

export const iso = (at: number): string => new Date(at).toISOString();

const CLASS_FIELDS: Record<WindowClass, Partial<OpeningBody>> = {
  standard: {},
  expedited: { justification: 'The vendor found the fault to spread. We work at night with two engineers.' },
  emergency: {
    emergency: {
      trigger: 'security-patch',
      necessity: 'The fault is being exploited.',
      risk: 'The reboot may take longer on older hosts.',
      mitigation: 'Hosts are drained first.',
    },
  },
};

/** A body as a client sends it, valid in every field; the window starts `inMs` after `now` and lasts two hours. */
export function openingBody(
  change: Partial<OpeningBody> = {},
  { now = T0, inMs = 15 * DAY, lastsMs = 2 * HOUR }: { now?: number; inMs?: number; lastsMs?: number } = {},
): OpeningBody {
  const windowClass = change.class ?? 'standard';
  return {
    title: 'Replace the power distribution unit of rack A12',
    class: windowClass,
    reason: 'hardware',
    visibility: 'public',
    slots: [{ start: iso(now + inMs), end: iso(now + inMs + lastsMs) }],
    scope: { locations: ['eu-1/dc-1/rack-a12'] },
    impact: { level: 'outage', minutes: 30, description: 'Each server loses power once.' },
    customerAction: 'None. Servers come back by themselves.',
    pointOfContact: 'noc@provider.example',
    ...(isOneOfThree(windowClass) ? CLASS_FIELDS[windowClass] : {}),
    ...change,
  };
}

export function specOf(body: OpeningBody, policy?: NoticePolicy): WindowSpec {
  return toSpec(openingSchema.parse(body), 'support@provider.example', policy);
}

const { staffNagBeforeMs: _lists, process: _process, inside: _inside, ...customersOnly } = DEFAULT_POLICY;

/** Without spread, so that tests can name the exact moment, and without staff lists. */
export const PLAIN_POLICY: NoticePolicy = { ...customersOnly, spreadMs: 0 };

/** The same with staff lists (N12). */
export const STAFF_POLICY: NoticePolicy = { ...customersOnly, staffNagBeforeMs: 12 * HOUR, spreadMs: 0 };

/** With all of it: the provider's own people hear of every step, too (P4, P5). */
export const INSIDE_POLICY: NoticePolicy = { ...DEFAULT_POLICY, spreadMs: 0 };

const { inside: _hear, ...quietInside } = INSIDE_POLICY;

/** With approvals, overrun guard and escalation (L6, L8), and notice debts refused (N11); inside as in version 0.2.0. */
export const PROCESS_POLICY: NoticePolicy = quietInside;

export function openedEvent(
  body: OpeningBody,
  {
    now = T0,
    reference = 'MW-2026-0001',
    policy = PLAIN_POLICY,
    settings = {},
  }: { now?: number; reference?: string; policy?: NoticePolicy; settings?: Partial<OpeningSettings> } = {},
): RecordedEvent {
  const read = openingSchema.parse(body);
  const event: WindowEvent = {
    type: 'opened',
    reference,
    spec: specOf(body, policy),
    policy,
    ...openedAs(read, { approvalRequired: false, hasBrief: false, ...settings }),
  };
  return { sequence: 1, at: now, by: 'engineer', door: 'api', event };
}

/** The command of that name with `by` filled in; the test fails when the body does not parse. */
export function command(name: CommandName, body: Record<string, unknown> = {}, giver?: Giver): Command {
  const parsed = parseCommand(name, { by: 'tester', ...body }, giver);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.command;
}

/** The three functions of the core; a test can replace one with a faulty one. */
export interface Rules {
  readonly decide: typeof decide;
  readonly decideDue: typeof decideDue;
  readonly evolve: typeof evolve;
}
const RULES: Rules = { decide, decideDue, evolve };

/** The core without Temporal: does step by step what the workflow's loop does, on a clock the test moves. */
export class CoreWindow {
  state: WindowState;
  readonly log: RecordedEvent[];
  /** The phase after each event. */
  readonly phases: Phase[];

  constructor(
    opened: RecordedEvent,
    public now = opened.at,
    private readonly rules: Rules = RULES,
  ) {
    this.state = evolve(undefined, opened);
    this.log = [opened];
    this.phases = [this.state.phase];
    this.tick();
  }

  /** Does everything that is due now, until nothing is. */
  tick(): void {
    for (let steps = 0; ; steps++) {
      const events = this.rules.decideDue(this.state, this.now);
      if (events.length === 0) return;
      if (steps > 20) throw new Error(`the window never comes to rest: ${JSON.stringify(events)}`);
      this.apply(events, 'clock');
    }
  }

  /** Moves the clock: it stops at each milestone like a running system, or moves in one leap as after an outage. */
  advance(ms: number, { leap = false } = {}): void {
    const until = this.now + ms;
    for (let due = nextAt(this.state); !leap && due !== undefined && due <= until; due = nextAt(this.state)) {
      this.now = Math.max(this.now, due);
      this.tick();
    }
    this.now = until;
    this.tick();
  }

  /**
   * Moves the clock to `until` like a running system in which every notice is delivered at once and everything due is handled a
   * moment later. So a second duty that lies a whole day after a first never comes before one of that instant.
   */
  runUntil(until: number): void {
    this.finishNotices();
    for (let due = nextAt(this.state); due !== undefined && due <= until; due = nextAt(this.state)) {
      this.now = Math.max(this.now, due + 1);
      this.tick();
      this.finishNotices();
    }
    this.now = Math.max(this.now, until);
  }

  /** Gives a command. Returns the refusal's code, or undefined when it was accepted. */
  give(name: CommandName, body: Record<string, unknown> = {}, giver?: Giver): string | undefined {
    const given = command(name, body, giver);
    const decision = this.rules.decide(this.state, given, this.now);
    if ('refusal' in decision) return decision.refusal.code;
    this.apply(decision.events, 'api', recorded(given));
    this.tick();
    return undefined;
  }

  /** Closes every notice under way. */
  finishNotices(failed = 0): void {
    for (const notice of this.state.notices.filter((n) => n.state === 'under-way')) {
      const { kind, revision, ordinal } = notice;
      const counts = { organizations: 1, recipients: 2, accepted: 2 - failed, failed, uncertain: 0, superseded: 0 };
      this.apply(
        [{ type: 'notice-settled', notice: { kind, revision, ordinal }, outcome: 'settled', counts }],
        'clock',
      );
    }
    this.tick();
  }

  apply(
    events: readonly WindowEvent[],
    door: RecordedEvent['door'],
    actor: Actor = { by: door === 'clock' ? 'forewarn' : 'tester' },
  ): void {
    for (const event of events) {
      const happened = { sequence: this.state.sequence + 1, at: this.now, ...actor, door, event };
      this.log.push(happened);
      this.state = this.rules.evolve(this.state, happened);
      this.phases.push(this.state.phase);
    }
  }

  /** Notices begun so far, as `slug rN`, in order. */
  get notices(): string[] {
    return this.begun.map(({ notice }) => `${notice.kind} r${String(notice.revision)}`);
  }

  get begun() {
    return this.log.flatMap(({ event, at }) => (event.type === 'notice-begun' ? [{ ...event, at }] : []));
  }
}

function nextAt(state: WindowState): number | undefined {
  return nextDue(state)?.at;
}
