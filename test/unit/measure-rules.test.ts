import fc from 'fast-check';
import { measureMail } from '../../channels/email/content/measure-mail';
import {
  dateAt,
  LOOK_AGAIN_MS,
  nextLookAt,
  nextTellingAt,
  startOf,
  tellingDue,
  whyNotPostponed,
  type DueTelling,
} from '../../domain/measures/measure';
import { publishedMeasures } from '../../domain/measures/published';
import { AFTERMATH, type AftermathPolicy } from '../../domain/notices/notice-policy';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';

const DUE = '2027-01-31';
const AT = startOf(DUE);

/** What an owner hears of one date by a clock that stops wherever something is due; when, counted from the beginning of the date. */
function heard(rules: AftermathPolicy, from = AT - 60 * DAY): [DueTelling['telling'], number][] {
  let told = 0;
  const all: [DueTelling['telling'], number][] = [];
  for (let now = from; ;) {
    const due = tellingDue({ due: DUE, told }, rules, now);
    if (due) {
      all.push([due.telling, now - AT]);
      told = due.told;
    }
    const next = nextTellingAt({ due: DUE, told }, rules);
    if (next === undefined) return all;
    now = Math.max(now, next);
  }
}

test('E5: the owner hears of a measure a week ahead, on its date, and three times once it is late', () => {
  expect(heard(AFTERMATH)).toEqual([
    ['ahead', -7 * DAY],
    ['due', 0],
    ['late', DAY],
    ['late', 7 * DAY],
    ['late', 21 * DAY],
  ]);
});

test('E5, N10: of what fell due meanwhile one mail goes out', () => {
  expect(heard(AFTERMATH, AT + 8 * DAY)).toEqual([
    ['late', 8 * DAY],
    ['late', 21 * DAY],
  ]);
  expect(heard(AFTERMATH, AT - 2 * HOUR)).toEqual([
    ['ahead', -2 * HOUR],
    ['due', 0],
    ['late', DAY],
    ['late', 7 * DAY],
    ['late', 21 * DAY],
  ]);
  // nothing ahead: the date itself is the first word
  expect(heard({ ...AFTERMATH, measureNagBeforeMs: 0 })[0]).toEqual(['due', 0]);
});

test('E5: a new date is a later one that has not passed', () => {
  expect(whyNotPostponed({ due: DUE }, '2027-02-01', AT)).toBeUndefined();
  expect(whyNotPostponed({ due: DUE }, DUE, AT)).toBe(`must be later than the date in force, ${DUE}`);
  expect(whyNotPostponed({ due: DUE }, '2027-02-01', AT + 30 * DAY)).toContain('has passed');
  // the whole of today is left
  expect(whyNotPostponed({ due: DUE }, '2027-02-01', startOf('2027-02-01') + 23 * HOUR)).toBeUndefined();
});

test('E5: customers read what is marked public, and never whose it is', () => {
  const [text, owner, due] = ['A second pump.', 'Rita <rita@provider.example>', DUE];
  const listed = publishedMeasures([
    { text, owner, due, public: true },
    { text: 'Ask the vendor for our money.', owner, due, public: false },
    // of an earlier version, which showed all
    { text: 'A third pump.', owner, due },
  ]);
  expect(listed).toEqual([
    { text, due },
    { text: 'A third pump.', due },
  ]);
});

test('E5: the mail names the measure, its owner, the date, and the commands that answer', () => {
  const news = {
    ...{ to: { name: 'Rita', address: 'rita@provider.example' }, id: 7, measureId: 12, due: DUE, isLast: true },
    ...{ reference: 'MW-2026-0001', title: 'Replace a\r\nBcc: x@y.example', text: 'A second pump.', owner: 'rita' },
  };
  const sender = { providerName: 'Provider', messageDomain: 'provider.example' };
  const { subject, text, html, messageId } = measureMail({ ...news, telling: 'late' }, sender, AT + 21 * DAY);
  expect(subject).toBe(`[MW-2026-0001] A preventive measure is late: it was due on ${DUE}`);
  expect(messageId).toBe('measure.late.7@provider.example');
  const flat = text.replaceAll(/\s+/g, ' ');
  for (const part of [
    ...[
      'A second pump.',
      'Its owner is rita.',
      'forewarn measures done 12',
      'forewarn measures postpone 12 --due <date>',
    ],
    ...['forewarn measures give-up 12 --reason', 'Nobody is written to again about this date'],
  ])
    expect(flat).toContain(part);
  expect(text).not.toMatch(/^Bcc:/m);
  expect(html).not.toContain('<date>');
  const ahead = measureMail({ ...news, telling: 'ahead', isLast: false }, sender, AT - 7 * DAY);
  expect(ahead.text).not.toContain('Nobody is written to again');
});

/** Lives of one measure: the clock moves, in steps or leaps, and people postpone it. */
test('E5: whatever the rules and the people, nobody is written to early, twice, or more often than the rules say', () => {
  const days = fc.integer({ min: 0, max: 60 }).map((count) => count * DAY);
  const late = fc
    .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 10 })
    .map((steps) => steps.sort((a, b) => a - b).map((count) => count * HOUR));
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('postpone' as const), ms: fc.integer({ min: -9_000, max: 90_000 }) }),
    },
  );
  fc.assert(
    fc.property(
      days,
      late,
      fc.integer({ min: -90, max: 30 }),
      fc.array(step, { maxLength: 40 }),
      (before, steps, from, lives) => {
        const rules = { ...AFTERMATH, measureNagBeforeMs: before, measureLateAfterMs: steps };
        let now = AT + from * DAY;
        let measure = { due: DUE, told: 0 };
        let dates = 1;
        const wrong: string[] = [];
        const mails: { due: string; number: number; at: number; telling: string; isLast: boolean }[] = [];
        const look = () => {
          const due = tellingDue(measure, rules, now);
          if (!due) return;
          mails.push({ due: measure.due, number: due.told, at: now, telling: due.telling, isLast: due.isLast });
          measure = { ...measure, told: due.told };
        };
        look();
        for (const { do: what, ms } of lives) {
          if (what === 'postpone') {
            const to = dateAt(now + ms * MINUTE);
            if (whyNotPostponed(measure, to, now) === undefined) {
              if (startOf(to) <= startOf(measure.due) || startOf(to) + DAY <= now) wrong.push(to);
              measure = { due: to, told: 0 };
              dates++;
            }
          }
          if (what === 'wait') now += ms * MINUTE;
          look();
          // the next look is ahead, within a day, and never after the next mail
          const next = nextLookAt([measure], rules, { now, waiting: undefined });
          const mail = nextTellingAt(measure, rules);
          if (next <= now || next > Math.min(now + LOOK_AGAIN_MS, mail ?? Infinity)) wrong.push(String(next));
        }
        expect(wrong).toEqual([]);
        expect(mails.length).toBeLessThanOrEqual(dates * (2 + steps.length));
        expect(new Set(mails.map(({ due, number }) => `${due} ${String(number)}`)).size).toBe(mails.length);
        for (const { due, at, telling, isLast, number } of mails) {
          const start = startOf(due);
          const earliest = { ahead: start - before, due: start, late: start + (steps[0] ?? 0) }[telling] ?? Infinity;
          expect([at >= earliest, isLast]).toEqual([true, number === 2 + steps.length]);
        }
      },
    ),
    { numRuns: 500 },
  );
});
