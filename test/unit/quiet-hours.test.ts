import fc from 'fast-check';
import { mayStand } from '../../config/in-force';
import { parseRules } from '../../config/rules-file';
import { describeQuiet, quietReaders } from '../../domain/planning/quiet-readers';
import { noticeDebt } from '../../domain/notices/notice-debt';
import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { NOTICES } from '../../domain/notices/notices';
import { readPolicy } from '../../domain/notices/policy-schema';
import { tellsDate } from '../../domain/notices/notice-kinds';
import { quietEnd, waitIn } from '../../domain/series/quiet-end';
import { wallClock } from '../../domain/series/clock';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { begunNotices } from '../../domain/window/facts';
import { planOf } from '../../domain/window/duties/agenda';
import type { RecordedEvent } from '../../domain/window/events';
import { evolve } from '../../domain/window/evolve/evolve';
import type { NoticeFacts } from '../../domain/notices/message';
import type { WindowState } from '../../domain/window/types';
import { policyBy } from '../support/rules';
import { CoreWindow, iso, openedEvent, openingBody, T0 } from '../support/windows';

/** Quiet hours where a notice's reader is (N10). */

const NIGHT = { from: 21 * 60, to: 7 * 60 };
const at = (text: string) => Date.parse(text);
const endsAt = (hours: Parameters<typeof quietEnd>[0], zone: string, now: string) => {
  const end = quietEnd(hours, zone, at(now));
  return end === undefined ? undefined : iso(end).slice(0, 16);
};
const half = (hours: number) => hours * 60 + 30;

describe('N10: quiet hours by the clocks of a zone', () => {
  it.each([
    ['a night of Berlin, before midnight', NIGHT, 'Europe/Berlin', '2026-12-01T20:00Z', '2026-12-02T06:00'],
    ['a night of Berlin, after midnight', NIGHT, 'Europe/Berlin', '2026-12-02T05:59:59Z', '2026-12-02T06:00'],
    ['its end', NIGHT, 'Europe/Berlin', '2026-12-02T06:00Z', undefined],
    ['a day', NIGHT, 'Europe/Berlin', '2026-12-01T19:59:59Z', undefined],
    ['clocks that go forward at night', NIGHT, 'Europe/Berlin', '2027-03-27T20:00Z', '2027-03-28T05:00'],
    ['clocks that go back at night', NIGHT, 'Europe/Berlin', '2026-10-24T20:00Z', '2026-10-25T06:00'],
    [
      'an end that clocks jump over',
      { from: 0, to: half(2) },
      'Europe/Berlin',
      '2027-03-28T00:10Z',
      '2027-03-28T01:00',
    ],
    ['an end that comes twice', { from: 0, to: half(2) }, 'Europe/Berlin', '2026-10-25T00:10Z', '2026-10-25T00:30'],
    ['its second time', { from: 0, to: half(2) }, 'Europe/Berlin', '2026-10-25T01:10Z', '2026-10-25T01:30'],
    ['New York, forward', NIGHT, 'America/New_York', '2027-03-14T02:00Z', '2027-03-14T11:00'],
    ['New York, back', NIGHT, 'America/New_York', '2026-11-01T02:00Z', '2026-11-01T12:00'],
    ['Lord Howe, half an hour forward', NIGHT, 'Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-03T20:00'],
    ['Lord Howe, half an hour back', NIGHT, 'Australia/Lord_Howe', '2027-04-03T12:00Z', '2027-04-03T20:30'],
    ['hours within a day', { from: 12 * 60, to: 14 * 60 }, 'UTC', '2026-12-01T12:30Z', '2026-12-01T14:00'],
    ['a Friday night before a weekend', { ...NIGHT, weekends: true }, 'UTC', '2026-11-27T22:00Z', '2026-11-30T07:00'],
    ['a Saturday noon', { ...NIGHT, weekends: true }, 'Europe/Berlin', '2026-11-28T11:00Z', '2026-11-30T06:00'],
    ['a zone that is none, by UTC', NIGHT, 'Mars/Olympus', '2026-12-01T22:00Z', '2026-12-02T07:00'],
  ] as const)('%s', (_what, hours, zone, now, end) => {
    expect(endsAt(hours, zone, now)).toBe(end);
  });
});

const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia', 'Etc/UTC'],
  ...['America/St_Johns', 'Pacific/Chatham', 'Africa/Casablanca', 'Asia/Tehran'],
];
const minute = fc.integer({ min: 0, max: 1_439 });
const hours = fc
  .record({ from: minute, to: minute, weekends: fc.constantFrom({}, { weekends: true as const }) })
  .filter(({ from, to }) => from !== to)
  .map(({ weekends, ...rest }) => ({ ...rest, ...weekends }));

/** Told another way: what the clock shows then. */
function isQuiet({ from, to, weekends }: { from: number; to: number; weekends?: true }, zone: string, moment: number) {
  const { date, time } = wallClock(moment, zone);
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  const [hour = 0, minutes = 0] = time.split(':').map(Number);
  const now = hour * 60 + minutes;
  const isNight = from < to ? now >= from && now < to : now >= from || now < to;
  return isNight || (weekends === true && (day === 0 || day === 6));
}

it('N10: a wait ends with the quiet hours: never in them, never later', () => {
  const moment = fc.integer({ min: 0, max: 2 * 365 * 24 * 60 * 60 }).map((seconds) => T0 + seconds * 1_000);
  fc.assert(
    fc.property(hours, fc.constantFrom(...ZONES), moment, (given, zone, now) => {
      const end = quietEnd(given, zone, now);
      expect(end === undefined).toBe(!isQuiet(given, zone, now));
      if (end === undefined) return;
      expect(end).toBeGreaterThan(now);
      expect(isQuiet(given, zone, end)).toBe(false);
      for (const between of [now, (now + end) / 2, now + (end - now) / 3, end - 1])
        expect(isQuiet(given, zone, Math.floor(between))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

const withQuiet = (quietHours: NonNullable<NoticePolicy['quietHours']>): NoticePolicy => ({
  ...DEFAULT_POLICY,
  spreadMs: 0,
  quietHours,
});
const QUIET = { ...NIGHT, urgentWithinMs: 3 * DAY };

describe('N10: what waits, and until when', () => {
  const opened = (inMs: number, change = {}) =>
    new CoreWindow(
      openedEvent(openingBody(change, { now: at('2026-12-01T00:30:00Z'), inMs }), {
        now: at('2026-12-01T00:30:00Z'),
        policy: withQuiet(QUIET),
        settings: { hasBrief: true },
      }),
    );
  const quietOf = (window: CoreWindow, kind: string) =>
    begunIn(window).find(({ facts }) => facts.notice.kind === kind)?.facts;

  it('a reminder leaves in the morning of its date, or at once where that is another date', () => {
    const window = opened(20 * DAY);
    window.runUntil(window.state.spec.slot.startsAt - 6 * DAY);
    const facts = quietOf(window, 'reminder-7d');
    const { now = 0, quiet } = facts ?? {};
    if (!quiet) throw new Error('a reminder waits');
    expect(waitIn(quiet, 'Europe/Berlin', now)).toEqual({ until: Math.ceil(now / DAY) * DAY - 18 * HOUR });
    // 19:30 on the day before, no quiet hour; 21:00 there is one
    expect(waitIn(quiet, 'America/New_York', now)).toBeUndefined();
    expect(waitIn(quiet, 'America/Sao_Paulo', now)).toBe('promised');
  });

  it('an announcement on its promised moment leaves at once; one that is early enough waits', () => {
    const window = opened(20 * DAY);
    window.runUntil(window.state.spec.slot.startsAt - 10 * DAY);
    const promised = quietOf(window, 'announcement');
    expect(promised?.quiet && waitIn(promised.quiet, 'Europe/Berlin', promised.now)).toBe('promised');
    const urgent = { justification: 'The fault spreads.', class: 'expedited' };
    const early = quietOf(opened(5 * DAY, urgent), 'announcement');
    expect(early?.quiet && waitIn(early.quiet, 'Europe/Berlin', early.now)).toEqual({ until: at('2026-12-01T06:00Z') });
  });

  it('L7: a cancellation waits while the start is far, and not within three days before it', () => {
    const far = opened(20 * DAY);
    far.runUntil(far.state.spec.slot.startsAt - 8 * DAY);
    far.give('cancel', { reason: 'The part is late.' });
    expect(quietOf(far, 'cancelled')?.quiet).toMatchObject(NIGHT);
    const near = opened(20 * DAY);
    near.runUntil(near.state.spec.slot.startsAt - 2 * DAY);
    near.give('cancel', { reason: 'The part is late.' });
    expect(quietOf(near, 'cancelled')).toBeDefined();
    expect(quietOf(near, 'cancelled')?.quiet).toBeUndefined();
  });

  it('N9: a new date does not wait where the old or the new one is near', () => {
    const moved = (left: number, by: number) => {
      const window = opened(20 * DAY);
      const { startsAt, endsAt: until } = window.state.spec.slot;
      window.runUntil(startsAt - left);
      const [start, end] = [iso(startsAt + by), iso(until + by)];
      expect(
        window.give('reschedule', { start, end, reason: 'The part is late.', override: 'They agreed.' }),
      ).toBeUndefined();
      return quietOf(window, 'rescheduled')?.quiet;
    };
    expect(moved(2 * DAY, 20 * DAY)).toBeUndefined();
    expect(moved(6 * DAY, -4 * DAY)).toBeUndefined();
    expect(moved(6 * DAY, 20 * DAY)).toMatchObject(NIGHT);
  });

  it('N3: nothing of an emergency waits', () => {
    const { emergency } = openingBody({ class: 'emergency' });
    const window = opened(10 * DAY, { class: 'emergency', emergency });
    expect(quietOf(window, 'announcement')).toBeDefined();
    expect(begunIn(window).every(({ facts }) => facts.quiet === undefined)).toBe(true);
  });

  it('P1: a brief waits, before the announcement', () => {
    const brief = quietOf(opened(20 * DAY), 'brief');
    expect(brief?.quiet && waitIn(brief.quiet, 'Etc/UTC', brief.now)).toEqual({ until: at('2026-12-01T07:00Z') });
  });
});

it('N10, N11: random lives: in quiet hours is sent what is urgent or promised alone, and no wait breaks a promise', () => {
  const life = fc.record({
    quiet: hours,
    urgentWithin: fc.integer({ min: 1, max: 10 * 24 }),
    windowClass: fc.constantFrom('standard', 'expedited', 'emergency'),
    opensAt: fc.integer({ min: 0, max: 365 * 24 * 60 }),
    startsIn: fc.integer({ min: 60, max: 40 * 24 * 60 }),
    movedAt: fc.double({ min: 0, max: 1, noNaN: true }),
    movedBy: fc.integer({ min: -10 * 24 * 60, max: 30 * 24 * 60 }),
    isCancelled: fc.boolean(),
    zone: fc.constantFrom(...ZONES),
  });
  const seen = { waited: 0, promised: 0 };
  fc.assert(
    fc.property(life, (each) => {
      const quietHours = { ...each.quiet, urgentWithinMs: each.urgentWithin * HOUR };
      const now = T0 + each.opensAt * MINUTE;
      const body = openingBody({ class: each.windowClass }, { now, inMs: each.startsIn * MINUTE });
      const opening = openedEvent(body, { now, policy: withQuiet(quietHours), settings: { hasBrief: true } });
      const window = new CoreWindow(opening, now);
      const { startsAt, endsAt: until } = window.state.spec.slot;
      window.runUntil(Math.floor(now + (startsAt - now) * each.movedAt));
      const by = each.movedBy * MINUTE;
      const reason = 'The part is late.';
      if (each.isCancelled) window.give('cancel', { reason });
      else window.give('reschedule', { start: iso(startsAt + by), end: iso(until + by), reason, override: reason });
      window.runUntil(window.state.spec.slot.startsAt);
      for (const moment of begunIn(window)) checkNotice(moment, each.zone, quietHours, seen);
    }),
    { numRuns: 1_000 },
  );
  expect(seen.waited).toBeGreaterThan(100);
  expect(seen.promised).toBeGreaterThan(100);
});

interface Moment {
  readonly state: WindowState;
  readonly facts: NoticeFacts;
}

/** Each notice of a life, with the window after its step. */
function begunIn({ log }: CoreWindow): Moment[] {
  const found: Moment[] = [];
  let state: WindowState | undefined;
  for (let from = 0; from < log.length;) {
    const isNext = ({ at: when, by }: RecordedEvent) => when !== log[from]?.at || by !== log[from]?.by;
    const length = log.slice(from).findIndex(isNext);
    const step = log.slice(from, length < 0 ? undefined : from + length);
    const after: WindowState | undefined = step.reduce<WindowState | undefined>(evolve, state);
    if (after) found.push(...begunNotices(after, step).map(({ facts }) => ({ state: after, facts })));
    state = after;
    from += step.length;
  }
  return found;
}

function checkNotice(
  { state, facts }: Moment,
  zone: string,
  quietHours: NonNullable<NoticePolicy['quietHours']>,
  seen: { waited: number; promised: number },
): void {
  const { quiet, now, notice, previousSlot } = facts;
  const { waits } = NOTICES[notice.kind];
  const { spec, policy } = state;
  const urgentFrom = Math.min(spec.slot.startsAt, previousSlot?.startsAt ?? Infinity) - quietHours.urgentWithinMs;
  const isUrgent = spec.class === 'emergency' || waits === 'never' || (waits === 'ahead' && now >= urgentFrom);
  expect([notice.kind, quiet === undefined]).toEqual([notice.kind, isUrgent]);
  if (!quiet) return;
  const end = quietEnd(quietHours, zone, now);
  const wait = waitIn(quiet, zone, now);
  expect(wait === undefined).toBe(!isQuiet(quietHours, zone, now));
  if (wait === undefined || end === undefined) return;
  const next = Math.min(spec.slot.startsAt, ...planOf(state).flatMap((one) => (one.at > now ? [one.at] : [])));
  const reminders = policy.classes[spec.class].reminders.map(({ beforeMs }) => spec.slot.startsAt - beforeMs);
  const dateOf = (moment: number) => wallClock(moment, zone).date;
  const itsDate = () => dateOf(Math.max(...reminders.filter((moment) => moment <= now)));
  const isFirst = ['first', 'newcomers'].includes(tellsDate(notice.kind));
  const breaks =
    end > next ||
    (waits === 'ahead' && end > urgentFrom) ||
    (waits === 'its-date' && dateOf(end) !== itsDate()) ||
    (isFirst && noticeDebt(spec, end, policy) !== null);
  expect([notice.kind, wait]).toEqual([notice.kind, breaks ? 'promised' : { until: end }]);
  seen[breaks ? 'promised' : 'waited']++;
}

describe('N10: the rules of quiet hours', () => {
  it('stand in the file, and travel with a window', async () => {
    const policy = await policyBy('quietHours: { from: "21:00", to: "07:00", weekends: true }');
    expect(policy.quietHours).toEqual({ ...NIGHT, weekends: true, urgentWithinMs: 3 * DAY });
    expect(readPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
    expect((await policyBy('quietHours: { from: "21:00", to: "07:00", urgentWithin: 1 day }')).quietHours).toEqual({
      ...NIGHT,
      urgentWithinMs: DAY,
    });
  });

  it.each([
    ['quietHours: { from: "21:00" }', ['1: quietHours.to is required']],
    [
      'quietHours: { from: "21:00", to: "21:00" }',
      ['1: quietHours.to must be another time than `from`, not all of the day'],
    ],
    [
      'quietHours: { from: 21, to: "7:00" }',
      [
        '1: quietHours.from must be a time of day such as "21:00"',
        '1: quietHours.to must be a time of day such as "21:00"',
      ],
    ],
    [
      'quietHours: { from: "21:00", to: "07:00", urgentWithin: none }',
      ['1: quietHours.urgentWithin must be 1 hour or more'],
    ],
  ])('%j is refused', (text, expected) => {
    const result = parseRules(text, mayStand);
    const faults = 'faults' in result ? result.faults : [];
    expect(faults.map(({ line, field, message }) => `${String(line)}: ${field} ${message}`)).toEqual(expected);
  });

  it('are told of a plan: how many wait, until when, and who is told at night', () => {
    const quiet = { ...NIGHT, latest: at('2026-12-01T06:30Z') };
    const zones = { 'Europe/Berlin': 30, 'Europe/Athens': 1, 'Europe/Lisbon': 1, 'Asia/Tokyo': 1_168 };
    const readers = quietReaders({ quiet, now: at('2026-12-01T02:00Z') }, zones);
    if (!readers) throw new Error('it falls into quiet hours');
    expect(describeQuiet(readers, 1_200)).toBe(
      '31 of 1,200 wait until their morning (latest 2026-12-01T06:00:00Z); 1 of 1,200 is told in their quiet hours: waiting would break what is promised',
    );
    expect(quietReaders({ quiet, now: at('2026-12-01T12:00Z') }, { 'Europe/Berlin': 3 })).toBeUndefined();
    expect(quietReaders({ now: at('2026-12-01T02:00Z') }, zones)).toBeUndefined();
  });
});
