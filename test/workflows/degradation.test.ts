import { HOUR, MINUTE } from '../../domain/shared/time';
import type { ProbeReport } from '../../domain/window/degradation';
import { WindowServer } from '../support/window-world';
import { iso, PROCESS_POLICY } from '../support/windows';

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

const verification = (monitor: object) => ({ verification: { steps: [], monitorMinutes: 60, monitor } });
const report = { summary: 'A switch port was slow.', rootCause: 'It had fallen back to a lower speed.' };
const toCustomers = (notices: readonly string[]) =>
  notices.filter((notice) => !/^(escalation|report|staff|brief)/.test(notice));

/** Opened as an emergency, begun, and completed. */
async function completed(monitor: object) {
  const window = await server.open({ class: 'emergency', ...verification(monitor) }, { inMs: 0 }, PROCESS_POLICY);
  await window.until((view) => view.phase === 'announced');
  await window.update('start');
  await window.atRest();
  return window;
}

test('E3, L6: a probe that turns bad opens the window again; it ends only after "back to normal"', async () => {
  const window = await completed({ probe: 'checkout' });
  const { world, update, until, atRest, handle } = window;
  const bad: ProbeReport = { probe: 'checkout', found: 'bad', because: 'answered 503, 3 times in a row' };
  world.probe.push('good', 'good', bad);
  await update('complete', { message: 'The patch is in.' });
  await atRest();
  await server.env.sleep(20 * MINUTE);
  await until((view) => view.phase === 'degraded');
  await atRest();
  expect(toCustomers(world.notices)).toEqual(['announcement r1', 'started r1', 'completed r1', 'degraded-1 r1']);
  expect(world.notices.at(-1)).toMatch(/^escalation/);
  await update('post', {
    message: 'A port is slow.',
    nextUpdateBy: iso((await server.env.currentTimeMs()) + 2 * HOUR),
  });
  await atRest();
  world.probe.push('good');
  await update('complete', { message: 'The port is replaced.', customerImpactMinutes: 15 });
  await atRest();
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  await atRest();
  await server.env.sleep(2 * HOUR);
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(toCustomers(world.notices).slice(3)).toEqual(['degraded-1 r1', 'progress-1 r1', 'recovered-1 r1', 'rfo-1 r1']);
  await server.keep(window, 'degraded-by-probe');
});

test('E3: a watch of an hour in which all is well is three events of the history, however often it looks', async () => {
  const window = await completed({ probe: 'checkout' });
  const { world, update, atRest, handle } = window;
  await update('complete');
  await atRest();
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  await atRest();
  await server.env.sleep(2 * HOUR);
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(world.looks).toBeGreaterThan(10);
  const { events } = await handle.fetchHistory();
  const scheduled = (events ?? []).filter(
    ({ activityTaskScheduledEventAttributes: task }) => task?.activityType?.name === 'watchResult',
  );
  expect(scheduled).toHaveLength(1);
  await server.keep(window, 'watched-and-well');
});

test('E3, L13: a bad value leads to a roll-back, and the window ends with its last word', async () => {
  const window = await completed({ query: { name: 'p95 latency', unit: 'ms', below: 400 } });
  const { world, update, atRest, handle } = window;
  await update('complete');
  await atRest();
  await update('enterValue', { value: 900, note: 'from the dashboard' });
  await update('enterValue', { value: 300 });
  await update('enterValue', { value: 950 });
  expect(await window.view()).toMatchObject({ phase: 'degraded', monitoringValue: { value: 950, isGood: false } });
  await atRest();
  await update('cancel', { reason: 'The new kernel is slow.' });
  await atRest();
  await update('complete', { override: 'All hosts run the old kernel.' });
  await atRest();
  await update('enterValue', { value: 120 });
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  await atRest();
  await server.env.sleep(2 * HOUR);
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(toCustomers(world.notices).slice(2)).toEqual([
    ...['completed r1', 'degraded-1 r1', 'rolling-back r2', 'rolled-back r2', 'rfo-1 r2'],
  ]);
  await server.keep(window, 'degraded-and-rolled-back');
});

test('E3: a probe that is not configured any more is said, and is not asked for again', async () => {
  const window = await completed({ probe: 'gone' });
  const { world, update, until, atRest } = window;
  world.probe.push({ probe: 'gone', found: 'missing' });
  await update('complete');
  await until((view) => view.attention.some(({ code }) => code === 'probe-missing'));
  await atRest();
  expect(world.looks).toBe(1);
});
