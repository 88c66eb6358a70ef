import { createRedfishExecutor } from '../../../executors/redfish/executor';
import { BMC_PASSWORD, BMC_USER, startBmc, type Bmc } from '../../support/bmc';
import { selfSigned } from '../../support/self-signed';
import { workJob } from '../../support/work-jobs';

let bmc: Bmc;
beforeEach(async () => {
  bmc = await startBmc();
});
afterEach(() => bmc.close());

type Change = Partial<Parameters<typeof createRedfishExecutor>[0]>;
const executor = (change: Change = {}) =>
  createRedfishExecutor({
    ...{ name: 'metal', kinds: ['server'], url: bmc.url, login: 'session', requestMs: 3_000 },
    ...{ user: BMC_USER, password: BMC_PASSWORD, resets: ['GracefulRestart', 'ForceRestart'] },
    certificates: bmc.certificate,
    ...change,
  });
const iso = (at: number) => new Date(at).toISOString();

describe('a controller with sessions', () => {
  it('S7: every call logs in and out again: controllers have room for a few sessions', async () => {
    const one = executor();
    const job = workJob();
    await one.start(job);
    await one.observe(job);
    await one.check();
    expect(bmc.opened).toBe(3);
    expect(bmc.sessions.size).toBe(0);
  });

  it('S7: it logs out after a failure, too', async () => {
    expect(await executor({ system: 'nine' }).start(workJob())).toMatchObject({ accepted: false, retryable: false });
    expect(bmc).toMatchObject({ opened: 1, sessions: new Set() });
  });

  it('T8: a wrong password opens nothing, and is not in the words', async () => {
    const answer = await executor({ password: 'canary-guess' }).start(workJob());
    expect(answer).toMatchObject({ accepted: false, retryable: false });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });
});

describe('certificates', () => {
  it("T8: a controller's own certificate is trusted when it is the one that was given", async () => {
    expect(await executor().check()).toEqual([]);
  });

  it.each([
    ['without one', {}],
    ['of another server', { certificates: selfSigned().cert }],
  ])('T8: nothing is sent to a controller with a certificate %s', async (_which, trust: Change) => {
    const { certificates, ...rest } = { certificates: undefined, ...trust };
    const one = createRedfishExecutor({
      ...{ name: 'metal', kinds: ['server'], url: bmc.url, login: 'session', resets: ['GracefulRestart'] },
      ...{ user: BMC_USER, password: BMC_PASSWORD },
      ...(certificates === undefined ? {} : { certificates }),
      ...rest,
    });
    expect(await one.start(workJob())).toMatchObject({
      accepted: false,
      retryable: false,
      reason: expect.stringContaining('certificate') as unknown,
    });
    expect(bmc.opened).toBe(0);
  });
});

describe('the kind of reset', () => {
  it('S7: the first one is taken that the system allows', async () => {
    bmc.system.allowed = ['On', 'ForceRestart', 'ForceOff'];
    await executor().start(workJob());
    expect(bmc.resets).toEqual(['ForceRestart']);
  });

  it('S7: where nothing says what is allowed, the first one is tried', async () => {
    bmc.system.allowed = undefined;
    await executor().start(workJob());
    expect(bmc.resets).toEqual(['GracefulRestart']);
  });

  it('S7: a system that allows none of them is left alone, and both lists are named', async () => {
    bmc.system.allowed = ['On', 'ForceOff'];
    expect(await executor().start(workJob())).toMatchObject({
      accepted: false,
      retryable: false,
      reason: expect.stringMatching(/none of GracefulRestart, ForceRestart, only On, ForceOff/) as unknown,
    });
    expect(bmc.resets).toEqual([]);
  });
});

describe('what has become of a reset', () => {
  it('S7: a warm restart that never switches the power off is seen in the boot progress', async () => {
    const one = executor();
    const job = workJob();
    const answer = await one.start(job);
    let evidence = answer.accepted === true ? answer.evidence : undefined;
    const observe = async () => {
      const seen = await one.observe(job, evidence);
      evidence = seen.evidence;
      return seen.state;
    };
    expect(await observe()).toBe('running');
    bmc.system.boot = 'MemoryInitializationStarted';
    expect(await observe()).toBe('running');
    bmc.system.boot = 'OSBootStarted';
    expect(await observe()).toBe('running');
    bmc.system.boot = 'OSRunning';
    expect(await observe()).toBe('done');
  });

  it('S7: LastResetTime tells another process, however wrong the clock of the controller is', async () => {
    bmc.clockAhead = -3 * 365 * 86_400_000;
    const job = workJob();
    bmc.system.lastReset = iso(Date.now() + bmc.clockAhead - 60_000);
    expect(await executor().observe(job)).toMatchObject({ state: 'unknown' });
    bmc.system.lastReset = iso(Date.now() + bmc.clockAhead + 1_000);
    expect(await executor().observe(job)).toMatchObject({ state: 'done' });
    // nor is it reset again
    expect(await executor().start(job)).toMatchObject({ accepted: true });
    expect(bmc.resets).toEqual([]);
  });

  it('S7: one process resets once for a key, whatever it is asked', async () => {
    const one = executor();
    const job = workJob();
    for (let i = 0; i < 5; i++) await one.start(job);
    expect(bmc.resets).toHaveLength(1);
  });

  it('T8: a name that would change the address is refused', async () => {
    const job = workJob({ resource: { id: 'srv-1', name: '127.0.0.1:1/x', kind: 'server', environment: 'e' } });
    expect(await executor({ url: 'https://{name}.bmc.example.net' }).start(job)).toMatchObject({
      accepted: false,
      retryable: false,
      reason: expect.stringContaining('cannot stand in an address') as unknown,
    });
  });
});
