import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../dev/processes/ports';
import { HOUR } from '../../domain/shared/time';
import { startExecutorStandIn, type ExecutorStandIn } from '../../stand-ins/executor/stand-in';
import { startBreakablePostgres, type BreakablePostgres } from '../support/breakable-postgres';
import { atOnce } from '../support/fault-windows';
import { startRecordingSmtp, type RecordingSmtp } from '../support/recording-smtp';
import { seeded } from '../support/seeded';
import { eventually, Stack } from '../support/stack';

/**
 * Worker, database and Temporal are killed while the resources of two windows are restarted by two executors, which answer late, not at
 * all or with an error now and then, and count what they begin.
 */

const RESOURCES = 500;
const KILLS = Number(process.env.FOREWARN_TEST_WORK_KILLS ?? 10);
const FAULTS_PERCENT = 4;
const FAULTS = ['slow', 'busy', 'late', 'error-before', 'error-after', 'reset-before', 'reset-after'] as const;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NAMES = ['demo', 'http'] as const;

jest.setTimeout(600_000 + KILLS * 60_000);

const chance = seeded('work is killed');
const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-work-'));
const executors = new Map<string, ExecutorStandIn>();
let postgres: BreakablePostgres;
let smtp: RecordingSmtp;
let stack: Stack;

beforeAll(async () => {
  for (const name of NAMES) {
    const executor = await startExecutorStandIn({
      port: await freePort(),
      secret: SECRET,
      restartMs: [100, 400],
      slowMs: 300,
      // one that began just now could have lost its memory, and is not believed that a job was not begun
      kept: { saved: { restarts: [], jobs: {}, remembersSince: Date.now() - HOUR }, save: () => undefined },
    });
    executor.faults = () => (chance.percent(FAULTS_PERCENT) ? chance.pick(FAULTS) : undefined);
    executors.set(name, executor);
  }
  const setting = { type: 'http', kinds: ['server'], secret: { env: 'WORK_SECRET' } };
  const settings = [...executors].map(([name, { url }]) => [name, { ...setting, url }] as const);
  const file = path.join(folder, 'executors.json');
  writeFileSync(file, JSON.stringify({ executors: Object.fromEntries(settings) }));
  postgres = await startBreakablePostgres();
  smtp = await startRecordingSmtp();
  stack = await Stack.start(postgres.url, smtp.url, { env: { FOREWARN_EXECUTORS: file, WORK_SECRET: SECRET } });
  for (const name of NAMES) await stack.fillInventory(RESOURCES / NAMES.length, { rack: name, prefix: `${name}-` });
});
afterAll(async () => {
  await stack.stop();
  await smtp.close();
  await postgres.remove();
  for (const executor of executors.values()) await executor.close();
  rmSync(folder, { recursive: true });
});

const restarts = () => [...executors.values()].flatMap((executor) => executor.restarts);

async function openAndStart(name: string): Promise<string> {
  const work = { mode: 'automatic', executor: name, batch: 10, pauseSeconds: 0, stopAfterFailures: 1_000 };
  const { status, body } = await stack.call('POST', '/v1/windows', { ...atOnce(name), work });
  expect({ status, body }).toMatchObject({ status: 201 });
  await eventually('it has started', async () => {
    const { status: answer } = await stack.call('POST', `/v1/windows/${body.reference}/start`, {});
    return answer === 200;
  });
  return body.reference;
}

const KINDS_OF_KILL = {
  async worker() {
    await stack.worker.end('SIGKILL');
    await stack.startWorker();
  },
  async database() {
    await postgres.crash();
    await postgres.start();
  },
  async temporal() {
    await stack.temporal.end('SIGKILL');
    await stack.startTemporal();
  },
} as const;

test(`S7: ${String(KILLS)} kills while ${String(RESOURCES)} resources are restarted: none twice, none forgotten`, async () => {
  const references: string[] = [];
  for (const name of NAMES) references.push(await openAndStart(name));
  const killed = new Map<string, number>();
  // the very end is left out, so that each kill has something to disturb
  const part = Math.floor((RESOURCES * 0.95) / KILLS);
  for (let kill = 0; kill < KILLS; kill++) {
    const at = kill * part + chance.between(1, part);
    await eventually(`${String(at)} are begun`, () => restarts().length >= at, 180_000);
    const kind = chance.pick(['worker', 'worker', 'worker', 'database', 'temporal'] as const);
    killed.set(kind, (killed.get(kind) ?? 0) + 1);
    await KINDS_OF_KILL[kind]();
  }
  process.stdout.write(`killed: ${JSON.stringify(Object.fromEntries(killed))}\n`);
  await eventually(
    'the windows are over',
    async () => {
      const phases = await Promise.all(references.map((reference) => stack.call('GET', `/v1/windows/${reference}`)));
      return phases.every(({ body }) => body.phase === 'completed');
    },
    300_000,
  );
  const times = new Map<string, number>();
  for (const { resource } of restarts()) times.set(resource.id, (times.get(resource.id) ?? 0) + 1);
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  expect(times.size).toBe(RESOURCES);
  const rows = await stack.db.selectFrom('work').select('state').execute();
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['done']));
  expect(rows).toHaveLength(RESOURCES);
});
