import { readConfig } from '../../config/config';
import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { DAY } from '../../domain/shared/time';
import { openingBody, T0 } from '../support/windows';
import { useApi } from '../api/support/api';
import { useCommandLine } from '../support/command-line';

const { inForce } = readConfig({
  DATABASE_URL: 'postgres://x:pg-word@db/x',
  SMTP_URL: 'smtp://mail',
  FOREWARN_API_RATE: '20',
});
let rules: NoticePolicy = DEFAULT_POLICY;
const api = useApi({ inForce }, { rules: { policyAt: () => rules } });
const { run: cli, file } = useCommandLine(api);

describe('P6: forewarn policy apply', () => {
  it('shows what would change, and does it with --yes', async () => {
    rules = DEFAULT_POLICY;
    const body = openingBody({}, { now: T0, inMs: 40 * DAY });
    const { reference } = (await api.as('engineer').post('/v1/windows', body).expect(201)).body as {
      reference: string;
    };
    expect((await cli('operator', 'policy', 'apply', reference)).stdout).toBe(
      `${reference} goes by the rules in force already.\n`,
    );
    const standard = { ...DEFAULT_POLICY.classes.standard, leadMs: 30 * DAY };
    rules = { ...DEFAULT_POLICY, classes: { ...DEFAULT_POLICY.classes, standard } };
    const shown = await cli('operator', 'policy', 'apply', reference);
    expect(shown.stdout).toMatch(/^classes\.standard\.lead +14 days +30 days$/m);
    expect(shown.stdout).toMatch(/^announcement +2026-12-21 00:00 UTC +announcement +2026-12-05 00:00 UTC$/m);
    expect(shown.stdout).toContain('Repeat it with --yes');
    expect(api.windows.core(reference).state.policy).toEqual(DEFAULT_POLICY);
    const done = await cli('operator', 'policy', 'apply', reference, '--yes');
    expect(done.code).toBe(0);
    expect(done.stdout).not.toContain('Repeat it');
    expect(api.windows.core(reference).state.policy).toEqual(rules);
  });
});

describe('P6: forewarn config check', () => {
  it('shows each value in force and where it comes from, and no secret', async () => {
    const { code, stdout } = await cli('operator', 'config', 'check');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^FOREWARN_API_RATE +20 +environment$/m);
    expect(stdout).toMatch(/^classes\.standard\.lead +14 days +default$/m);
    expect(stdout).toMatch(/^DATABASE_URL +\(set\) +environment$/m);
    expect(stdout).toMatch(/^FOREWARN_SLACK_TOKEN +- +default$/m);
    expect(stdout).not.toContain('pg-word');
  });

  it('checks a file before it is used: its faults with their lines, or what it would change', async () => {
    const wrong = await file('wrong.yaml', 'classes:\n  standard:\n    lead: 2 weeks\n');
    const refused = await cli('operator', 'config', 'check', wrong);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain(
      'wrong.yaml cannot be used:\n  line 3: classes.standard.lead must be a time such as "14 days"',
    );
    const right = await file('forewarn.yaml', 'classes: { standard: { lead: 30 days } }\n');
    const taken = await cli('operator', 'config', 'check', right);
    expect(taken.code).toBe(0);
    expect(taken.stdout).toMatch(/^classes\.standard\.lead +14 days +30 days$/m);
    expect((await cli('operator', 'config', 'check', 'nowhere.yaml')).code).toBe(2);
  });
});
