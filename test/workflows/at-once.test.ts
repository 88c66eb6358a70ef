import { HOUR, DAY, SECOND } from '../../domain/shared/time';
import type { DeliveryResult, DeliveryTask } from '../../activities/delivery';
import { endlessPass, WindowServer } from '../support/window-world';
import { PROCESS_POLICY, STAFF_POLICY } from '../support/windows';

/** One place for first slices and one for later ones: whoever held it without sending would stop everybody else. */
let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start({ places: 1 });
});
afterAll(() => server.teardown());

const MORE: DeliveryResult = { open: 3, unsent: 3, more: true };

/** Runs until `open` is called. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

test('N14: a notice whose turn has not come holds no place: with one place, two windows are through', async () => {
  const first = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  let asked = 0;
  // an earlier notice is on its way in the ledger, which the window does not know of after a reset
  first.world.passes.set('announcement r1', () => (++asked < 4 ? { open: 1, unsent: 1, waiting: true } : undefined));
  await first.until(() => asked === 1);
  const second = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  await second.atRest();
  expect(second.world.notices).toEqual(['announcement r1']);
  expect(first.world.notices).toEqual([]);
  await server.env.sleep(20 * SECOND);
  await first.atRest();
  expect(first.world.notices).toEqual(['announcement r1']);
  await first.callOff();
  await second.callOff();
});

test('N14, N10: a later notice waits for the first pass of the earlier one in its window, and holds no place meanwhile', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: -HOUR, lastsMs: 4 * HOUR });
  const { world, until, update, view } = window;
  const rest = gate();
  const order: string[] = [];
  world.passes.set('announcement r1', async ({ first }) => {
    if (first) return MORE;
    await rest.opened;
    order.push('the first pass of the announcement is over');
    // one recipient is left for later: the next notice does not wait for that
    return order.length === 1 ? { open: 1, unsent: 0, retryInMs: HOUR } : undefined;
  });
  world.passes.set('started r1', () => void order.push('started'));
  await until((seen) => seen.phase === 'announced');
  await update('start');
  const other = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  await other.atRest();
  expect(order).toEqual([]);
  rest.open();
  await until(() => order.includes('started'));
  expect(order).toEqual(['the first pass of the announcement is over', 'started']);
  expect((await view()).phase).toBe('in-progress');
  world.passes.delete('announcement r1');
  await server.env.sleep(2 * HOUR);
  await update('complete');
  await update('draftRfo', { summary: 'A feed failed.', rootCause: 'A worn contact.' });
  await update('approveRfo', { by: 'second' });
  await server.keep(window, 'large', { id: 'announcement.r1', name: 'notice-settled' });
  await other.callOff();
});

test("N14: mail to the provider's own people begins when customers have theirs, or a large notice is well under way", async () => {
  const habits = { hasBrief: true, approvalRequired: true };
  const window = await server.open({ class: 'emergency' }, { inMs: HOUR }, PROCESS_POLICY, habits);
  const { world } = window;
  const customers = gate();
  const slices: DeliveryTask[] = [];
  world.passes.set('announcement r1', async (task) => {
    slices.push(task);
    if (!task.first) return undefined;
    await customers.opened;
    return MORE;
  });
  await window.until(() => slices.length === 1);
  // another window is through meanwhile, so what could have gone has
  const other = await server.open({ class: 'expedited' }, { inMs: 4 * DAY }, STAFF_POLICY);
  await other.atRest();
  expect(world.order).toEqual([]);
  customers.open();
  await window.atRest();
  expect(slices.map(({ first, urgency }) => [first, urgency])).toEqual([
    ['prepare', 'emergency'],
    [undefined, 'emergency'],
  ]);
  const [announced, ...internal] = world.order;
  expect(announced).toBe('announcement r1');
  expect(internal).toEqual(expect.arrayContaining(['staff-list-1 r1', 'brief r1', 'approval-request-1 r1']));
  expect(other.world.order).toEqual(['announcement r1', 'staff-list-1 r1']);
  await other.callOff();
  await window.callOff();
});

test('N9: a large notice is stopped by a newer revision between its slices or in one', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  const { world, until, update, handle } = window;
  let later = 0;
  world.passes.set('announcement r1', (task) => {
    if (task.first) return MORE;
    later++;
    return endlessPass(task);
  });
  await until(() => later === 1);
  await update('cancel', { reason: 'The vendor withdrew the advice.' });
  expect(await handle.result()).toMatchObject({ phase: 'cancelled' });
  expect(world.superseded).toEqual(['announcement r1']);
  await server.keep(window, 'large-cancelled', { id: 'announcement.r1', name: 'notice-superseded' });
});
