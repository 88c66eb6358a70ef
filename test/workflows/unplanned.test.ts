import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { WindowServer } from '../support/window-world';
import { iso, PLAIN_POLICY, PROCESS_POLICY } from '../support/windows';

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

const report = { summary: 'A patch failed.', rootCause: 'An old driver.' };
const refusedWith = (code: string) => ({ cause: { details: [{ code }] } });

test('L13, E4: an emergency that is called off is rolled back, told to everybody, and ends only with its report', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: 0 }, PROCESS_POLICY);
  const { world, until, update, handle } = window;
  await until((view) => view.phase === 'announced');
  await update('start');
  await window.atRest();
  const begun = await update('cancel', { reason: 'The patch fails.' });
  expect(begun).toMatchObject({ phase: 'rolling-back', revision: 2, rollBack: { reason: 'The patch fails.' } });
  await expect(update('complete')).rejects.toMatchObject(refusedWith('verification-open'));
  await window.atRest();
  await update('tick', { step: 1 });
  await server.env.sleep(20 * MINUTE);
  await update('complete', { message: 'All hosts run the old kernel.' });
  await window.atRest();
  await server.env.sleep(3 * DAY);
  expect(await window.view()).toMatchObject({ phase: 'rolled-back', rfo: { owed: true } });
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  const told = world.notices.filter((notice) => !/^(escalation|report|staff)/.test(notice));
  expect(told).toEqual(['announcement r1', 'started r1', 'rolling-back r2', 'rolled-back r2', 'rfo-1 r2']);
  expect(world.facts.get('rolled-back r2')?.message).toBe('The patch fails.\nAll hosts run the old kernel.');
  await server.keep(window, 'rolled-back');
});

test('L7, L13: "Request cancellation" in the Temporal UI of begun work is a roll-back, too', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: 0 });
  const { until, update, handle } = window;
  await until((view) => view.phase === 'announced');
  await update('start');
  await window.atRest();
  await handle.cancel();
  await until((view) => view.phase === 'rolling-back');
  await update('complete', { override: 'Nothing had been touched.' });
  await window.atRest();
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
});

test('L12: a window that nobody starts is delayed, told at half and at its end, and starts only on a new date', async () => {
  const window = await server.open({}, { inMs: 15 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update, view, handle } = window;
  const start = openedAt + 15 * DAY;
  await server.pass(window, start + 15 * MINUTE);
  expect(await view()).toMatchObject({ phase: 'delayed', next: { what: 'escalate' } });
  await server.pass(window, start + 2 * HOUR);
  await window.atRest();
  const delays = world.sent
    .filter(({ notice }) => notice.startsWith('delayed'))
    .map(({ notice, at }) => [notice, at - start]);
  expect(delays.map(([notice]) => notice)).toEqual(['delayed-1 r1', 'delayed-2 r1']);
  expect(delays.map(([, at]) => Math.floor(Number(at) / MINUTE))).toEqual([60, 120]);
  await expect(update('start')).rejects.toMatchObject(refusedWith('too-late'));
  const next = start + 20 * DAY;
  const moved = { start: iso(next), end: iso(next + HOUR), reason: 'The engineer was ill.' };
  expect(await update('reschedule', moved)).toMatchObject({ phase: 'announced', attention: [] });
  await server.pass(window, next);
  await update('start');
  await update('complete');
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  await server.keep(window, 'delayed');
});

test('L12, L14: who forgot to say so gives the times afterwards, and mails tell these', async () => {
  const window = await server.open({}, { inMs: 15 * DAY });
  const { world, openedAt, update, until, view, handle } = window;
  const start = openedAt + 15 * DAY;
  await server.pass(window, start + 3 * HOUR);
  const startedAt = start + 5 * MINUTE;
  const completedAt = start + 90 * MINUTE;
  await update('start', { startedAt: iso(startedAt), reason: 'The line was down.' });
  expect(await until((seen) => seen.phase === 'overdue')).toMatchObject({ startedAt });
  await window.atRest();
  await update('complete', { completedAt: iso(completedAt), reason: 'The line was down.' });
  expect(await view()).toMatchObject({ phase: 'completed', startedAt, endedAt: completedAt });
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(world.timeline).toContain('overdue');
  expect(world.facts.get('started r1')).toMatchObject({ startedAt });
  expect(world.facts.get('completed r1')).toMatchObject({ startedAt, endedAt: completedAt, reportFollows: true });
  await server.keep(window, 'started-afterwards');
});

test('N7, L6: what a page would say of a private window is mailed', async () => {
  const window = await server.open({ visibility: 'private' }, { inMs: 15 * DAY });
  const { world, openedAt, update, handle } = window;
  const start = openedAt + 15 * DAY;
  await server.pass(window, start);
  await update('start');
  await server.pass(window, start + 2 * HOUR);
  await update('verify', { note: 'Both feeds are measured.' });
  await update('complete');
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(world.notices.slice(-5)).toEqual(['started r1', 'overdue-1 r1', 'verifying-1 r1', 'completed r1', 'rfo-1 r1']);
  await server.keep(window, 'private-overdue');
});

test('E4: a report that nobody writes is asked for, escalated while it is late, and ends with its publication', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: 0 }, PROCESS_POLICY);
  const { world, until, update, view, handle } = window;
  await until((seen) => seen.phase === 'announced');
  await update('start');
  await update('complete');
  await window.atRest();
  await server.env.sleep(2 * DAY - 11 * HOUR);
  await window.atRest();
  const about = () => world.notices.filter((notice) => notice.startsWith('report'));
  expect(about()).toEqual(['report-nag-1 r1']);
  await server.env.sleep(12 * HOUR);
  await window.atRest();
  expect((await view()).attention.map(({ code }) => code)).toEqual(['rfo-late', 'escalation']);
  const told = about();
  expect(told.length).toBeGreaterThanOrEqual(4);
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(about()).toEqual(told);
  expect(world.timeline.filter((type) => type === 'rfo-late')).toHaveLength(1);
  await server.keep(window, 'report-late');
});

test('L13: a window opened by version 0.2.0 takes on the rules of today with its next command', async () => {
  const { unplanned: _rules, ...policy } = PLAIN_POLICY;
  const window = await server.open({ class: 'emergency' }, { inMs: 0 }, policy);
  const { until, update, handle } = window;
  await until((view) => view.phase === 'announced');
  await update('start');
  await window.atRest();
  expect(await update('cancel', { reason: 'The patch fails.' })).toMatchObject({ phase: 'rolling-back' });
  await update('complete', { override: 'Nothing had been touched.' });
  await update('draftRfo', report);
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  await server.keep(window, 'rolled-back-under-new-rules');
});
