import { ScheduleNotFoundError } from '@temporalio/client';
import { DAY } from '../../domain/shared/time';
import { MAINTENANCE_WINDOW } from '../../workflows/messages';
import { eventually, Program } from '../support/stack';
import { useStack } from '../support/use-stack';
import { openingBody } from '../support/windows';

const world = useStack({ racks: [{ count: 2 }] });

interface Series {
  readonly id: string;
  readonly state: string;
  readonly nights: readonly { readonly night: string; readonly state: string; readonly reference: string | null }[];
}

const { slots: _slots, ...window } = openingBody();
const date = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** A series with a night every `interval` days, the first late enough for the promise of its class. */
async function create(at: string, interval: number, leadDays: number, until?: string): Promise<Series> {
  const recurrence = {
    every: 'day',
    interval,
    at,
    durationMinutes: 60,
    timeZone: 'Europe/Paris',
    from: date(16),
    until,
  };
  const made = await world.stack.call('POST', '/v1/series', { name: 'Nightly', window, recurrence, leadDays });
  expect(made.status).toBe(201);
  return made.body as unknown as Series;
}

const read = async (id: string) => (await world.stack.call('GET', `/v1/series/${id}`)).body as unknown as Series;
const give = async (id: string, command: string, body: object = {}) =>
  (await world.stack.call('POST', `/v1/series/${id}/${command}`, body)).status;
const states = async (id: string) => (await read(id)).nights.map(({ state }) => state);
const openedNights = async (id: string) =>
  world.stack.db
    .selectFrom('series_nights')
    .selectAll()
    .where('series_id', '=', id)
    .where('state', '=', 'opened')
    .execute();

/** Every window in Temporal; the server's lists follow a little later than its starts. */
async function windowIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of world.client.workflow.list({ query: `WorkflowType = '${MAINTENANCE_WINDOW}'` }))
    ids.push(workflowId);
  return ids.sort();
}

/** Wakes the series by hand, as the schedule does at noon, and waits for what it does. */
async function wake(id: string): Promise<unknown> {
  const handle = world.client.schedule.getHandle(id);
  const before = (await handle.describe()).info.recentActions.length;
  await handle.trigger();
  let run: { workflowId: string; firstExecutionRunId: string } | undefined;
  await eventually('a run of the schedule', async () => {
    const { recentActions } = (await handle.describe()).info;
    run = recentActions.length > before ? recentActions.at(-1)?.action.workflow : undefined;
    return run !== undefined;
  });
  return world.client.workflow.getHandle(run?.workflowId ?? '', run?.firstExecutionRunId).result();
}

test('L10: a series has a schedule in its time zone, opens its nights, pauses, skips, resumes and ends', async () => {
  const { id } = await create('02:30', 10, 40);
  const { spec, policies, action } = await world.client.schedule.getHandle(id).describe();
  expect(spec).toMatchObject({
    timezone: 'Europe/Paris',
    calendars: [{ hour: [{ start: 12 }], minute: [{ start: 0 }] }],
  });
  expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 60 * DAY });
  expect(action).toMatchObject({ workflowType: 'openSeries', args: [id] });

  await eventually(
    'the first nights open',
    async () => (await states(id)).filter((state) => state === 'opened').length >= 2,
  );
  const [first] = (await read(id)).nights;
  const view = await world.client.workflow.getHandle(first?.reference ?? '').query<{ openedBy: string }>('window');
  expect(view).toMatchObject({ openedBy: `series ${id}`, phase: expect.any(String) as string });
  const mine = (await openedNights(id)).length;
  expect(await wake(id)).toEqual({ state: 'active', opened: [], refused: [] });

  expect(await give(id, 'pause')).toBe(200);
  expect((await world.client.schedule.getHandle(id).describe()).state.paused).toBe(true);
  expect(await wake(id)).toEqual({ state: 'paused', opened: [], refused: [] });
  const off = (await read(id)).nights.find(({ state }) => state === 'planned')?.night ?? '';
  expect(await give(id, 'skip', { night: off, reason: 'The trade fair.' })).toBe(200);
  // from here on a lead of 80 days, so that there is something to open
  await world.stack.db.updateTable('window_series').set({ lead_days: 80 }).where('id', '=', id).execute();
  expect(await give(id, 'resume')).toBe(200);
  expect((await world.client.schedule.getHandle(id).describe()).state.paused).toBe(false);
  await eventually('the others open', async () => (await openedNights(id)).length >= mine + 3);
  expect((await read(id)).nights.find(({ night }) => night === off)).toMatchObject({
    state: 'skipped',
    reference: null,
  });

  const deleted = await fetch(`${world.stack.apiUrl}/v1/series/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${world.stack.token}` },
  });
  expect(((await deleted.json()) as Series).state).toBe('ended');
  await expect(world.client.schedule.getHandle(id).describe()).rejects.toBeInstanceOf(ScheduleNotFoundError);
});

test('L10: a worker is killed while two of them open twenty-five nights: every night has one window', async () => {
  const before = (await world.stack.db.selectFrom('windows').select('reference').execute()).length;
  const second = new Program(process.execPath, ['dist/worker/main.js'], world.stack.env);
  await second.ready(() => second.output.includes('"working"'));
  try {
    const { id } = await create('14:30', 1, 60, date(40));
    await eventually('some nights open', async () => (await openedNights(id)).length >= 3);
    // whichever of them has the activity, it dies in the middle of it
    await world.stack.worker.end('SIGKILL');
    await world.stack.startWorker();
    await second.end('SIGKILL');
    await eventually('every night open', async () => (await openedNights(id)).length === 25);
    const nights = await openedNights(id);
    const rows = await world.stack.db.selectFrom('windows').select('reference').orderBy('reference').execute();
    const references = rows.map(({ reference }) => reference);
    expect(references).toHaveLength(before + nights.length);
    expect(new Set(nights.map(({ starts_at }) => starts_at.getTime())).size).toBe(nights.length);
    await eventually('as many windows in Temporal', async () => (await windowIds()).length >= references.length);
    expect(await windowIds()).toEqual(references);
    expect(await states(id)).not.toContain('refused');
  } finally {
    await second.end();
  }
});
