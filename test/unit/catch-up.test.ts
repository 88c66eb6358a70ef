import fc from 'fast-check';
import { mayStand } from '../../config/in-force';
import { parseRules } from '../../config/rules-file';
import { DEFAULT_POLICY, reminderAt, type NoticePolicy } from '../../domain/notices/notice-policy';
import { isReminder } from '../../domain/notices/notice-kinds';
import { readPolicy } from '../../domain/notices/policy-schema';
import { tellsDate } from '../../domain/notices/notice-kinds';
import { policyChanges } from '../../domain/rules/written-policy';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { planOf } from '../../domain/window/duties/agenda';
import { describeEvent } from '../../domain/window/events';
import { policyBy } from '../support/rules';
import { CoreWindow, iso, openedEvent, openingBody, PLAIN_POLICY } from '../support/windows';

/** Reminders whose moment passes while nothing runs, or lies before customers hear the date (N10), by the rules of the class. */

const withCatchUp = (catchUpMs: number | undefined, base: NoticePolicy = PLAIN_POLICY): NoticePolicy => ({
  ...base,
  classes: {
    ...base.classes,
    standard: { ...base.classes.standard, ...(catchUpMs === undefined ? {} : { catchUpMs }) },
  },
});
const open = (catchUpMs: number | undefined, inMs: number) =>
  new CoreWindow(openedEvent(openingBody({}, { inMs }), { policy: withCatchUp(catchUpMs) }));

describe('N10: after an outage', () => {
  /** Announced in time; then nothing runs until so long after the moment of the reminder three days before. */
  const afterOutage = (catchUpMs: number | undefined, lateMs: number) => {
    const window = open(catchUpMs, 20 * DAY);
    window.advance(7 * DAY);
    window.advance(10 * DAY + lateMs, { leap: true });
    return window;
  };

  it.each([
    ['latest', undefined, 2 * DAY - HOUR, ['reminder-3d r1']],
    ['none', 0, 30 * MINUTE, ['reminder-3d r1']],
    ['none', 0, HOUR + 1, []],
    ['within 6 hours', 6 * HOUR, 6 * HOUR, ['reminder-3d r1']],
    ['within 6 hours', 6 * HOUR, 6 * HOUR + 1, []],
  ])('catchUp: %s', (_words, catchUpMs, lateMs, sent) => {
    const window = afterOutage(catchUpMs, lateMs);
    expect(window.notices).toEqual(['announcement r1', ...sent]);
  });

  it('a reminder that is not sent is on record, and the next one comes on its day', () => {
    const window = afterOutage(0, 5 * HOUR);
    const passed = window.log.map(({ event }) => event).find(({ type }) => type === 'reminders-passed');
    expect(passed && describeEvent(passed)).toBe(
      'Too late for reminder-7d and reminder-3d: the rules of the class send no reminder so late',
    );
    expect(planOf(window.state).map(({ kind }) => kind)).toEqual(['reminder-1d']);
    window.advance(2 * DAY);
    expect(window.notices).toEqual(['announcement r1', 'reminder-1d r1']);
  });
});

describe('N10: customers who hear a date late', () => {
  const opened = (catchUpMs: number | undefined, lateMs: number) => {
    const window = open(catchUpMs, 3 * DAY - lateMs);
    window.finishNotices();
    return window;
  };

  it.each([
    ['latest', undefined, HOUR, []],
    ['none', 0, HOUR, []],
    ['within 6 hours', 6 * HOUR, HOUR, ['reminder-3d r1']],
    ['within 6 hours', 6 * HOUR, 7 * HOUR, []],
  ])('catchUp: %s', (_words, catchUpMs, lateMs, sent) => {
    const window = opened(catchUpMs, lateMs);
    expect(window.notices).toEqual(['announcement r1', ...sent]);
    window.advance(3 * DAY - lateMs - MINUTE);
    expect(window.notices).toEqual(['announcement r1', ...sent, 'reminder-1d r1']);
  });

  it('N9: after a new date, once, and not again after a change of the plan', () => {
    const window = open(12 * HOUR, 20 * DAY);
    window.advance(10 * DAY);
    const { startsAt, endsAt } = window.state.spec.slot;
    const [start, end] = [startsAt, endsAt].map((at) => iso(at - 7 * DAY - HOUR));
    expect(window.give('reschedule', { start, end, reason: 'The part is here.' })).toBeUndefined();
    expect(window.notices.slice(1)).toEqual(['rescheduled r2', 'reminder-3d r2']);
    window.finishNotices();
    expect(window.give('edit', { title: 'Another title', reason: 'It was wrong.' })).toBeUndefined();
    expect(window.notices.filter((name) => name.startsWith('reminder'))).toEqual(['reminder-3d r2']);
  });
});

it('N10: random classes, outages and new dates: never two reminders for one day of a date, none too late, none after the start', () => {
  const seen = { sent: 0, caught: 0 };
  const life = fc.record({
    catchUp: fc.option(fc.integer({ min: 0, max: 10 * 24 }), { nil: undefined }),
    reminders: fc.uniqueArray(fc.integer({ min: 1, max: 13 * 24 }), { minLength: 1, maxLength: 6 }),
    startsIn: fc.integer({ min: 60, max: 30 * 24 * 60 }),
    spread: fc.integer({ min: 0, max: 30 }),
    steps: fc.array(
      fc.record({
        after: fc.integer({ min: 1, max: 10 * 24 * 60 }),
        isOutage: fc.boolean(),
        then: fc.constantFrom('reschedule', 'edit', 'nothing', 'nothing'),
        by: fc.integer({ min: -8 * 24 * 60, max: 8 * 24 * 60 }),
      }),
      { maxLength: 8 },
    ),
  });
  fc.assert(
    fc.property(life, ({ catchUp, reminders, startsIn, spread, steps }) => {
      const standard = {
        ...DEFAULT_POLICY.classes.standard,
        reminders: reminders.map((hours) => reminderAt({ ms: hours * HOUR })),
        ...(catchUp === undefined ? {} : { catchUpMs: catchUp * HOUR }),
      };
      const classes = { ...DEFAULT_POLICY.classes, standard };
      const policy = { ...PLAIN_POLICY, spreadMs: spread * MINUTE, classes };
      const window = new CoreWindow(openedEvent(openingBody({}, { inMs: startsIn * MINUTE }), { policy }));
      for (const { after, isOutage, then, by } of steps) {
        window.advance(after * MINUTE, { leap: isOutage });
        const { startsAt, endsAt } = window.state.spec.slot;
        const [start, end] = [iso(startsAt + by * MINUTE), iso(endsAt + by * MINUTE)];
        if (then === 'reschedule') window.give('reschedule', { start, end, reason: 'The part is late.' });
        if (then === 'edit') window.give('edit', { title: `Title ${iso(window.now)}`, reason: 'It was wrong.' });
        window.finishNotices();
      }
      check(window, policy, seen);
    }),
    { numRuns: 2_000 },
  );
  expect(seen.sent).toBeGreaterThan(500);
  expect(seen.caught).toBeGreaterThan(20);
});

/** From the log alone. */
function check({ log }: CoreWindow, policy: NoticePolicy, seen: { sent: number; caught: number }): void {
  const { reminders, catchUpMs } = policy.classes.standard;
  let startsAt = 0;
  /** When customers heard the date in force first, and anything of it last; the moments reminders were sent for. */
  let [told, toldLast] = [Infinity, -Infinity];
  let sentFor = new Set<number>();
  for (const { event, at } of log) {
    if (event.type === 'opened') ({ startsAt } = event.spec.slot);
    if (event.type === 'rescheduled') {
      ({ startsAt } = event.to);
      [told, toldLast, sentFor] = [Infinity, -Infinity, new Set()];
    }
    if (event.type !== 'notice-begun') continue;
    const { kind } = event.notice;
    if (isReminder(kind)) {
      seen.sent++;
      const moment = Math.max(...reminders.map(({ beforeMs }) => startsAt - beforeMs).filter((one) => one <= at));
      expect(at).toBeLessThan(startsAt);
      expect(sentFor.has(moment)).toBe(false);
      sentFor.add(moment);
      const isBefore = moment <= toldLast;
      // what told them stands in for it, unless the class catches up so far
      if (isBefore) {
        seen.caught++;
        expect(toldLast - moment).toBeLessThanOrEqual(catchUpMs ?? -1);
        expect(told).toBe(toldLast);
      }
      const least = isBefore ? toldLast : moment + policy.spreadMs;
      if (catchUpMs !== undefined) expect(at - least).toBeLessThanOrEqual(Math.max(catchUpMs, HOUR));
    }
    if (tellsDate(kind) === 'first') told = at;
    if (['first', 'again'].includes(tellsDate(kind))) toldLast = at;
  }
}

describe('N10: the rule in the file', () => {
  it('is a figure of each class, and the usual one is as before', async () => {
    const policy = await policyBy(
      'classes: { standard: { catchUp: within 6 hours }, expedited: { catchUp: none }, major: { like: standard } }',
    );
    expect(policy.classes.standard.catchUpMs).toBe(6 * HOUR);
    expect(policy.classes.expedited.catchUpMs).toBe(0);
    expect(policy.classes.emergency).not.toHaveProperty('catchUpMs');
    expect(policy.ownClasses?.major?.catchUpMs).toBe(6 * HOUR);
    expect(readPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
    expect(await policyBy('classes: { standard: { catchUp: latest } }')).toEqual(DEFAULT_POLICY);
    expect(policyChanges(DEFAULT_POLICY, policy)).toContainEqual({
      ...{ name: 'classes.standard.catchUp', before: 'latest', after: 'within 6 hours' },
    });
  });

  it.each([
    ['standard: { catchUp: all }', 'classes.standard.catchUp must be latest, none, or such as "within 6 hours"'],
    ['standard: { catchUp: within 5 minutes }', 'classes.standard.catchUp within … must be 1 hour or more'],
    ['emergency: { catchUp: none }', 'classes.emergency.catchUp is not a known field'],
  ])('%s is refused', (text, expected) => {
    const result = parseRules(`classes: { ${text} }`, mayStand);
    const faults = 'faults' in result ? result.faults : [];
    expect(faults.map(({ field, message }) => `${field} ${message}`)).toEqual([expected]);
  });
});
