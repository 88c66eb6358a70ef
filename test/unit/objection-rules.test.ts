import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { reminderDue, whyNoObjection } from '../../domain/work/objection';

const madeAt = Date.UTC(2026, 11, 1, 9);
const startsAt = madeAt + 9 * DAY + 5 * HOUR;
const locksAt = startsAt - HOUR;

describe('S6: until when a customer can object', () => {
  const context = { reference: 'MW-2026-0001', startsAt, locksAt, isOver: false };

  it('until the lock-in, and afterwards it says when that was and what to do', () => {
    expect(whyNoObjection(context, locksAt - 1)).toBeUndefined();
    expect(whyNoObjection(context, locksAt)).toEqual({
      code: 'locked-in',
      detail: expect.stringMatching(/taken until 2026-12-10T13:00:00Z.*Call the window's point of contact/) as string,
    });
  });

  it('not once the window is over', () => {
    expect(whyNoObjection({ ...context, isOver: true }, madeAt)?.code).toBe('wrong-phase');
  });
});

describe('S9: when whoever answers is reminded', () => {
  const due = (now: number) => reminderDue({ madeAt, locksAt, startsAt }, now);

  it('at once, each day, a day before the lock-in, and never once the window starts', () => {
    const moments = new Set<number | undefined>();
    for (let now = madeAt - HOUR; now < startsAt + DAY; now += 10 * MINUTE) moments.add(due(now));
    const days = Array.from({ length: 10 }, (_, day) => madeAt + day * DAY);
    expect([...moments]).toEqual([undefined, ...[...days, locksAt - DAY].sort((a, b) => a - b)]);
    expect(due(startsAt)).toBeUndefined();
  });

  it('after an outage once, of the latest moment', () => {
    expect(due(madeAt + 3 * DAY + HOUR)).toBe(madeAt + 3 * DAY);
  });

  it('on the last day at once, and not again a day before', () => {
    const late = locksAt - HOUR;
    expect(reminderDue({ madeAt: late, locksAt, startsAt }, late + MINUTE)).toBe(late);
  });
});
