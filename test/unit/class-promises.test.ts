import { classPromises } from '../../domain/notices/class-promises';
import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import { DAY, HOUR } from '../../domain/shared/time';
import { planOf } from '../../domain/window/duties/agenda';
import { policyBy } from '../support/rules';
import { CoreWindow, openedEvent, openingBody, T0 } from '../support/windows';

/** N1–N3, P6: what people read of a class before they choose it. */

const of = (name: string, policy = DEFAULT_POLICY, startsAt?: number) => {
  const found = classPromises(policy, { startsAt, now: T0 }).find((one) => one.name === name);
  if (!found) throw new Error(`there is a class ${name}`);
  return found;
};

describe('N1–N3: the duties of a class in words', () => {
  it('say the notice, the reminders, and what has to be said', () => {
    expect(of('standard').duties).toEqual([
      'Customers are told 14 days before the start.',
      'They are reminded 7 days, 3 days and 1 day before the start.',
      'Less notice than promised needs the override of an approver, with a reason.',
      'A report (RFO) is owed where it overran or left systems degraded, within 2 days of its completion.',
    ]);
    expect(of('expedited').duties).toContain('A start that leaves less than 3 days is refused.');
    expect(of('expedited').duties).toContain('You say why it cannot wait, and what keeps the outage short.');
    expect(of('emergency').duties).toContain('Customers are promised a word every hour while it lasts.');
    expect(of('emergency').duties.join(' ')).not.toContain('reminded');
  });

  it('P6: of the provider’s own classes by their figures', async () => {
    const policy = await policyBy(
      'calendar: { timeZone: Europe/Berlin, holidays: [DE] }\nclasses:\n  major: { like: standard, lead: 10 business days, reminders: [2 days], report: 10 days }\n',
    );
    const { like, duties } = of('major', policy);
    expect(like).toBe('standard');
    expect(duties).toContain('Customers are told 10 business days before the start.');
    expect(duties).toContain('They are reminded 2 days before the start.');
    expect(duties.at(-1)).toContain('within 10 days');
  });
});

describe('N1–N3: the dates that follow from a start', () => {
  it.each(['standard', 'expedited', 'emergency'] as const)(
    'are those on which a window of class %s tells its customers',
    (name) => {
      for (const inMs of [30 * DAY, 15 * DAY, 4 * DAY]) {
        const window = new CoreWindow(openedEvent(openingBody({ class: name }, { inMs })));
        // what is planned after the opening; an announcement at once has begun by then
        const planned = planOf(window.state).map(({ at }) => at);
        const { dates } = of(name, DEFAULT_POLICY, T0 + inMs);
        const ahead = dates.filter(({ what, hasPassed }) => what !== 'the latest that is promised' && !hasPassed);
        expect(ahead.map(({ at }) => at).filter((at) => at > T0)).toEqual(planned.filter((at) => at < T0 + inMs));
      }
    },
  );

  it('N11: say which have passed, and from which start the promise is kept', () => {
    const { dates, keptFrom } = of('standard', DEFAULT_POLICY, T0 + 5 * DAY);
    expect(keptFrom).toBe(T0 + 14 * DAY);
    expect(dates.filter(({ hasPassed }) => hasPassed).map(({ what }) => what)).toEqual([
      'the latest that is promised',
      'reminder, 7 days before',
    ]);
    expect(dates.find(({ what }) => what === 'customers are told')?.at).toBe(T0);
    expect(of('emergency', DEFAULT_POLICY, T0 + HOUR).dates).toEqual([
      { what: 'customers are told', at: T0, hasPassed: false },
    ]);
  });
});
