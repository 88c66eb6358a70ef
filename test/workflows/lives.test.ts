import { UNVERIFIED } from '../../domain/shared/actor';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { endlessPass, WindowServer } from '../support/window-world';
import { iso, STAFF_POLICY } from '../support/windows';

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

test('N1, L1: a standard life from 20 days out', async () => {
  const window = await server.open({}, { inMs: 20 * DAY });
  const { world, openedAt, update, until, handle } = window;
  const start = openedAt + 20 * DAY;
  await until((view) => view.phase === 'approved');
  expect(world.notices).toEqual([]);
  await server.pass(window, start - 14 * DAY);
  await until((view) => view.phase === 'announced');
  await server.pass(window, start - DAY);
  expect(world.notices).toEqual(['announcement r1', 'reminder-7d r1', 'reminder-3d r1', 'reminder-1d r1']);
  for (const [index, days] of [14, 7, 3, 1].entries()) {
    expect(world.sent[index]?.at).toBeGreaterThanOrEqual(start - days * DAY);
    expect(world.sent[index]?.at).toBeLessThan(start - days * DAY + MINUTE);
  }
  await server.pass(window, start);
  expect((await update('start')).phase).toBe('in-progress');
  await update('post', { message: 'Half of the rack is done.' });
  expect((await update('complete')).phase).toBe('completed');
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(world.notices.slice(4)).toEqual(['started r1', 'progress-1 r1', 'completed r1']);
  await server.keep(window, 'standard');
});

test('N10: opened 5 days ahead, the missed milestones are replaced by the announcement', async () => {
  const window = await server.open({}, { inMs: 5 * DAY });
  const { world, openedAt, until } = window;
  await until((view) => view.phase === 'announced');
  await server.pass(window, openedAt + 4 * DAY);
  expect(world.notices).toEqual(['announcement r1', 'reminder-3d r1', 'reminder-1d r1']);
  await window.callOff();
  await server.keep(window, 'opened-late');
});

test('N2: an expedited life: at once, a day before, start, completion', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  const { world, openedAt, until, update, handle } = window;
  await until((view) => view.phase === 'announced');
  await server.pass(window, openedAt + 4 * DAY);
  await update('start');
  await update('verify');
  await update('complete');
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(world.notices).toEqual(['announcement r1', 'reminder-1d r1', 'started r1', 'completed r1']);
  await server.keep(window, 'expedited');
});

test('N3, E4: an emergency closes only with its RFO published', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: -HOUR, lastsMs: 4 * HOUR });
  const { world, until, update, signal, handle, view } = window;
  await until((seen) => seen.phase === 'announced');
  await signal('start', { by: 'operator' });
  await until((seen) => seen.phase === 'in-progress');
  await signal('complete', { by: 'operator' });
  await until((seen) => seen.phase === 'completed');
  await server.env.sleep(3 * DAY);
  expect((await view()).attention.map(({ code }) => code)).toEqual(['rfo-late']);
  await update('draftRfo', { summary: 'A feed failed.', rootCause: 'A worn contact.' });
  expect((await view()).phase).toBe('completed');
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  expect(world.notices).toEqual(['announcement r1', 'started r1', 'completed r1', 'rfo-1 r1']);
  expect(world.facts.get('rfo r1')?.rfo).toMatchObject({ version: 1, rootCause: 'A worn contact.' });
  await server.keep(window, 'emergency');
});

test('L5, N9: a reschedule between two reminders', async () => {
  const window = await server.open({}, { inMs: 16 * DAY });
  const { world, openedAt, update } = window;
  const start = openedAt + 30 * DAY;
  await server.pass(window, openedAt + 10 * DAY);
  expect(world.notices).toEqual(['announcement r1', 'reminder-7d r1']);
  const moved = await update('reschedule', { start: iso(start), end: iso(start + HOUR), reason: 'Parts are late.' });
  expect(moved).toMatchObject({ revision: 2, phase: 'announced' });
  await server.pass(window, start - DAY);
  expect(world.notices.slice(2)).toEqual(['rescheduled r2', 'reminder-7d r2', 'reminder-3d r2', 'reminder-1d r2']);
  await window.callOff();
  await server.keep(window, 'rescheduled');
});

test('N5: who is new when a reminder is due gets the announcement, who has left the all-clear', async () => {
  const window = await server.open({}, { inMs: 16 * DAY });
  const { world, openedAt } = window;
  world.changes.set('reminder-7d r1', { newcomers: 1, leavers: 2 });
  await server.pass(window, openedAt + 10 * DAY);
  await window.atRest();
  expect([...world.notices].sort()).toEqual(['all-clear-1 r1', 'announcement r1', 'catch-up-1 r1', 'reminder-7d r1']);
  expect(world.events.map(({ event }) => event)).toContainEqual({ type: 'audience-changed', newcomers: 1, leavers: 2 });
  world.changes.set('reminder-3d r1', { newcomers: 4 });
  await server.pass(window, openedAt + 14 * DAY);
  await window.atRest();
  expect(world.notices).toContain('catch-up-2 r1');
  await window.callOff();
  await server.keep(window, 'audience-changed');
});

test('N8: what failed for good is sent again on request, by the same notice', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  const { world, update, until, view } = window;
  world.failures.set('announcement r1', 1);
  await until((seen) => seen.attention.length > 0);
  expect((await view()).attention[0]?.text).toBe('1 of 3 recipients of the announcement were not reached');
  world.failures.clear();
  await update('retryFailed', { notice: 'announcement' });
  await until((seen) => seen.attention.length === 0 && world.timeline.at(-1) === 'notice-settled');
  expect(world.reopened).toEqual(['announcement r1']);
  expect(world.notices).toEqual(['announcement r1', 'announcement r1']);
  await expect(update('retryFailed')).rejects.toMatchObject({ cause: { details: [{ code: 'nothing-failed' }] } });
  await update('cancel', { reason: 'Not needed.' });
  await server.keep(window, 'retried');
});

test('N12: lists for staff go with the announcement and the new date, and open ticks are nagged', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY }, STAFF_POLICY);
  const { world, openedAt, update, until } = window;
  await until((view) => view.phase === 'announced');
  await window.atRest();
  await server.pass(window, openedAt + 2.5 * DAY);
  await window.atRest();
  const start = openedAt + 6 * DAY;
  await update('reschedule', { start: iso(start), end: iso(start + HOUR), reason: 'Parts are late.' });
  await window.atRest();
  // those of one moment leave side by side here; the ledger puts them in order
  expect([...world.notices].sort()).toEqual([
    ...['announcement r1', 'rescheduled r2', 'staff-list-1 r1', 'staff-list-2 r2', 'staff-nag-1 r1'],
  ]);
  await window.callOff();
  await server.keep(window, 'staff-lists');
});

test('N9: cancelling during a fan-out stops it, and those who were told hear it', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  const { world, until, update, handle } = window;
  world.passes.set('announcement r1', endlessPass);
  await until((view) => view.phase === 'announced');
  await update('cancel', { reason: 'The vendor withdrew the advice.' });
  expect(await handle.result()).toMatchObject({ phase: 'cancelled' });
  expect(world.superseded).toEqual(['announcement r1']);
  expect(world.notices).toEqual(['cancelled r2']);
  expect(world.facts.get('cancelled r2')?.message).toBe('The vendor withdrew the advice.');
  await server.keep(window, 'cancelled-in-fan-out');
});

test('N13: mail that comes back after it was accepted needs attention, until it was sent again and reached them', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  const { world, until, update, handle, view } = window;
  await until(() => world.events.some(({ event }) => event.type === 'notice-settled'));
  expect((await view()).attention).toEqual([]);
  const counts = { organizations: 2, recipients: 3, accepted: 2, failed: 1, uncertain: 0, superseded: 0 };
  const notice = { kind: 'announcement', revision: 1, ordinal: 1 };
  // what cannot be read stops nothing
  for (const broken of [
    null,
    7,
    {},
    { notice, counts: { ...counts, failed: 'x' }, words: 'no' },
    { notice: null, counts },
  ]) {
    await handle.signal('noticeReturned', broken);
  }
  await handle.signal('noticeReturned', { notice, counts, words: '550 5.4.1 Access denied' });
  await until(({ attention }) => attention.length > 0);
  const { attention } = await view();
  expect(attention).toMatchObject([
    {
      code: 'failed.announcement.r1',
      text: '1 of 3 recipients of the announcement were not reached; mail that had been accepted came back: 550 5.4.1 Access denied',
    },
  ]);
  expect(world.events.filter(({ event }) => event.type === 'notice-returned')).toHaveLength(1);
  await update('retryFailed', { notice: 'announcement' });
  await until((seen) => seen.attention.length === 0);
  expect(world.reopened).toEqual(['announcement r1']);
  await window.callOff();
});

test('signals that come twice, too early, or with nonsense change nothing and are on the timeline', async () => {
  const window = await server.open({}, { inMs: 20 * DAY });
  const { world, openedAt, signal, until, update, handle } = window;
  await signal('start', { by: 'operator' });
  await signal('start', 'nonsense');
  await signal('reschedule', { by: 'operator', start: 'tomorrow', end: 7 });
  await signal('selfDestruct', { now: true });
  await signal('cancel');
  await until(({ sequence }) => sequence >= 6);
  const refusals = world.events.flatMap(({ event, by, onBehalfOf }) =>
    event.type === 'command-refused' ? [{ ...event, by, onBehalfOf }] : [],
  );
  expect(refusals.map(({ command }) => command)).toEqual(['start', 'start', 'reschedule', 'selfDestruct', 'cancel']);
  expect(refusals[0]).toMatchObject({
    ...{ by: UNVERIFIED, onBehalfOf: 'operator' },
    reason: expect.stringContaining('not been told') as string,
  });
  expect(refusals[2]?.reason).toContain('start must be a date and time with an offset');
  expect(refusals[3]?.reason).toContain('no command of this name');
  expect(refusals[4]).toMatchObject({ reason: 'reason is required', by: UNVERIFIED });

  await server.pass(window, openedAt + 20 * DAY);
  await signal('start', { by: 'operator' });
  await signal('start', { by: 'operator' });
  await until(({ phase }) => phase === 'in-progress');
  await update('complete');
  await handle.result();
  expect(world.timeline.filter((type) => type === 'started')).toHaveLength(1);
  expect(world.notices.filter((notice) => notice === 'started r1')).toHaveLength(1);
  // after the end Temporal itself says so
  await expect(signal('complete', { by: 'operator' })).rejects.toThrow('Completed');
  await server.keep(window, 'signals');
});

test('a refused update leaves no event, and says which rule', async () => {
  const window = await server.open({}, { inMs: 20 * DAY });
  const { world, update, until, handle } = window;
  await until((view) => view.phase === 'approved');
  await expect(update('complete')).rejects.toMatchObject({
    cause: { type: 'Refusal', message: expect.stringContaining('has not started') as string },
  });
  await expect(update('post', { message: '' })).rejects.toMatchObject({
    cause: { details: [{ code: 'invalid-body', field: 'message' }] },
  });
  const accepted = (await handle.fetchHistory()).events?.filter(
    (e) => e.workflowExecutionUpdateAcceptedEventAttributes,
  );
  expect(accepted).toEqual([]);
  expect(world.timeline).toEqual(['opened']);
  await window.callOff();
});

test('the database is away: nothing acts before the timeline has it, nothing is lost', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: 0 });
  const { world, until, update } = window;
  await until((view) => view.phase === 'announced');
  world.databaseAway = 3;
  await update('start');
  await until(({ phase }) => phase === 'in-progress');
  await window.atRest();
  await update('complete');
  await update('draftRfo', { summary: 'A feed failed.', rootCause: 'A worn contact.' });
  await update('approveRfo', { by: 'second' });
  await window.atRest();
  expect(world.events.map(({ sequence }) => sequence)).toEqual(world.events.map((_, index) => index + 1));
  await server.keep(window, 'database-away');
});

test('deliveries that cannot get out need attention with the server words, and mend by themselves', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: 0 });
  const { world, until } = window;
  let failures = 0;
  world.passes.set('announcement r1', () =>
    ++failures <= 4 ? { open: 3, unsent: 3, unavailable: '535 login refused' } : undefined,
  );
  await until((view) => view.phase === 'announced');
  await server.env.sleep(25_000);
  const troubled = await until((view) => view.attention.length > 0);
  expect(troubled.attention[0]?.text).toContain('535 login refused');
  await server.env.sleep(10 * MINUTE);
  await until((view) => view.attention.length === 0);
  await window.callOff();
  await server.keep(window, 'mail-server-away', { id: 'announcement.r1', name: 'notice-mail-server-away' });
});

test('L7: "Request cancellation" in the Temporal UI is the command cancel', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY });
  const { world, until, handle } = window;
  await until((view) => view.phase === 'announced');
  await window.atRest();
  await handle.cancel();
  expect(await handle.result()).toMatchObject({ phase: 'cancelled' });
  expect(world.notices).toEqual(['announcement r1', 'cancelled r2']);
  await server.keep(window, 'workflow-cancelled');
});
