import { createMessageRenderer } from '../../channels/email/content/render';
import { mayStand, rulesInForce } from '../../config/in-force';
import { parseRules } from '../../config/rules-file';
import { noticeDebt } from '../../domain/notices/notice-debt';
import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { readPolicy } from '../../domain/notices/policy-schema';
import { dateProofs } from '../../domain/proof/proof';
import { classWord } from '../../domain/public/wording';
import { de } from '../../domain/public/words/de';
import { fr } from '../../domain/public/words/fr';
import { customerEvents, forCustomer } from '../../domain/public/customer-view';
import { policyChanges } from '../../domain/rules/written-policy';
import { seriesSchemaBy } from '../../domain/series/body';
import { DAY, HOUR } from '../../domain/shared/time';
import { keepingClass } from '../../domain/window/classes';
import { planOf } from '../../domain/window/duties/agenda';
import { reportDueAt } from '../../domain/window/duties/report';
import { describeEvent } from '../../domain/window/events';
import { begunNotices } from '../../domain/window/facts';
import { classFaults } from '../../domain/window/class-duties';
import { openingSchema } from '../../domain/window/opening';
import { checkOpening } from '../../domain/window/plan-rules';
import { viewOf } from '../../domain/window/view';
import { policyBy } from '../support/rules';
import { sampleFacts, sampleMessage } from '../support/sample-messages';
import { CoreWindow, openedEvent, openingBody, specOf, T0 } from '../support/windows';

/** Classes of the provider's own beside the three (P6). */

const FILE = `
classes:
  standard: { report: 10 days }
  major:
    like: standard
    lead: 30 days
    reminders: [14 days, 2 days]
    label: { en: Major maintenance, de: große Wartung }
  hotfix: { like: expedited, lead: 1 day, minimumNotice: 12 hours, reminders: [] }
  outage: { like: emergency, report: 6 hours }
`;
const NO_SPREAD = '\nspread: none';
let policy: NoticePolicy;
beforeAll(async () => {
  policy = await policyBy(FILE + NO_SPREAD);
});

const opened = (change: Partial<Parameters<typeof openingBody>[0]>, inMs = 40 * DAY) =>
  openedEvent(openingBody(change, { inMs }), { policy });
const ahead = (window: CoreWindow) => {
  const { startsAt } = window.state.spec.slot;
  return planOf(window.state).map(({ kind, at }) => [kind, (startsAt - at) / DAY]);
};
const JUSTIFIED = { justification: 'The fault spreads.' };
const { emergency } = openingBody({ class: 'emergency' });
/** The figures of an own class; the test fails where there is none. */
const ownOf = (name: string) => {
  const own = policy.ownClasses?.[name];
  if (!own) throw new Error(`there is a class ${name}`);
  return own;
};
const faultsOf = (text: string) => {
  const result = parseRules(text, mayStand);
  if ('file' in result) throw new Error('the rules can be used');
  return result.faults.map(({ line, field, message }) => `${String(line)}: ${field} ${message}`);
};

describe('P6: classes of the provider’s own in the rules file', () => {
  it('have figures of their own, and those of the class they are like where they say nothing', () => {
    const { standard, expedited } = policy.classes;
    expect(policy.ownClasses).toEqual({
      major: {
        ...standard,
        ...{ like: 'standard', label: { en: 'Major maintenance', de: 'große Wartung' }, leadMs: 30 * DAY },
        reminders: [
          { kind: 'reminder', beforeMs: 14 * DAY },
          { kind: 'reminder', beforeMs: 2 * DAY },
        ],
      },
      hotfix: { ...expedited, like: 'expedited', leadMs: DAY, minimumNoticeMs: 12 * HOUR, reminders: [] },
      outage: { ...policy.classes.emergency, like: 'emergency', rfoDueMs: 6 * HOUR },
    });
    expect(readPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  });

  it('are among the values in force, with where each comes from', () => {
    const read = parseRules(FILE, mayStand);
    if ('faults' in read) throw new Error('the rules can be used');
    const shown = Object.fromEntries(rulesInForce(read.file).map(({ name, value, from }) => [name, [value, from]]));
    expect(shown).toMatchObject({
      'classes.major.like': ['standard', 'file'],
      'classes.major.lead': ['30 days', 'file'],
      'classes.major.minimumNotice': ['none', 'default'],
      'classes.major.report': ['10 days', 'default'],
      'classes.major.label.de': ['große Wartung', 'file'],
      'classes.outage.announce': ['at once', 'default'],
    });
  });

  it('are compared with other rules', () => {
    expect(policyChanges(DEFAULT_POLICY, policy)).toContainEqual({
      name: 'classes.major.lead',
      before: null,
      after: '30 days',
    });
  });

  it.each([
    [
      'classes:\n  major: { lead: 30 days }',
      [
        '2: classes.major.like is required: one of standard, expedited and emergency, whose duties a class of your own has',
      ],
    ],
    ['classes:\n  major: { like: minor }', ['2: classes.major.like must be one of standard, expedited and emergency']],
    [
      'classes:\n  minor: { like: standard }\n  major: { like: minor }',
      ['3: classes.major.like must be one of standard, expedited and emergency'],
    ],
    ['classes:\n  standard: { like: expedited }', ['2: classes.standard.like is not a known field']],
    ['classes:\n  emergency: { label: { en: Outage } }', ['2: classes.emergency.label is not a known field']],
    [
      'classes:\n  Major Work: { like: standard }',
      ['2: classes.Major Work must be the name of a class, such as standard: lower-case letters, digits, hyphens'],
    ],
    [
      'classes:\n  major: { like: standard, lead: 5 days }',
      [
        '2: classes.major.reminders.0 lies 7 days before the start, and the announcement itself 5 days: choose a later reminder, or a longer lead',
      ],
    ],
    [
      'classes:\n  outage: { like: emergency, lead: 1 day }',
      ['2: classes.outage.lead must be none: an emergency is announced at once'],
    ],
    [
      'classes:\n  major: { like: standard, lead: 10 business days, reminders: [] }',
      [
        '2: classes.major counts in business days, so calendar.timeZone and calendar.holidays have to say which days those are, such as Europe/Berlin and [DE]',
      ],
    ],
    [
      'classes:\n  major: { like: standard, label: { it: Grande } }',
      ['2: classes.major.label.it is not a known field'],
    ],
    ['classes:\n  major: 3', ['2: classes.major must be an object']],
  ])('%j is refused with line, field, rule and way out', (text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  it('that are the same name twice are refused', () => {
    expect(faultsOf('classes:\n  major: { like: standard }\n  major: { like: expedited }')).toEqual([
      expect.stringContaining('unique'),
    ]);
  });

  it('are twenty at most', () => {
    const many = Array.from({ length: 21 }, (_, index) => `  own-${String(index)}: { like: standard }`).join('\n');
    expect(faultsOf(`classes:\n${many}`)).toEqual([expect.stringContaining('20 classes of your own at most')]);
  });
});

describe('P6: windows of a class of the provider’s own', () => {
  it('N1: go by its figures and have the duties of the class it is like', () => {
    const window = new CoreWindow(opened({ class: 'major' }));
    expect(window.state.spec).toMatchObject({ class: 'standard', className: 'major' });
    expect(ahead(window)).toEqual([
      ['announcement', 30],
      ['reminder', 14],
      ['reminder', 2],
    ]);
    expect(noticeDebt(window.state.spec, T0 + 15 * DAY, policy)).toMatchObject({ promised: '30 days' });
    expect(reportDueAt({ ...window.state, completedAt: T0 })).toBe(T0 + 10 * DAY);
  });

  it('N2: refuse less than its minimum notice, by its name', () => {
    const spec = specOf(openingBody({ class: 'hotfix', ...JUSTIFIED }, { inMs: 6 * HOUR }), policy);
    expect(checkOpening(spec, T0, policy)?.detail).toMatch(/^Class hotfix promises at least 12 hours/);
  });

  it('N3: owe a report as an emergency does, when the class says', () => {
    const { state } = new CoreWindow(opened({ class: 'outage', emergency }, HOUR));
    expect(state).toMatchObject({ spec: { class: 'emergency', className: 'outage' }, rfo: { owed: true } });
    expect(reportDueAt({ ...state, completedAt: T0 })).toBe(T0 + 6 * HOUR);
  });

  it.each([
    [{ class: 'constructor' }, 'class', /there is no constructor, there are standard, expedited, emergency, major/],
    [{ class: 'hotfix' }, 'justification', /expedited window, which hotfix is like/],
    [{ class: 'outage' }, 'emergency', /emergency, which outage is like/],
    [{ class: 'major', emergency }, 'emergency', /not major/],
  ])('%j is refused', (change, field, message) => {
    const faults = classFaults(openingSchema.parse(openingBody(change)), policy);
    expect(faults).toEqual([{ field, message: expect.stringMatching(message) as string }]);
  });

  it('a name that is no slug is refused before anything is looked up', () => {
    const { error } = openingSchema.safeParse(openingBody({ class: 'Major Work' }));
    expect(error?.issues).toMatchObject([{ path: ['class'], message: expect.stringContaining('hyphens') as string }]);
  });

  it('keep the class they were opened with, whatever the rules of today say', () => {
    const window = new CoreWindow(opened({ class: 'major' }));
    const { spec } = window.state;
    const [without, other] = [DEFAULT_POLICY, { ...policy, ownClasses: { major: ownOf('hotfix') } }];
    for (const today of [without, other])
      expect(keepingClass(spec, policy, today).ownClasses?.major).toEqual(policy.ownClasses?.major);
    const longer = { ...policy, ownClasses: { major: { ...ownOf('major'), leadMs: 35 * DAY } } };
    expect(keepingClass(spec, policy, longer)).toBe(longer);
  });

  it('are reclassified by name, with the duties of the class it is like', () => {
    const window = new CoreWindow(opened({}));
    expect(window.give('reclassify', { class: 'urgent', reason: 'It spreads.' })).toBe('invalid-body');
    expect(window.give('reclassify', { class: 'hotfix', reason: 'It spreads.' })).toBe('invalid-body');
    expect(window.give('reclassify', { class: 'major', reason: 'It is larger.' })).toBeUndefined();
    expect(window.give('reclassify', { class: 'major', reason: 'It is larger.' })).toBe('same-class');
    expect(window.state.spec).toMatchObject({ class: 'standard', className: 'major' });
    expect(window.give('reclassify', { class: 'hotfix', ...JUSTIFIED, reason: 'It spreads.' })).toBeUndefined();
    const last = window.log.findLast(({ event }) => event.type === 'reclassified');
    expect(last && describeEvent(last.event)).toBe(
      'Class changed from major (like standard) to hotfix (like expedited): It spreads.',
    );
    expect(window.give('reclassify', { class: 'standard', reason: 'There is time.' })).toBeUndefined();
    expect(window.state.spec).not.toHaveProperty('className');
    expect(window.state.spec).not.toHaveProperty('justification');
  });

  it('T1: the proof counts the notice that the class promised last', () => {
    const window = new CoreWindow(opened({}));
    const promised = () => dateProofs(window.log, [], T0).map(({ promisedMs }) => promisedMs / DAY);
    expect(promised()).toEqual([14]);
    window.give('reclassify', { class: 'major', reason: 'It is larger.' });
    expect(promised()).toEqual([30]);
  });

  it('a series plans them with their notice, and takes no emergency', () => {
    const { slots: _slots, ...template } = openingBody({ class: 'major' });
    const recurrence = { every: 'day', at: '02:00', durationMinutes: 60, timeZone: 'UTC', from: '2027-01-01' };
    const read = (window: object) => seriesSchemaBy(policy).safeParse({ name: 'Kernel', window, recurrence });
    const issues = (window: object) => (read(window).error?.issues ?? []).filter(({ path }) => path[0] === 'window');
    expect(issues(template)).toEqual([]);
    expect(issues({ ...template, class: 'outage', emergency })).toMatchObject([{ path: ['window', 'class'] }]);
    expect(issues({ ...template, class: 'minor' })).toMatchObject([
      { path: ['window', 'class'], message: expect.stringContaining('there is no minor') as string },
    ]);
  });
});

describe('P6: what is read of a class of the provider’s own', () => {
  it('T3: staff read its name, customers its label alone', () => {
    const window = new CoreWindow(opened({ class: 'major' }));
    window.give('reclassify', { class: 'hotfix', ...JUSTIFIED, reason: 'It spreads.' });
    const customers = JSON.stringify([
      forCustomer(viewOf(window.state), []),
      window.log
        .flatMap(customerEvents)
        .map(({ event }) => [event.type === 'opened' ? { spec: event.spec } : event, describeEvent(event)]),
    ]);
    expect(customers).not.toMatch(/major|hotfix/);
    expect(window.log.map(({ event }) => describeEvent(event))[0]).toMatch(/^Opened as major \(like standard\): /);
    expect(viewOf(new CoreWindow(opened({ class: 'major' })).state).classLabel).toEqual({
      en: 'Major maintenance',
      de: 'große Wartung',
    });
  });

  it('a page says the label in the reader’s language, else the word of the class it is like', () => {
    const shown = { class: 'standard', classLabel: { de: 'Große Wartung' } } as const;
    expect([classWord(shown, de), classWord(shown, fr), classWord(shown)]).toEqual([
      'Große Wartung',
      fr.classes.standard,
      'Planned maintenance',
    ]);
  });

  it('a mail about another class has the label, and says what is different where no word is', async () => {
    const renderer = createMessageRenderer({ providerName: 'Prov', publicUrl: 'https://status.provider.example' });
    const window = new CoreWindow(opened({}, 20 * DAY));
    window.runUntil(T0 + 10 * DAY);
    const told = async (to: string, locale: string) => {
      const override = 'The customers agreed.';
      const from = window.log.length;
      expect(window.give('reclassify', { class: to, reason: 'It is larger.', ...JUSTIFIED, override })).toBeUndefined();
      const [begun] = begunNotices(window.state, window.log.slice(from));
      const facts = sampleFacts('changed', { changes: begun?.facts.changes ?? [] });
      const { text } = await renderer.render(
        sampleMessage(facts, { recipient: { name: 'Ada', address: 'a@x.example', locale } }),
      );
      return text.replace(/\s+/g, ' ');
    };
    expect(await told('major', 'de')).toContain('bisher geplante Wartung, jetzt große Wartung.');
    expect(await told('hotfix', 'en')).toContain(
      'it was Major maintenance and is now planned maintenance at short notice.',
    );
    expect(await told('expedited', 'en')).toContain('The reminders before it: they may come on other days');
    expect(await told('hotfix', 'fr')).toContain('Les rappels avant la maintenance');
  });
});
