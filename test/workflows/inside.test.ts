import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { WindowServer, type OpenedWindow } from '../support/window-world';
import { INSIDE_POLICY, iso } from '../support/windows';

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

const SETTINGS = { hasBrief: true };

/** Notices to the provider's own people, those of one moment by name: the ledger puts them in order. */
const inside = ({ world }: OpenedWindow) => world.notices.filter((notice) => /^(brief|staff)/.test(notice)).sort();

test('P4, P5: a life that is heard inside: a new date, the start, a later end, the end, and the nag after it', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY }, INSIDE_POLICY, SETTINGS);
  const { world, openedAt, update, until, handle, atRest } = window;
  await until((view) => view.phase === 'announced');
  await atRest();
  const start = openedAt + 5 * DAY;
  await update('reschedule', { start: iso(start), end: iso(start + 2 * HOUR), reason: 'Parts are late.' });
  await atRest();
  await server.pass(window, start);
  await update('start');
  await atRest();
  await update('extend', { end: iso(start + 3 * HOUR), reason: 'A bolt is stuck.' });
  await atRest();
  await server.env.sleep(20 * MINUTE);
  await update('complete', { message: 'All is back.' });
  await atRest();
  expect(await window.view()).toMatchObject({ phase: 'completed' });
  await server.env.sleep(13 * HOUR);
  const nags = () => world.sent.filter(({ notice }) => notice.startsWith('staff-nag'));
  const endedAt = (await window.view()).endedAt ?? 0;
  await until(() => nags().some(({ at }) => at > endedAt));
  await atRest();
  await server.pass(window, endedAt + DAY);
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(inside(window).filter((notice) => !notice.startsWith('staff-nag'))).toEqual([
    ...['brief r1', 'brief-changed r2', 'brief-changed r3', 'brief-completed r3', 'brief-started r2'],
    ...['staff-list-1 r1', 'staff-list-2 r2', 'staff-list-3 r2', 'staff-list-4 r3', 'staff-list-5 r3'],
  ]);
  expect(nags().filter(({ at }) => at > endedAt)).toHaveLength(1);
  await server.keep(window, 'heard-inside');
});

test('P5, N12: a scope that touches others brings one list, and newcomers no second one', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY }, INSIDE_POLICY, SETTINGS);
  const { world, until, update, atRest } = window;
  await until((view) => view.phase === 'announced');
  await atRest();
  world.changes.set('changed r2', { newcomers: 3, leavers: 1 });
  await update('rescope', { scope: { locations: ['eu-1/dc-1'] }, reason: 'A second rack.' });
  await until(() => world.notices.includes('all-clear-1 r2'));
  await atRest();
  await window.callOff();
  await window.handle.result();
  expect(inside(window)).toEqual([
    ...['brief r1', 'brief-cancelled r3', 'brief-changed r2', 'staff-list-1 r1', 'staff-list-2 r2', 'staff-list-3 r3'],
  ]);
  await server.keep(window, 'heard-inside-of-the-audience');
});

test('P5, L13: work that is rolled back is heard of inside when that begins and when it is done', async () => {
  const window = await server.open({ automaticStart: true }, { inMs: 15 * DAY }, INSIDE_POLICY, SETTINGS);
  const { openedAt, update, handle, atRest, until } = window;
  await server.pass(window, openedAt + 15 * DAY);
  await until((view) => view.phase === 'in-progress');
  await atRest();
  await update('cancel', { reason: 'The unit does not hold.' });
  await atRest();
  await update('complete', { override: 'Nothing had been touched.' });
  await atRest();
  // their customers are told how it ended, and nobody ticks one off
  await server.env.sleep(13 * HOUR);
  await atRest();
  await server.env.sleep(12 * HOUR);
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  const heard = inside(window).filter((notice) => !notice.startsWith('staff-nag'));
  expect(heard).toEqual([
    ...['brief r1', 'brief-rolled-back r2', 'brief-rolling-back r2', 'brief-started r1'],
    ...['staff-list-1 r1', 'staff-list-2 r1', 'staff-list-3 r2', 'staff-list-4 r2'],
  ]);
  await server.keep(window, 'heard-inside-rolled-back');
});
