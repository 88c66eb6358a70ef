import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../dev/processes/ports';
import { eventually } from '../../../dev/processes/processes';
import { createRedfishExecutor } from '../../../executors/redfish/executor';
import { keepsTheContract } from '../../support/executor-contract';
import { startFaultyProxy, type FaultyProxy } from '../../support/faulty-proxy';
import { startPython, type PythonProgram } from '../../support/python-programs';
import { workJob } from '../../support/work-jobs';

/** OpenStack's emulator of management controllers, with a fake driver whose power changes take up to eleven seconds. */

const USER = 'maintenance';
const PASSWORD = 'canary-of-the-bmc';
/** `htpasswd -nbB maintenance canary-of-the-bmc` */
const HTPASSWD = '$2b$04$YvtHiR2ysAfydiTKvesIFOjH6fs6auEFTKdvtEhIa.s17aQekCXYq';
const SYSTEMS = Array.from({ length: 30 }, (_, index) => `00000000-0000-4000-8000-0000000000${String(10 + index)}`);

let folder: string;
let emulator: PythonProgram;
let proxy: FaultyProxy;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'forewarn-redfish-'));
  const port = await freePort();
  const systems = SYSTEMS.map((uuid, index) => ({
    ...{ uuid, name: `srv-${String(index)}`, power_state: 'On' },
    nics: [{ mac: `00:5c:52:31:3a:${String(10 + index)}`, ip: '172.22.0.1' }],
  }));
  await writeFile(path.join(folder, 'users'), `${USER}:${HTPASSWD}\n`);
  const settings = [
    "SUSHY_EMULATOR_LISTEN_IP = '127.0.0.1'",
    `SUSHY_EMULATOR_LISTEN_PORT = ${String(port)}`,
    'SUSHY_EMULATOR_FAKE_DRIVER = True',
    `SUSHY_EMULATOR_FAKE_SYSTEMS = ${JSON.stringify(systems)}`,
    `SUSHY_EMULATOR_STATE_DIR = ${JSON.stringify(folder)}`,
    `SUSHY_EMULATOR_AUTH_FILE = ${JSON.stringify(path.join(folder, 'users'))}`,
  ];
  await writeFile(path.join(folder, 'emulator.conf'), `${settings.join('\n')}\n`);
  emulator = await startPython('sushy-tools', [
    ...['-c', 'from sushy_tools.emulator.main import main; main()'],
    ...['--config', path.join(folder, 'emulator.conf'), '--fake'],
  ]);
  const isUp = () =>
    fetch(`http://127.0.0.1:${String(port)}/redfish/v1/`).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await eventually(isUp, 60_000))) throw new Error(`the emulator does not answer:\n${emulator.output()}`);
  proxy = await startFaultyProxy(port);
}, 300_000);
beforeEach(() => (proxy.mode = undefined));
afterAll(async () => {
  await proxy.close();
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

const executor = (change: { password?: string } = {}) =>
  createRedfishExecutor({
    ...{ name: 'metal', kinds: ['server'], url: proxy.origin, system: '{id}', login: 'basic', requestMs: 3_000 },
    ...{ user: USER, password: change.password ?? PASSWORD, resets: ['GracefulRestart', 'ForceRestart'] },
  });

let next = 0;
function job(change: Parameters<typeof workJob>[0] = {}) {
  const index = next++ % SYSTEMS.length;
  const id = SYSTEMS[index] ?? '';
  return workJob({ resource: { id, name: `srv-${String(index)}`, kind: 'server', environment: 'env-1' }, ...change });
}
const resets = ({ resource }: { resource: { id: string } }) =>
  proxy.arrived.filter((line) => line.startsWith('POST') && line.includes(resource.id)).length;

describe('the Redfish executor and the emulator of OpenStack', () => {
  keepsTheContract(
    () => ({
      executor,
      job,
      starts: resets,
      loseAnswer: () => void (proxy.mode = { lose: /^POST .*ComputerSystem\.Reset$/ }),
      silence: () => void (proxy.mode = 'silent'),
      // the emulated servers always come back: this one takes longer than it may
      fail: () => undefined,
      failingJob: () => job({ timeoutMs: 1 }),
      knowsStartsOfOthers: false,
    }),
    [PASSWORD],
  );

  it('S7: a wrong password is refused with what to correct, by a start and by a check', async () => {
    const wrong = executor({ password: 'guess' });
    expect(await wrong.start(job())).toEqual({
      accepted: false,
      retryable: false,
      reason: expect.stringContaining('does not accept the user and the password') as unknown,
    });
    expect(await wrong.check()).toEqual([{ text: expect.stringContaining('password') as unknown }]);
  });

  it('S7: a server that its controller does not know is refused', async () => {
    const unknown = job({ resource: { id: 'srv-unknown', name: 'srv', kind: 'server', environment: 'env-1' } });
    expect(await executor().start(unknown)).toMatchObject({ accepted: false, retryable: false });
  });

  it('S7: a server that is off is not switched on by maintenance', async () => {
    const off = job();
    const system = `${proxy.origin}/redfish/v1/Systems/${off.resource.id}`;
    const headers = {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`,
    };
    await fetch(`${system}/Actions/ComputerSystem.Reset`, {
      method: 'POST',
      headers,
      body: '{"ResetType": "ForceOff"}',
    });
    const isOff = async () => /"PowerState": ?"Off"/.test(await (await fetch(system, { headers })).text());
    expect(await eventually(isOff, 20_000)).toBe(true);
    expect(await executor().start(off)).toMatchObject({
      accepted: false,
      retryable: false,
      reason: expect.stringContaining('nothing to restart') as unknown,
    });
    // the one that switched it off
    expect(resets(off)).toBe(1);
  });
});
