import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfiguredRules, loadRules } from '../../composition/rules';
import { readConfig } from '../../config/config';
import { mayStand } from '../../config/in-force';
import { parseRules, usualRules } from '../../config/rules-file';
import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import { KEPT_BY_DEFAULT } from '../../domain/retention/retention';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { projectRoot } from '../../dev/project-root';
import { policyBy, rulesInFile as fileOf } from '../support/rules';
import { T0 } from '../support/windows';

const NEEDED = { DATABASE_URL: 'postgres://forewarn:pg-word@db/forewarn', SMTP_URL: 'smtp://relay:mail-word@mail' };

function faultsOf(text: string): string[] {
  const result = parseRules(text, mayStand);
  if ('file' in result) throw new Error('the rules can be used');
  return result.faults.map(({ line, field, message }) => `${String(line)}: ${field} ${message}`);
}

describe('P6: the file of rules', () => {
  it('that says nothing leaves everything as it is without one', async () => {
    for (const text of ['', '# nothing yet', 'classes:\n', '{}']) {
      expect(await policyBy(text)).toEqual(DEFAULT_POLICY);
    }
    expect(readConfig(NEEDED).rules).toMatchObject({ policy: DEFAULT_POLICY, file: undefined });
    expect(readConfig(NEEDED).retention).toEqual(KEPT_BY_DEFAULT);
  });

  it('changes what it names and nothing else', async () => {
    const policy = await policyBy(`
classes:
  standard: { lead: 30 days, reminders: [14 days, 7 days, 2 days, 12 hours], minimumNotice: 1 day }
nags: { approval: { every: 12 hours } }
escalation: { steps: [none, 10 minutes], again: [1 hour] }
start: { early: 30 minutes }
report: { due: 5 days }
updates: { emergencyEvery: 30 minutes }
`);
    expect(policy).toEqual({
      ...DEFAULT_POLICY,
      classes: {
        ...DEFAULT_POLICY.classes,
        standard: {
          ...{ leadMs: 30 * DAY, atOnce: false, minimumNoticeMs: DAY },
          reminders: [
            { kind: 'reminder', beforeMs: 14 * DAY },
            { kind: 'reminder-7d', beforeMs: 7 * DAY },
            { kind: 'reminder', beforeMs: 2 * DAY },
            { kind: 'reminder', beforeMs: 12 * HOUR },
          ],
        },
      },
      process: {
        ...DEFAULT_POLICY.process,
        ...{ approvalNagEveryMs: 12 * HOUR, emergencyUpdateEveryMs: 30 * MINUTE },
        ...{ escalateAfterMs: [0, 10 * MINUTE], escalateAgainAfterMs: [HOUR] },
      },
      ...{ earlyStartMs: 30 * MINUTE, rfoDueMs: 5 * DAY },
    });
  });

  it('E4, E5: has a time for the report of each class, and when people are asked for it and for measures', async () => {
    const policy = await policyBy(`
report: { due: 5 days }
classes: { emergency: { report: 1 day }, standard: { report: 10 days } }
nags: { report: { before: none }, measures: { before: 14 days, late: [2 days, 30 days] } }
`);
    const due = Object.values(policy.classes).map(({ rfoDueMs }) => rfoDueMs);
    expect([policy.rfoDueMs, ...due]).toEqual([5 * DAY, 10 * DAY, undefined, DAY]);
    expect(policy.aftermath).toEqual({
      reportNagBeforeMs: 0,
      ...{ measureNagBeforeMs: 14 * DAY, measureLateAfterMs: [2 * DAY, 30 * DAY] },
    });
  });

  it('every file that docs/rules.md shows can be used', async () => {
    const shown = readFileSync(path.join(projectRoot(), 'docs', 'rules.md'), 'utf8').matchAll(/```yaml\n(.*?)```/gs);
    const texts = [...shown].map(([, text = '']) => text);
    expect(texts.length).toBeGreaterThanOrEqual(3);
    for (const text of texts) {
      await expect(policyBy(text)).resolves.toBeDefined();
      const read = parseRules(text, mayStand);
      expect('file' in read && read.file.plain).not.toEqual(usualRules().plain);
    }
  });

  it.each([
    [
      'classes:\n  standard:\n    lead: soon',
      [
        '3: classes.standard.lead must be a time such as "14 days", "36 hours" or "15 minutes", or "none", or "10 business days"',
      ],
    ],
    [
      'classes:\n  standard:\n    lead: 5 days',
      [
        '2: classes.standard.reminders.0 lies 7 days before the start, and the announcement itself 5 days: choose a later reminder, or a longer lead',
      ],
    ],
    [
      'classes: { standard: { reminders: [1 day, 24 hours] } }',
      ['1: classes.standard.reminders.1 names 1 day twice: leave one out'],
    ],
    [
      'classes: { expedited: { minimumNotice: 4 days } }',
      [
        '1: classes.expedited.minimumNotice must not be more than the lead, 3 days: windows would be refused that keep it',
      ],
    ],
    [
      'classes: { emergency: { lead: 1 day } }',
      ['1: classes.emergency.lead must be none: an emergency is announced at once'],
    ],
    [
      'classes: { standard: { lead: 10 business days } }',
      [
        '1: classes.standard counts in business days, so calendar.timeZone and calendar.holidays have to say which days those are, such as Europe/Berlin and [DE]',
      ],
    ],
    ['\nclases: {}\nspread: 3 minutes', ['2: clases is not a known field']],
    [
      'escalation:\n  steps: [15 minutes, 15 minutes]',
      ['2: escalation.steps must rise: each step comes later than the one before'],
    ],
    ['escalation: { steps: [] }', ['1: escalation.steps must have a step: an overrun is never silent']],
    ['escalation: { steps: [3 hours] }', ['1: escalation.again must begin later than the last of the steps']],
    ['report: { due: 30 minutes }', ['1: report.due must be 1 hour or more']],
    ['classes: { emergency: { report: none } }', ['1: classes.emergency.report must be 1 hour or more']],
    [
      'nags: { measures: { late: [] } }',
      ['1: nags.measures.late must have a step: a measure is never forgotten in silence'],
    ],
    ['spread: 2 hours', ['1: spread must be 30 minutes or less']],
    ['monitoring: { badAfter: 2 }', ['1: monitoring.badAfter must be 1 to 10 looks in a row, such as 3 looks']],
    [
      'start: { customersToldAfter: 50 }',
      ['1: start.customersToldAfter must be a share from 1 % to 99 %, such as 50 %'],
    ],
    ['retention: { deliveries: 7 days }', ['1: retention.deliveries must be 30 days or more; or "for ever"']],
    [
      'calendar: { timeZone: Berlin, holidays: [germany] }',
      [
        '1: calendar.timeZone must be a time zone such as Europe/Berlin',
        '1: calendar.holidays.0 must be a country, such as FR, or a part of one, such as DE-BY',
      ],
    ],
    [
      'calendar:\n  weekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]',
      ['2: calendar.weekend must leave a day for business'],
    ],
    ['- classes', ['1: (file) must hold fields, such as classes: and calendar:, and few aliases']],
    [
      'settings:\n  SMTP_URL: smtp://x\n  FOREWARN_NOTHING: 1\n  FOREWARN_CONFIG: other',
      [
        '2: settings.SMTP_URL is a secret: it belongs in the environment, not in a file of rules',
        '3: settings.FOREWARN_NOTHING is not a variable that the product reads; docs/running.md lists those',
        '4: settings.FOREWARN_CONFIG names this file: it belongs in the environment',
      ],
    ],
  ])('%j is refused with line, field, rule and way out', (text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  it('that is not YAML, or a bomb of aliases, is refused and harms nothing', () => {
    expect(faultsOf('classes: [')).toEqual([expect.stringContaining('(file) is not YAML')]);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map(
        (name, i) =>
          `${name}: &${name} [${Array(10)
            .fill(`*${'abcdefghi'[i] ?? ''}`)
            .join(',')}]`,
      )
      .join('\n')}`;
    expect(faultsOf(bomb)).toEqual([expect.stringContaining('(file)')]);
    expect(faultsOf('__proto__: { polluted: yes }')).toEqual(['1: __proto__ is not a known field']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('is named by FOREWARN_CONFIG, and every fault names file, line and field at once', () => {
    const file = fileOf('spread: long\nreport:\n  due: never\n');
    expect(() => readConfig({ ...NEEDED, FOREWARN_CONFIG: file })).toThrow(
      `The rules in ${file} cannot be used:\n  line 1: spread must be a time such as "14 days", "36 hours" or "15 minutes", or "none"\n  line 3: report.due must be a time`,
    );
    expect(() => readConfig({ ...NEEDED, FOREWARN_CONFIG: '/nowhere/forewarn.yaml' })).toThrow(
      '/nowhere/forewarn.yaml, cannot be read (ENOENT)',
    );
  });

  it('names countries that have holidays on record', async () => {
    const rules = (country: string) =>
      policyBy(
        `calendar: { timeZone: Europe/Berlin, holidays: [${country}] }\nclasses: { standard: { lead: 10 business days } }`,
      );
    await expect(rules('XX')).rejects.toThrow('there are no holidays on record for XX');
    await expect(rules('DE-QQ')).rejects.toThrow('no holidays on record for DE-QQ');
    const { rules: configured } = readConfig({
      ...NEEDED,
      FOREWARN_CONFIG: fileOf(
        'calendar: { timeZone: Asia/Tokyo, holidays: [XX] }\nclasses: { standard: { lead: 10 business days } }',
      ),
    });
    await expect(loadConfiguredRules(configured)).rejects.toThrow(
      /forewarn.yaml cannot be used:\n {2}calendar.holidays: there are no/,
    );
    expect((await rules('DE-BY')).calendar?.holidays).toContain('2027-05-27');
  });

  it('has the holidays of as many years as a window can be planned and moved, and no more than a few KB', async () => {
    const { calendar } = await policyBy(
      'calendar: { timeZone: Europe/Berlin, holidays: [DE-BY, FR, US], daysOff: ["2027-12-24"] }\nclasses: { standard: { lead: 10 business days } }',
    );
    expect(calendar?.holidays).toEqual(expect.arrayContaining(['2025-12-25', '2027-12-24', '2030-12-25']));
    expect(calendar?.knownUntil).toBeGreaterThan(T0 + 4 * 365 * DAY);
    expect(JSON.stringify(calendar).length).toBeLessThan(4_000);
  });
});

describe('P6: each value in force says where it comes from', () => {
  const file = fileOf(`
settings: { FOREWARN_PROVIDER_NAME: Nordic Hosting, FOREWARN_TOKEN_DAYS: 30, FOREWARN_APPROVALS: required }
classes: { standard: { lead: 30 days } }
retention: { messages: 30 days, deliveries: for ever }
`);
  const environment = {
    ...NEEDED,
    FOREWARN_CONFIG: file,
    FOREWARN_TOKEN_DAYS: '90',
    FOREWARN_APPROVALS: '',
    FOREWARN_METRICS_TOKEN: 'metrics-word-of-16',
  };
  const config = readConfig(environment);
  const valueOf = (name: string) => config.inForce.find((value) => value.name === name);

  it('the environment wins over the file, the file over the default; what is set to nothing is not set', () => {
    expect(config).toMatchObject({ providerName: 'Nordic Hosting', tokenDays: 90, approvals: 'required' });
    expect(valueOf('FOREWARN_PROVIDER_NAME')).toMatchObject({ value: 'Nordic Hosting', from: 'file' });
    expect(valueOf('FOREWARN_TOKEN_DAYS')).toMatchObject({ value: '90', from: 'environment' });
    expect(valueOf('FOREWARN_APPROVALS')).toMatchObject({ value: 'required', from: 'file' });
    expect(valueOf('FOREWARN_API_RATE')).toMatchObject({ value: '50', from: 'default' });
    expect(valueOf('classes.standard.lead')).toMatchObject({ value: '30 days', from: 'file' });
    expect(valueOf('classes.standard.reminders')).toMatchObject({ value: '7 days, 3 days, 1 day', from: 'default' });
    expect(config.retention).toMatchObject({ messages: 30, deliveries: null, tasks: 730 });
  });

  it('FOREWARN_RETENTION replaces the rules of retention as a whole', () => {
    const replaced = readConfig({ ...environment, FOREWARN_RETENTION: 'messages=10' });
    expect(replaced.retention).toEqual({ ...KEPT_BY_DEFAULT, messages: 10 });
    expect(replaced.inForce.some(({ name }) => name.startsWith('retention.'))).toBe(false);
    expect(replaced.inForce).toContainEqual({
      name: 'FOREWARN_RETENTION',
      value: 'messages=10',
      from: 'environment',
      isSecret: false,
    });
  });

  it('no secret is among them', () => {
    const all = JSON.stringify(config.inForce);
    for (const secret of ['pg-word', 'mail-word', 'metrics-word']) expect(all).not.toContain(secret);
    expect(valueOf('DATABASE_URL')).toEqual({ name: 'DATABASE_URL', value: null, from: 'environment', isSecret: true });
  });
});

it('without business days no holidays are read', async () => {
  const rules = await loadRules(readConfig(NEEDED).rules);
  expect(rules.policyAt(T0)).toBe(rules.policyAt(T0 + 400 * DAY));
  expect(rules.policyAt(T0).calendar).toBeUndefined();
});
