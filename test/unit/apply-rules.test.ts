import fc from 'fast-check';
import { noticeDebt } from '../../domain/notices/notice-debt';
import { DEFAULT_POLICY, reminderAt, type NoticePolicy } from '../../domain/notices/notice-policy';
import { readPolicy } from '../../domain/notices/policy-schema';
import { before } from '../../domain/notices/promise';
import { dateProofs } from '../../domain/proof/proof';
import { policyChanges } from '../../domain/rules/written-policy';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { decideRules, readNewRules } from '../../domain/window/apply-rules';
import { describeEvent } from '../../domain/window/events';
import { eventJson } from '../../domain/window/window-json';
import { CoreWindow, openedEvent, openingBody, T0 } from '../support/windows';

/** Moving a sleeping window to the rules of today (P6). */

const standard = (leadMs: number, reminders: readonly number[], spreadMs = 0): NoticePolicy => ({
  ...DEFAULT_POLICY,
  spreadMs,
  classes: {
    ...DEFAULT_POLICY.classes,
    standard: { ...DEFAULT_POLICY.classes.standard, leadMs, reminders: reminders.map((ms) => reminderAt({ ms })) },
  },
});
const USUAL = standard(14 * DAY, [7 * DAY, 3 * DAY, DAY]);
const opened = (policy: NoticePolicy, inMs: number) =>
  new CoreWindow(openedEvent(openingBody({}, { now: T0, inMs }), { now: T0, policy }));

/** Applies them as the window's workflow does; the code of its refusal, or undefined. */
function apply(window: CoreWindow, policy: NoticePolicy, override?: string): string | undefined {
  const verdict = decideRules(window.state, { policy, ...(override === undefined ? {} : { override }) }, window.now);
  if ('refusal' in verdict) return verdict.refusal.code;
  window.apply(verdict.events, 'api');
  window.tick();
  return undefined;
}

const begunOf = (window: CoreWindow) =>
  window.begun
    .filter(({ notice }) => notice.kind === 'announcement' || notice.kind.startsWith('reminder'))
    .map(({ notice, at }) => [notice.kind, at - T0] as const);

describe('P6: a window goes by the rules of today when somebody says so', () => {
  it('keeps those it was opened with until then; a longer lead announces earlier, other reminders come on their own days', () => {
    const window = opened(USUAL, 40 * DAY);
    window.runUntil(T0 + 5 * DAY);
    expect(window.state.phase).toBe('approved');
    expect(apply(window, standard(30 * DAY, [10 * DAY, 2 * DAY]))).toBeUndefined();
    window.runUntil(T0 + 40 * DAY);
    expect(begunOf(window)).toEqual([
      ['announcement', 10 * DAY + 1],
      ['reminder', 30 * DAY + 1],
      ['reminder', 38 * DAY + 1],
    ]);
  });

  it('N11: more notice than is left is a debt: refused with the ways out, or overridden and on record', () => {
    const window = opened(USUAL, 20 * DAY);
    expect(apply(window, standard(30 * DAY, []))).toBe('notice-debt');
    expect(window.state.policy).toBe(USUAL);
    expect(apply(window, standard(30 * DAY, []), 'agreed by phone')).toBeUndefined();
    expect(window.log.map(({ event }) => event.type)).toEqual(
      expect.arrayContaining(['rule-overridden', 'rules-applied']),
    );
    expect(begunOf(window)).toEqual([['announcement', 0]]);
    const [date] = dateProofs(window.log, [], window.now);
    expect(date?.promisedMs).toBe(30 * DAY);
  });

  it('N11: what it owed before it owes still, and that is no new debt', () => {
    const window = opened(USUAL, 10 * DAY);
    expect(noticeDebt(window.state.spec, T0, USUAL)).not.toBeNull();
    expect(apply(window, standard(12 * DAY, []))).toBeUndefined();
  });

  it('N10: a reminder whose day has passed is not sent afterwards; one that is just leaving leaves', () => {
    const window = opened(USUAL, 20 * DAY);
    window.runUntil(T0 + 12 * DAY);
    expect(apply(window, standard(14 * DAY, [10 * DAY, 9 * DAY, 2 * DAY]))).toBeUndefined();
    window.runUntil(T0 + 20 * DAY);
    expect(begunOf(window).map(([kind]) => kind)).toEqual(['announcement', 'reminder']);

    const spread = { ...standard(14 * DAY, [7 * DAY], 30 * MINUTE) };
    const leaving = opened(spread, 20 * DAY);
    leaving.runUntil(T0 + 13 * DAY + 1);
    expect(begunOf(leaving)).toHaveLength(1);
    expect(apply(leaving, { ...spread, rfoDueMs: 5 * DAY })).toBeUndefined();
    leaving.runUntil(T0 + 14 * DAY);
    expect(begunOf(leaving).map(([kind]) => kind)).toEqual(['announcement', 'reminder-7d']);
  });

  it('is refused once the start has come, and where nothing would change', () => {
    const window = opened(USUAL, 15 * DAY);
    expect(apply(window, USUAL)).toBe('already-done');
    window.runUntil(T0 + 15 * DAY);
    window.give('start');
    expect(apply(window, standard(3 * DAY, []))).toBe('wrong-phase');
  });

  it('is on the timeline with each rule, as the file writes it, and without the figures of the policy', () => {
    const window = opened(USUAL, 40 * DAY);
    apply(window, standard(30 * DAY, [7 * DAY, 3 * DAY, DAY]));
    const last = window.log.find(({ event }) => event.type === 'rules-applied');
    expect(last && describeEvent(last.event)).toBe(
      'Goes by other rules: classes.standard.lead 30 days (before: 14 days)',
    );
    expect(last && eventJson(last).event).toEqual({
      type: 'rules-applied',
      changes: [{ name: 'classes.standard.lead', before: '14 days', after: '30 days' }],
    });
  });
});

describe('a policy that comes from outside', () => {
  it('is read as it is, and anything else is none', () => {
    expect(readPolicy(JSON.parse(JSON.stringify(DEFAULT_POLICY)))).toEqual(DEFAULT_POLICY);
    const { process: _none, ...rest } = DEFAULT_POLICY;
    expect(readPolicy(rest)).toEqual(rest);
    for (const wrong of [null, {}, { ...DEFAULT_POLICY, spreadMs: -1 }, { ...DEFAULT_POLICY, more: 1 }])
      expect(readPolicy(wrong)).toBeUndefined();
    expect(readNewRules({ policy: DEFAULT_POLICY, override: 'text' })).toEqual({
      policy: DEFAULT_POLICY,
      override: 'text',
    });
    expect(readNewRules({ override: 'text' })).toBeUndefined();
  });

  it('names the dates in which two calendars differ', () => {
    const calendar = { timeZone: 'Europe/Berlin', weekend: [0, 6], offsets: [], knownUntil: T0 };
    const one = { ...DEFAULT_POLICY, calendar: { ...calendar, holidays: ['2026-12-25'] } };
    const other = { ...DEFAULT_POLICY, calendar: { ...calendar, holidays: ['2026-12-25', '2027-01-06'] } };
    expect(policyChanges(one, other)).toEqual([
      { name: 'calendar.holidays', before: '1 dates', after: '2 dates, among them 2027-01-06' },
    ]);
    expect(policyChanges(DEFAULT_POLICY, one).map(({ name }) => name)).toEqual(
      ['timeZone', 'weekend', 'holidays', 'knownUntil'].map((name) => `calendar.${name}`),
    );
  });
});

const policies = fc
  .record({
    lead: fc.integer({ min: 24, max: 40 * 24 }),
    reminders: fc.uniqueArray(fc.double({ min: 0.02, max: 0.95, noNaN: true }), { maxLength: 5 }),
    spread: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ lead, reminders, spread }) => {
    const days = [...new Set(reminders.map((share) => Math.max(1, Math.floor(lead * share)) * HOUR))];
    return standard(
      lead * HOUR,
      days.filter((ms) => ms < lead * HOUR),
      spread * MINUTE,
    );
  });

it('N10, N11: whatever the rules before and after, no notice is early or late, none comes twice, and no promise is broken silently', () => {
  let applied = 0;
  fc.assert(
    fc.property(
      policies,
      policies,
      fc.record({
        startsIn: fc.integer({ min: 24, max: 60 * 24 }),
        after: fc.double({ min: 0, max: 0.99, noNaN: true }),
        overridden: fc.boolean(),
      }),
      (first, second, { startsIn, after, overridden }) => {
        const window = opened(first, startsIn * HOUR);
        const at = T0 + Math.floor(startsIn * HOUR * after);
        const startsAt = T0 + startsIn * HOUR;
        window.runUntil(at);
        const toldBefore = window.begun.find(({ notice }) => notice.kind === 'announcement')?.at;
        const refusal = apply(window, second, overridden ? 'text' : undefined);
        if (refusal === undefined) applied++;
        const inForce = refusal === undefined ? second : first;
        window.runUntil(startsAt - 1);
        const told = window.begun.find(({ notice }) => notice.kind === 'announcement')?.at ?? Infinity;
        expect(window.begun.filter(({ notice }) => notice.kind === 'announcement')).toHaveLength(1);
        const owedBefore = noticeDebt(window.state.spec, toldBefore ?? at, first) !== null;
        const promised = refusal === undefined && !overridden && !owedBefore ? second.classes.standard.leadMs : 0;
        expect(startsAt - told).toBeGreaterThanOrEqual(Math.min(promised, startsAt - T0) - second.spreadMs - 10);
        for (const { notice, at: leftAt } of window.begun.filter(({ notice }) => notice.kind.startsWith('reminder'))) {
          const momentsOf = (policy: NoticePolicy) =>
            policy.classes.standard.reminders.map((rule) => before(startsAt, { ms: rule.beforeMs }, policy));
          // of the rules before only what was due by then
          const due = [
            ...momentsOf(first).filter((moment) => moment <= at),
            ...(leftAt < at ? [] : momentsOf(inForce).filter((moment) => moment > at - first.spreadMs)),
          ];
          const spread = Math.max(first.spreadMs, second.spreadMs) + 10;
          const isTimely = due.some((moment) => leftAt >= moment && leftAt <= moment + spread);
          expect({ notice, leftAt, isTimely }).toMatchObject({ isTimely: true });
        }
        const moments = window.begun.map(({ notice, at: leftAt }) => `${notice.kind} ${String(leftAt)}`);
        expect(new Set(moments).size).toBe(moments.length);
      },
    ),
    { numRuns: 500 },
  );
  expect(applied).toBeGreaterThan(100);
});
