import { toIso } from '../../domain/shared/time';
import { createWindowRecords } from '../../store/reconciling/records';
import { StoredWindow } from '../store/support';
import { useCommandLine } from '../support/command-line';
import { problemIn, useApi } from './support/api';

const api = useApi();
const { run } = useCommandLine(api);

const records = () => createWindowRecords(api.store.db, { messageDomain: 'provider.example' });

afterEach(async () => {
  await api.store.db.deleteFrom('window_differences').execute();
});

async function found(reference: string, looks: number): Promise<void> {
  for (let look = 0; look < looks; look++) {
    await records().note({ reference, kind: 'workflow-ended', detail: 'workflow TERMINATED' }, api.time.now);
  }
}

interface Listed {
  readonly items: readonly { readonly reference: string; readonly help: string }[];
}
const listed = async () => (await api.as('operator').get('/v1/differences').expect(200)).body as Listed;

test('T7: a difference is listed from the second look on, with the way out, and counted for scrapers', async () => {
  const { reference } = await StoredWindow.announced(api.store);
  await found(reference, 1);
  expect((await listed()).items).toEqual([]);
  await found(reference, 1);
  expect((await listed()).items).toMatchObject([
    { reference, kind: 'workflow-ended', detail: 'workflow TERMINATED', repairs: ['restart', 'write-off'] },
  ]);
  expect((await listed()).items[0]?.help).toContain(`forewarn repair ${reference} restart`);
  const metrics = await api.as('operator').get('/metrics').expect(200);
  expect(metrics.text).toContain('forewarn_window_differences{kind="workflow-ended"} 1');
  // a worker that compares nothing any more is seen by this
  expect(metrics.text).not.toContain('forewarn_windows_compared_timestamp_seconds 1');
  await records().finished(1, api.time.now);
  const { body } = await api.as('operator').get('/v1/differences').expect(200);
  expect(body).toMatchObject({ comparedAt: toIso(api.time.now) });
  await records().agreed(reference);
  expect((await listed()).items).toEqual([]);
});

test('T7: staff see it first of what needs attention, in the window and in the list; customers do not', async () => {
  const { reference } = await StoredWindow.announced(api.store);
  const attention = async () => {
    const { body } = await api.as('operator').get(`/v1/windows/${reference}`).expect(200);
    return (body as { attention: readonly { code: string }[] }).attention.map(({ code }) => code);
  };
  const waiting = async () => {
    const { body } = await api.as('operator').get('/v1/windows?needsAttention=true').expect(200);
    return (body as Listed).items.map((item) => item.reference);
  };
  expect(await attention()).toEqual([]);
  expect(await waiting()).not.toContain(reference);
  await found(reference, 2);
  expect(await attention()).toEqual(['workflow-ended']);
  expect(await waiting()).toContain(reference);
  expect((await api.as('customer').get(`/v1/windows/${reference}`)).text).not.toContain('workflow-ended');
});

test('T7, T3: it is repaired by admins and operators, through the API and the command line', async () => {
  const { reference } = await StoredWindow.announced(api.store);
  const body = { how: 'restart', reason: 'terminated by mistake' };
  problemIn(await api.as('customer').post(`/v1/windows/${reference}/repair`, body).expect(403));
  problemIn(await api.as('engineer').post(`/v1/windows/${reference}/repair`, body).expect(403));
  await api.as('operator').post(`/v1/windows/${reference}/repair`, body).expect(200, { reference, how: 'restart' });
  const said = await run('operator', 'repair', reference, 'write-off', '--reason', 'nobody was told');
  expect([said.code, said.stdout]).toEqual([0, `${reference} is repaired (write-off).\n`]);
  expect(api.repairs).toMatchObject([
    { reference, how: 'restart', reason: 'terminated by mistake', actor: { by: 'operator token' } },
    { reference, how: 'write-off', reason: 'nobody was told' },
  ]);
});

test('T7: the command line lists differences for a person, and ends with 1 while there are some', async () => {
  const { reference } = await StoredWindow.announced(api.store);
  expect(await run('operator', 'differences')).toMatchObject({
    code: 0,
    stdout: 'Every window agrees with its workflow.\n',
  });
  await found(reference, 2);
  const { code, stdout } = await run('operator', 'differences');
  expect(code).toBe(1);
  expect(stdout).toContain(`${reference}  workflow-ended, since `);
  expect(stdout).toContain(`forewarn repair ${reference} restart`);
});
