import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createExecutors, hostLocksOf } from '../../composition/executors';
import { readConfig } from '../../config/config';
import { readExecutors } from '../../config/executors';
import type { ExecutorJobs } from '../../temporal/executor-jobs';
import { selfSigned } from '../support/self-signed';

const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
const ENVIRONMENT = { AUTOMATION_SECRET: SECRET, BMC_USER: 'maintenance', BMC_PASSWORD: 'canary-of-the-bmc' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forewarn-executors-'));
  writeFileSync(path.join(folder, 'ca.pem'), selfSigned().cert);
  writeFileSync(path.join(folder, 'password'), 'canary-of-the-bmc\n');
  writeFileSync(path.join(folder, 'empty'), '\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const http = {
  type: 'http',
  kinds: ['database'],
  url: 'https://automation.example.com/jobs',
  secret: { env: 'AUTOMATION_SECRET' },
};
const redfish = {
  ...{ type: 'redfish', kinds: ['server'], url: 'https://{name}.bmc.example.net', system: '{id}' },
  ...{ user: { env: 'BMC_USER' }, password: { file: 'password' }, ca: { file: 'ca.pem' } },
};
const temporal = {
  type: 'temporal',
  kinds: ['app'],
  taskQueue: 'platform',
  activity: 'restart_app',
  heartbeatSeconds: 30,
};
const whole = {
  executors: { automation: http, metal: redfish, platform: temporal },
  probes: [
    { tcp: '{name}.db.example.net:5432', kinds: ['database'] },
    { http: 'https://{name}.apps.example.com/healthz', status: [200, 204], kinds: ['app'], settleSeconds: 30 },
  ],
  blockedBy: [{ alertmanager: 'http://alertmanager:9093', filter: ['severity="critical"'] }],
};

function written(content: unknown): string {
  const file = path.join(folder, 'executors.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const readOne = (change: object, of: object = http) =>
  readExecutors(written({ executors: { one: { ...of, ...change } } }), ENVIRONMENT);

/** Each executor alone would need Temporal for its work only. */
const publicUrl = 'https://status.provider.example';
const jobs: ExecutorJobs = {
  start: () => Promise.reject(new Error('not here')),
  look: () => Promise.reject(new Error('not here')),
  pollers: () => Promise.resolve(0),
};

describe('the file of FOREWARN_EXECUTORS', () => {
  it('S7: its references are followed, and what is left out has a standard', () => {
    const { executors, probes } = readExecutors(written(whole), ENVIRONMENT);
    expect(executors.automation).toMatchObject({ secret: SECRET });
    expect(executors.metal).toMatchObject({
      password: 'canary-of-the-bmc',
      login: 'session',
      resets: ['GracefulRestart'],
    });
    expect(probes).toMatchObject([{ settleSeconds: 10, timeoutSeconds: 5 }, { settleSeconds: 30 }]);
  });

  it('S7: is part of the configuration, and optional', () => {
    const needed = { DATABASE_URL: 'postgres://localhost/x', SMTP_URL: 'smtp://localhost' };
    expect(readConfig(needed).executors).toBeUndefined();
    expect(readConfig({ ...needed, FOREWARN_EXECUTORS: '' }).executors).toBeUndefined();
    const file = written(whole);
    expect(readConfig({ ...needed, ...ENVIRONMENT, FOREWARN_EXECUTORS: file }).executors?.executors).toHaveProperty(
      'metal',
    );
    expect(() => readConfig({ ...needed, FOREWARN_EXECUTORS: file })).toThrow(
      /FOREWARN_EXECUTORS names .*:\n {4}executors\.automation\.secret names the variable AUTOMATION_SECRET, which is not set/,
    );
  });

  it('S7: makes an executor of each entry, a probe for a kind, and one answer of all alerts', async () => {
    const made = createExecutors(readExecutors(written(whole), ENVIRONMENT), { jobs, publicUrl });
    expect([...made.executors].map(([name, one]) => [name, one.name, one.serves('server')])).toEqual([
      ['automation', 'automation', false],
      ['metal', 'metal', true],
      ['platform', 'platform', false],
    ]);
    expect(made.probeFor('app')?.settleMs).toBe(30_000);
    expect(made.probeFor('server')).toBeUndefined();
    expect(await made.executors.get('platform')?.check()).toEqual([
      { text: expect.stringContaining('restart_app') as unknown },
    ]);
    const none = createExecutors(undefined, { jobs, publicUrl });
    expect(none.executors.size).toBe(0);
    expect(await none.blockers.blocking()).toEqual([]);
  });

  it('E3: a probe with a name is one that windows name; it needs no kinds, and looks without a resource', async () => {
    const read = (...probes: object[]) => readExecutors(written({ executors: {}, probes }), {});
    const checkout = { name: 'checkout', tcp: '127.0.0.1:1', timeoutSeconds: 1 };
    const made = createExecutors(read(checkout), { jobs, publicUrl });
    expect(await made.probeNamed('checkout')?.look()).toMatchObject({ healthy: false });
    expect(made.probeNamed('toString')).toBeUndefined();
    expect(made.probeFor('app')).toBeUndefined();
    expect(() => read({ tcp: 'db:5432' })).toThrow(/probes\.0\.kinds is required, or name/);
    expect(() => read({ ...checkout, tcp: '{name}.db:5432' })).toThrow(/probes\.0\.tcp must have no \{id\}/);
    expect(() => read({ ...checkout, name: 'Check out' })).toThrow(/must be a name such as checkout/);
    expect(() => read(checkout, checkout)).toThrow(/probes\.1\.name checkout is given twice/);
  });

  it.each([
    [
      'a type there is none of',
      { type: 'ssh' },
      /executors\.one\.type must be "http", "redfish", "temporal" or "fleetlock"/,
    ],
    ['a field that is not known', { retries: 3 }, /executors\.one\.retries is not a known field/],
    ['no kinds', { kinds: [] }, /executors\.one\.kinds must hold at least 1 entries/],
    ['no address', { url: 'automation' }, /executors\.one\.url must be an address/],
    ['another scheme', { url: 'file:///etc/passwd' }, /url must begin with https/],
    ['a password in the address', { url: 'https://a:b@example.com/' }, /url must not hold a user or a password/],
    ['one address for each resource', { url: 'https://{name}.example.com/' }, /url cannot name the resource/],
    ['a secret in the file', { secret: SECRET }, /executors\.one\.secret must be an object/],
    [
      'a secret of two places',
      { secret: { env: 'A', file: 'b' } },
      /secret must be \{"env": "NAME"\} or \{"file": "path"\}/,
    ],
    ['a secret in a file that is not there', { secret: { file: 'nowhere' } }, /cannot be read \(ENOENT\)/],
    ['a secret in an empty file', { secret: { file: 'empty' } }, /empty/],
    ['a secret that can be guessed', { secret: { env: 'BMC_USER' } }, /secret must lead to whsec_/],
    ['authorities that are none', { ca: { file: 'password' } }, /ca must lead to certificates as PEM/],
  ])('S7: %s is refused with field, rule and way out', (_what, change, message) => {
    expect(() => readOne(change)).toThrow(message);
  });

  it.each([
    ['a password in clear over a network', { url: 'http://10.0.0.7' }, /url must begin with https:\/\/: the password/],
    ['a path', { url: 'https://10.0.0.7/redfish/v1' }, /url must have no path/],
    ['an unknown placeholder', { url: 'https://{ip}' }, /may name \{id\}, \{name\} and \{environment\}/],
    ['an unknown reset', { resets: ['ForceOff'] }, /resets\.0 must be one of "GracefulRestart"/],
  ])('T8: a controller with %s is refused', (_what, change, message) => {
    expect(() => readOne(change, redfish)).toThrow(message);
  });

  it('S7: hosts that ask by themselves have an address that nobody guesses, and it is not sent in clear', async () => {
    const fleet = { type: 'fleetlock', kinds: ['server'], token: { env: 'FLEET' }, label: 'machine-id' };
    const file = written({ executors: { fleet } });
    for (const FLEET of ['short', 'x'.repeat(31), `${'x'.repeat(40)}/y`]) {
      expect(() => readExecutors(file, { FLEET })).toThrow(/executors\.fleet\.token must lead to 32 to 200 random/);
    }
    const config = readExecutors(file, { FLEET: 'x'.repeat(32) });
    const locks = hostLocksOf({ executors: config, publicUrl }, {} as never)?.locks;
    expect([...(locks ?? [])]).toEqual([['fleet', { kinds: ['server'], token: 'x'.repeat(32), label: 'machine-id' }]]);
    expect(
      hostLocksOf({ executors: readExecutors(written(whole), ENVIRONMENT), publicUrl }, {} as never),
    ).toBeUndefined();
    const made = createExecutors(config, { jobs, publicUrl }).executors.get('fleet');
    expect(await made?.check()).toEqual([]);
    // nothing is started for them
    expect(made).toMatchObject({ pulls: true });
    expect(await made?.start({} as never)).toMatchObject({ accepted: false, retryable: false });
    const inClear = createExecutors(config, { jobs, publicUrl: 'http://status.provider.example' }).executors.get(
      'fleet',
    );
    expect(await inClear?.check()).toEqual([{ text: expect.stringContaining('FOREWARN_PUBLIC_URL') as string }]);
  });

  it('S7: a queue of ours, a probe that is no address, and a name that is none are refused', () => {
    expect(() => readOne({ taskQueue: 'forewarn-windows' }, temporal)).toThrow(/must be a queue of your own/);
    const probe = { executors: {}, probes: [{ tcp: 'db.example.net', kinds: ['database'] }] };
    expect(() => readExecutors(written(probe), ENVIRONMENT)).toThrow(/probes\.0\.tcp must be a host and a port/);
    expect(() => readExecutors(written({ executors: { 'My Executor': http } }), ENVIRONMENT)).toThrow(/executors/);
  });

  it('S7: a file that is not there, or no JSON, is named', () => {
    expect(() => readExecutors(path.join(folder, 'none.json'), {})).toThrow(
      /FOREWARN_EXECUTORS names .*none\.json, which cannot be read \(ENOENT\)/,
    );
    expect(() => readExecutors(written('{'), {})).toThrow(/which is not JSON/);
  });

  it('T8: no fault repeats a secret', () => {
    const wrong = { ...redfish, kinds: [], password: { env: 'BMC_PASSWORD' } };
    let told = '';
    try {
      readExecutors(
        written({ executors: { one: wrong, two: { ...http, secret: { env: 'BMC_PASSWORD' } } } }),
        ENVIRONMENT,
      );
    } catch (error) {
      told = String(error);
    }
    expect(told).toContain('executors.two.secret');
    expect(told).not.toContain('canary');
  });
});
