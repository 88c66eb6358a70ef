import { testDatabase } from '../support/database';
import { queuesIn } from '../support/chart/chart';
import { openAtOnce } from '../support/fault-windows';
import { startRecordingSmtp, type RecordingSmtp } from '../support/recording-smtp';
import { eventually, Program, Stack } from '../support/stack';

/** Several processes, each with a part of the work (O1). */

const database = testDatabase();
let smtp: RecordingSmtp;
let stack: Stack;

beforeAll(async () => {
  smtp = await startRecordingSmtp();
  stack = await Stack.start(database.url(), smtp.url, { env: { FOREWARN_WORKER_ROLES: 'windows,channels' } });
  await stack.fillInventory(3);
});
afterAll(async () => {
  await stack.stop();
  await smtp.close();
});

/** The task queues that a worker says it polls. */
function queuesOf({ output }: Program): readonly string[] {
  const line = output.split('\n').find((text) => text.includes('"working"')) ?? '{}';
  return (JSON.parse(line) as { queues: string[] }).queues;
}

test('O1: a worker of some roles polls their queues alone, which are those it is scaled by', () => {
  expect([...queuesOf(stack.worker)].sort()).toEqual(queuesIn('worker.yaml').sort());
});

test('O1: what a worker without mail leaves is sent as soon as one with mail is there', async () => {
  const reference = await openAtOnce(stack);
  const notices = () =>
    stack.db.selectFrom('notices').select('kind').where('window_reference', '=', reference).execute();
  await eventually('the notice is on record', async () => (await notices()).length > 0);
  expect(smtp.accepted).toEqual([]);

  const delivery = new Program(process.execPath, ['dist/worker/main.js'], {
    ...stack.env,
    FOREWARN_WORKER_ROLES: 'delivery',
  });
  try {
    await delivery.ready(() => delivery.output.includes('"working"'));
    expect([...queuesOf(delivery)].sort()).toEqual(queuesIn('delivery-worker.yaml').sort());
    await eventually('customers have the mail', () => smtp.accepted.length >= 3);
  } finally {
    await delivery.end('SIGTERM');
  }
});
