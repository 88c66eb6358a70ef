import fc from 'fast-check';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../domain/window/commands/commands';
import type { Phase, WindowClass } from '../../domain/window/types';
import { INSIDE_POLICY, iso, PLAIN_POLICY, PROCESS_POLICY, STAFF_POLICY, type CoreWindow } from './windows';

/**
 * Random lives of windows: commands in any order by several people, the clock moved step by step or in leaps as after an
 * outage, deliveries that finish or do not.
 */
export type Step =
  | { do: 'advance'; ms: number; leap: boolean }
  | { do: 'reach-start'; leap: boolean }
  | { do: 'reach-end'; leap: boolean }
  | { do: 'finish-notices'; failed: number }
  | ({ do: 'onward' } & Onward)
  | RandomCommand;

/** A command that fits the phase, whichever that is. */
interface Onward {
  readonly by: string;
  readonly ms: number;
  readonly flag: boolean;
  readonly choice: number;
}

export interface RandomCommand {
  do: 'command';
  name: CommandName;
  /** the body as a client would send it at `now` (UTC ms) */
  body: (now: number) => Record<string, unknown>;
}

const span = fc.oneof(
  fc.integer({ min: 1, max: 3 * HOUR }),
  fc.integer({ min: HOUR, max: 20 * DAY }),
  fc.constantFrom(MINUTE, HOUR, DAY, 7 * DAY),
);

/** The opener is `engineer` (support/windows); a marketing lead and an operator also give commands. */
const people = fc.constantFrom('engineer', 'marketing lead', 'marketing lead', 'operator');

const FREQUENT: readonly CommandName[] = ['approve', 'approve', 'start', 'start', 'complete', 'reschedule', 'extend'];

export const command: fc.Arbitrary<RandomCommand> = fc
  .tuple(fc.constantFrom<CommandName>(...COMMAND_NAMES, ...FREQUENT), span, fc.boolean(), people, fc.nat({ max: 3 }))
  .map(([name, ms, flag, by, choice]) => {
    const body = bodyOf(name, ms, flag, choice);
    return { do: 'command' as const, name, body: (now: number) => ({ by, ...body(now) }) };
  });

/**
 * What leads a window on from each phase. Commands at random alone seldom bring one to its end: of 10,000 such lives nine
 * closed.
 */
const ONWARD: Record<Phase, readonly CommandName[]> = {
  draft: ['approve'],
  approved: ['start', 'withdraw'],
  announced: ['start'],
  delayed: ['start', 'reschedule'],
  'in-progress': ['complete', 'verify', 'cancel'],
  overdue: ['complete', 'verify', 'extend', 'cancel'],
  verifying: ['tick', 'complete'],
  degraded: ['complete', 'cancel'],
  'rolling-back': ['complete'],
  'rolled-back': ['draftRfo', 'approveRfo'],
  completed: ['draftRfo', 'approveRfo'],
  closed: ['post'],
  cancelled: ['draftRfo', 'approveRfo', 'writeOff'],
};

const leap = fc.boolean();
const onward = fc.record({
  do: fc.constant('onward' as const),
  by: people,
  ms: span,
  flag: fc.boolean(),
  choice: fc.nat({ max: 3 }),
});
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: span, leap }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('reach-start' as const, 'reach-end' as const), leap }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('finish-notices' as const), failed: fc.constantFrom(0, 0, 1) }) },
  { weight: 7, arbitrary: command },
  { weight: 5, arbitrary: onward },
);

const EMERGENCY = { trigger: 'infrastructure', necessity: 'n', risk: 'r', mitigation: 'm' };
const CLASSES = ['standard', 'expedited', 'emergency', 'emergency'] as const;

type MakeBody = (ms: number, flag: boolean, choice: number) => (now: number) => Record<string, unknown>;

const reason = 'text';
const overriding = (flag: boolean) => (flag ? { override: 'the customer asked for it' } : {});

/** Bodies that vary; for other commands the sample of their row is used. */
const BODIES: Partial<Record<CommandName, MakeBody>> = {
  post: (ms, flag) => (now) => ({
    ...{ message: 'text', notify: flag },
    ...(flag ? { nextUpdateBy: iso(now + ms) } : {}),
  }),
  reschedule: (ms, flag) => (now) => ({
    ...{ start: iso(now + ms), end: iso(now + ms + HOUR), reason, ...overriding(flag) },
  }),
  extend: (ms) => (now) => ({ end: iso(now + ms), reason }),
  rescope: (_ms, flag, choice) => () => ({
    ...{ scope: { locations: [`eu-1/dc-1/rack-a${String(choice)}`] }, reason, ...overriding(flag) },
  }),
  reclassify(_ms, flag, choice) {
    const to = CLASSES[choice] ?? 'standard';
    const duties = { expedited: { justification: 'text' }, emergency: { emergency: EMERGENCY }, standard: {} };
    return () => ({ class: to, reason, ...duties[to], ...overriding(flag) });
  },
  edit: (_ms, _flag, choice) => () => ({ title: `Title ${String(choice)}` }),
  useAlternate: (_ms, flag) => () => ({ reason, ...overriding(flag) }),
  nominate: (_ms, _flag, choice) => () => ({ pointOfContact: `poc${String(choice)}@provider.example` }),
  approve: (_ms, flag) => () => overriding(flag),
  tick: (_ms, _flag, choice) => () => ({ step: 1 + (choice % 2) }),
  start: (ms, flag, choice) => (now) => ({
    ...(choice > 1 ? { startedAt: iso(now - ms) } : {}),
    ...(choice > 1 && flag ? { reason: 'nobody had said so' } : {}),
  }),
  complete: (ms, flag, choice) => (now) => ({
    ...(flag ? { override: 'nothing to check' } : {}),
    ...(choice > 2 ? { completedAt: iso(now - ms) } : {}),
  }),
  draftRfo: (_ms, flag) => () => ({ summary: 's', rootCause: 'r', state: flag ? 'final' : 'preliminary' }),
  retryFailed: () => () => ({}),
};

function bodyOf(name: CommandName, ms: number, flag: boolean, choice: number): ReturnType<MakeBody> {
  const { by: _by, ...sample } = COMMANDS[name].example;
  return BODIES[name]?.(ms, flag, choice) ?? (() => sample);
}

/** How a random window is opened. */
export interface RandomOpening {
  readonly windowClass: WindowClass;
  readonly inMs: number;
  readonly policy: NoticePolicy;
  readonly draft: boolean;
  readonly alternate: boolean;
  readonly automaticStart: boolean;
  readonly checks: boolean;
  /** A value is entered while the result is watched (E3): see test/unit/degradation-model.test.ts. */
  readonly measured?: true;
  readonly isPrivate: boolean;
  /** Somebody is briefed at the opening (P1). */
  readonly hasBrief: boolean;
}

export const opening: fc.Arbitrary<RandomOpening> = fc.record({
  windowClass: fc.constantFrom<WindowClass>('standard', 'standard', 'expedited', 'emergency'),
  inMs: fc.integer({ min: 3 * DAY, max: 30 * DAY }),
  policy: fc.constantFrom(PLAIN_POLICY, STAFF_POLICY, PROCESS_POLICY, INSIDE_POLICY, INSIDE_POLICY),
  draft: fc.boolean(),
  alternate: fc.boolean(),
  automaticStart: fc.constantFrom(false, false, true),
  checks: fc.constantFrom(false, false, true),
  isPrivate: fc.boolean(),
  hasBrief: fc.boolean(),
});

const STEPS = ['Both feeds carry load', 'No alarm'];
const MONITOR = { query: { name: 'p95 latency', unit: 'ms', below: 100 } };

/** The body of a random opening at `now` (UTC ms), completed by `openingBody`. */
export function randomBody(
  { inMs, draft, alternate, automaticStart, checks, measured, isPrivate }: RandomOpening,
  now: number,
) {
  const start = now + inMs;
  const slots = [{ start: iso(start), end: iso(start + 2 * HOUR) }];
  return {
    slots: alternate ? [...slots, { start: iso(start + DAY), end: iso(start + DAY + 2 * HOUR) }] : slots,
    ...(alternate ? { decideBy: iso(start - 2 * DAY) } : {}),
    draft,
    visibility: isPrivate ? ('private' as const) : ('public' as const),
    automaticStart,
    ...(checks || measured
      ? { verification: { steps: checks ? STEPS : [], monitorMinutes: 30, ...(measured ? { monitor: MONITOR } : {}) } }
      : {}),
  };
}

export function take(window: CoreWindow, next: Step): void {
  const { slot } = window.state.spec;
  switch (next.do) {
    case 'advance':
      return window.advance(next.ms, { leap: next.leap });
    case 'reach-start':
      return window.advance(Math.max(0, slot.startsAt - window.now), { leap: next.leap });
    case 'reach-end':
      return window.advance(Math.max(0, slot.endsAt - window.now), { leap: next.leap });
    case 'finish-notices':
      return window.finishNotices(next.failed);
    case 'onward':
      return onwardFrom(window, next);
    case 'command':
      return void window.give(next.name, next.body(window.now));
  }
}

function onwardFrom(window: CoreWindow, { by, ms, flag, choice }: Onward): void {
  const names = ONWARD[window.state.phase];
  const name = names[choice % names.length] ?? 'post';
  window.give(name, { by, ...bodyOf(name, ms, flag, choice)(window.now) });
}
