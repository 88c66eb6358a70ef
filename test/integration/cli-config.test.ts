import { readConfig } from '../../config/config';
import { useApi } from '../api/support/api';
import { useCommandLine } from '../support/command-line';

const { inForce } = readConfig({
  DATABASE_URL: 'postgres://x:pg-word@db/x',
  SMTP_URL: 'smtp://mail',
  FOREWARN_API_RATE: '20',
});
const api = useApi({ inForce });
const { run: cli, file } = useCommandLine(api);

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
