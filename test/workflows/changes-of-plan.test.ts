import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import type { temporal } from '@temporalio/proto';
import { reminderAt } from '../../domain/notices/notice-policy';
import type { ChannelReport } from '../../domain/channels/channels';
import type { HalfMove } from '../../domain/window/moves';
import { channelReport, moveUpdate, rulesUpdate } from '../../workflows/messages';
import { WindowServer } from '../support/window-world';
import { iso, PROCESS_POLICY } from '../support/windows';

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

const APPROVER = { by: 'marketing lead' };

test('L8, P2: drafted, worded anew by the marketing lead, approved by somebody else than either, announced', async () => {
  const window = await server.open({ draft: true }, { inMs: 20 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update, until } = window;
  await until((view) => view.phase === 'draft' && world.notices.includes('approval-request-1 r1'));
  await window.atRest();
  await update('edit', { ...APPROVER, customerAction: 'None. Your servers come back by themselves.' });
  await expect(update('approve', { by: 'engineer' })).rejects.toMatchObject({
    cause: { details: [{ code: 'own-plan' }] },
  });
  await expect(update('approve', APPROVER)).rejects.toMatchObject({ cause: { details: [{ code: 'own-plan' }] } });
  const approved = await update('approve', { by: 'second', expectedRevision: 2 });
  expect(approved).toMatchObject({ phase: 'approved', revision: 2, approval: { approvedBy: 'second' } });
  await expect(update('approve', { by: 'second' })).rejects.toMatchObject({
    cause: { details: [{ code: 'already-done' }] },
  });
  await server.pass(window, openedAt + 6 * DAY);
  await until((view) => view.phase === 'announced');
  await window.atRest();
  expect(world.facts.get('announcement r2')?.customerAction).toBe('None. Your servers come back by themselves.');
  await window.callOff();
  await server.keep(window, 'approved');
});

test('L8, N11: nobody approves: nagged, then a notice debt; approval afterwards needs an override', async () => {
  const window = await server.open({ draft: true }, { inMs: 16 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update, until, view } = window;
  await server.pass(window, openedAt + 3 * DAY);
  await window.atRest();
  expect(world.notices.filter((notice) => notice.startsWith('approval-request')).length).toBeGreaterThanOrEqual(3);
  expect((await view()).attention.map(({ code }) => code)).toEqual(['approval']);
  await expect(update('approve', APPROVER)).rejects.toMatchObject({ cause: { details: [{ code: 'notice-debt' }] } });
  await update('approve', { ...APPROVER, override: 'Every customer was phoned.' });
  await until((seen) => seen.phase === 'announced');
  await window.atRest();
  expect(world.timeline).toContain('rule-overridden');
  await window.callOff();
  await server.keep(window, 'approved-late');
});

test('N5, L5: another scope and another class are told as changes, and the duties follow', async () => {
  const window = await server.open({}, { inMs: 20 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update } = window;
  await server.pass(window, openedAt + 7 * DAY);
  await window.atRest();
  world.changes.set('changed r2', { newcomers: 2, leavers: 1 });
  await update('rescope', { scope: { locations: ['eu-1/dc-1'] }, reason: 'The whole row hangs on the unit.' });
  await window.atRest();
  expect(world.notices).toEqual(expect.arrayContaining(['changed r2', 'catch-up-1 r2', 'all-clear-1 r2']));
  await expect(update('reclassify', { class: 'emergency', reason: 'It fails.' })).rejects.toMatchObject({
    cause: { details: [{ code: 'invalid-body', field: 'emergency' }] },
  });
  const emergency = { trigger: 'infrastructure', necessity: 'It fails.', risk: 'None.', mitigation: 'Two engineers.' };
  const view = await update('reclassify', { class: 'emergency', reason: 'It fails.', emergency });
  expect(view).toMatchObject({ revision: 3, rfo: { owed: true } });
  await window.atRest();
  expect(world.facts.get('changed r3')?.changes).toEqual([{ field: 'class', from: 'standard', to: 'emergency' }]);
  await window.callOff();
  await server.keep(window, 'rescoped');
});

test('S8: customers move resources here and away: told by the one window alone, each half once, and no new revision', async () => {
  const window = await server.open({}, { inMs: 20 * DAY }, PROCESS_POLICY);
  const { world, openedAt, view, handle } = window;
  const giver = { by: 'ops@acme.example' };
  const slot = { startsAt: openedAt + 19 * DAY, endsAt: openedAt + 19 * DAY + HOUR };
  const half = (number: number, resources: string[]) => ({ number, resources });
  const here = (number: number, resources: string[]) =>
    ({ to: 'here', ...half(number, resources), from: 'MW-2026-0099', slot }) as const;
  const take = (move: HalfMove) => handle.executeUpdate(moveUpdate, { args: [move, giver] });
  await expect(take(here(1, ['srv-1']))).rejects.toMatchObject({ cause: { details: [{ code: 'wrong-phase' }] } });
  await server.pass(window, openedAt + 7 * DAY);
  await window.atRest();
  await take(here(2, ['srv-1', 'srv-2']));
  await take(here(2, ['srv-1', 'srv-2']));
  await window.atRest();
  expect(await view()).toMatchObject({ revision: 1, spec: { scope: { resources: ['srv-1', 'srv-2'] } } });
  expect(world.notices.filter((notice) => notice.startsWith('moved'))).toEqual(['moved-1 r1']);
  expect(world.facts.get('moved r1')?.previousSlot).toEqual(slot);
  const before = world.notices.length;
  await take({ to: 'elsewhere', ...half(3, ['srv-1']), window: 'MW-2026-0099' });
  // what comes late from a process that was slow
  await take(here(2, ['srv-1', 'srv-2']));
  await window.atRest();
  expect(await view()).toMatchObject({ spec: { scope: { resources: ['srv-1', 'srv-2'], except: ['srv-1'] } } });
  expect(world.notices).toHaveLength(before);
  await expect(handle.executeUpdate('moveResources', { args: [{ to: 'nowhere' }, giver] })).rejects.toMatchObject({
    cause: { details: [{ code: 'invalid-body' }] },
  });
  await window.callOff();
  await server.keep(window, 'moved');
});

test('P6: a window goes by the rules of today when somebody says so, and reminds on their days', async () => {
  const window = await server.open({}, { inMs: 40 * DAY }, PROCESS_POLICY);
  const { world, openedAt, view, handle } = window;
  const standard = { ...PROCESS_POLICY.classes.standard, leadMs: 30 * DAY, reminders: [reminderAt({ ms: 10 * DAY })] };
  const policy = { ...PROCESS_POLICY, classes: { ...PROCESS_POLICY.classes, standard } };
  const giver = { by: 'mara' };
  await window.atRest();
  expect((await handle.executeUpdate(rulesUpdate, { args: [{ policy }, giver] })).plan).toEqual([
    { kind: 'announcement', at: openedAt + 10 * DAY },
    { kind: 'reminder', at: openedAt + 30 * DAY },
  ]);
  await expect(handle.executeUpdate(rulesUpdate, { args: [{ policy }, giver] })).rejects.toMatchObject({
    cause: { details: [{ code: 'already-done' }] },
  });
  await expect(handle.executeUpdate('applyRules', { args: [{ policy: {} }, giver] })).rejects.toMatchObject({
    cause: { details: [{ code: 'invalid-body' }] },
  });
  await server.pass(window, openedAt + 31 * DAY);
  await window.atRest();
  const toCustomers = world.notices.filter((notice) => /^(announcement|reminder)/.test(notice));
  expect(toCustomers).toEqual(['announcement r1', 'reminder-1 r1']);
  expect(world.timeline.filter((type) => type === 'rules-applied')).toHaveLength(1);
  expect(await view()).toMatchObject({ revision: 1, phase: 'announced' });
  await window.callOff();
  await server.keep(window, 'rules-applied');
});

test('L6: asked before the end, overdue and escalated at the end, extended, and a report is owed', async () => {
  const window = await server.open({}, { inMs: 15 * DAY, lastsMs: 2 * HOUR }, PROCESS_POLICY);
  const { world, openedAt, update, until, view, handle } = window;
  const start = openedAt + 15 * DAY;
  await server.pass(window, start);
  await update('start');
  await server.pass(window, start + 105 * MINUTE);
  await until(() => world.notices.includes('overrun-question-1 r1'));
  expect((await view()).phase).toBe('in-progress');
  await server.pass(window, start + 2 * HOUR);
  await until((seen) => seen.phase === 'overdue');
  await until(() => world.notices.includes('escalation-1 r1'));
  await server.pass(window, start + 2 * HOUR + 15 * MINUTE);
  await until(() => world.notices.includes('escalation-2 r1'));
  const extended = await update('extend', { end: iso(start + 4 * HOUR), reason: 'A bolt has to be drilled out.' });
  expect(extended).toMatchObject({ phase: 'in-progress', revision: 2, attention: [] });
  await window.atRest();
  expect(world.facts.get('extended r2')).toMatchObject({
    previousSlot: { endsAt: start + 2 * HOUR },
    slot: { endsAt: start + 4 * HOUR },
  });
  const completed = await update('complete');
  expect(completed.rfo.owed).toBe(true);
  await update('draftRfo', { summary: 'A bolt was stuck.', rootCause: 'Rust.' });
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  await server.keep(window, 'overran');
});

test('L10: the first of two nights is called off in time; the second is used, and is a new date of the same window', async () => {
  const inMs = 20 * DAY;
  const openedAt = await server.env.currentTimeMs();
  const night = (days: number) => ({
    start: iso(openedAt + inMs + days * DAY),
    end: iso(openedAt + inMs + days * DAY + 2 * HOUR),
  });
  const slots = { slots: [night(0), night(1)], decideBy: iso(openedAt + inMs - 2 * DAY) };
  const used = await server.open(slots, { inMs }, PROCESS_POLICY);
  const kept = await server.open(slots, { inMs }, PROCESS_POLICY);
  await server.pass(used, openedAt + 7 * DAY);
  await server.pass(used, openedAt + 17 * DAY);
  // N11: customers were told of both nights in time, so three days before the first one nothing is owed
  expect(await used.update('useAlternate', { reason: 'A storm is forecast.' })).toMatchObject({ revision: 2 });
  await used.atRest();
  expect(used.world.facts.get('rescheduled r2')?.slot.startsAt).toBe(openedAt + inMs + DAY);
  await server.pass(kept, openedAt + inMs - 2 * DAY);
  await kept.atRest();
  expect(kept.world.timeline).toContain('alternate-released');
  expect(kept.world.facts.get('changed r2')?.changes).toEqual([
    { field: 'alternate', slot: { startsAt: Date.parse(night(1).start), endsAt: Date.parse(night(1).end) } },
  ]);
  await expect(kept.update('useAlternate', { reason: 'text' })).rejects.toMatchObject({
    cause: { details: [{ code: 'no-alternate' }] },
  });
  for (const window of [used, kept]) {
    await window.callOff();
    await server.keep(window, window === used ? 'alternate-used' : 'alternate-released');
  }
});

test('L2, E3: starts by itself where asked for; completed only with every check ticked off; watched before it closes', async () => {
  const verification = { steps: ['Both feeds carry load', 'No alarm'], monitorMinutes: 90 };
  const window = await server.open({ automaticStart: true, verification }, { inMs: 15 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update, until, handle, view } = window;
  await server.pass(window, openedAt + 15 * DAY);
  await until((view) => view.phase === 'in-progress');
  await update('verify');
  await update('tick', { step: 1 });
  await expect(update('complete')).rejects.toMatchObject({ cause: { details: [{ code: 'verification-open' }] } });
  await update('tick', { step: 2 });
  await update('complete');
  await window.atRest();
  expect((await view()).next).toMatchObject({ what: 'close' });
  await server.env.sleep(2 * HOUR);
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  const at = (type: string) => world.events.find(({ event }) => event.type === type)?.at ?? 0;
  expect(at('closed') - at('completed')).toBeGreaterThanOrEqual(90 * MINUTE);
  await server.keep(window, 'checked');
});

test('P3: a window without a point of contact is brought up until somebody is nominated', async () => {
  const window = await server.open({ pointOfContact: undefined }, { inMs: 20 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update, view } = window;
  await server.pass(window, openedAt + 2 * DAY);
  await window.atRest();
  expect(world.notices).toEqual(['nomination-nag-1 r1', 'nomination-nag-2 r1']);
  expect((await view()).attention.map(({ code }) => code)).toEqual(['nomination']);
  await update('nominate', { pointOfContact: 'night-shift@provider.example' });
  expect((await view()).attention).toEqual([]);
  await window.callOff();
  await server.keep(window, 'nominated');
});

test('L7: a cancelled window ends when everybody has heard, or when the rest is given up with a reason', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY }, PROCESS_POLICY);
  const { world, update, until, handle } = window;
  await until((view) => view.phase === 'announced');
  await window.atRest();
  world.failures.set('cancelled r2', 1);
  await update('cancel', { reason: 'The fault has gone.' });
  const left = await until((view) => view.undo.some(({ state }) => state === 'failed'));
  expect(left.undo).toEqual([
    {
      id: 'notice',
      state: 'failed',
      text: '1 of 3 recipients have not heard of the cancellation; retryFailed or writeOff',
    },
  ]);
  await update('retryFailed');
  await until((view) => view.undo.every(({ state }) => state === 'failed') && world.reopened.length === 1);
  await update('writeOff', { item: 'notice', reason: 'The customer has closed their account.' });
  expect(await handle.result()).toMatchObject({ phase: 'cancelled' });
  await server.keep(window, 'written-off');
});

test('L9: a change of plan that collides is refused by the record of the step, and nothing has happened', async () => {
  const signals = ['reschedule'] as const;
  const window = await server.open({}, { inMs: 20 * DAY }, PROCESS_POLICY, { signals });
  const { world, openedAt, update, view, signal, until } = window;
  await server.pass(window, openedAt + DAY);
  world.refusals.push({ code: 'conflict', detail: 'The plan collides.' });
  const slot = { start: iso(openedAt + 30 * DAY), end: iso(openedAt + 30 * DAY + HOUR), reason: 'Parts are late.' };
  await expect(update('reschedule', slot)).rejects.toMatchObject({ cause: { details: [{ code: 'conflict' }] } });
  expect(await view()).toMatchObject({ revision: 1, sequence: 1 });
  world.refusals.push({ code: 'conflict', detail: 'The plan collides.' });
  await signal('reschedule', { by: 'operator', ...slot });
  await until(() => world.timeline.includes('command-refused'));
  expect((await update('reschedule', slot)).revision).toBe(2);
  await window.callOff();
  await server.keep(window, 'collided');
});

test('L8: an approval taken back in time is asked for anew; other words are approved by somebody else than who wrote them', async () => {
  const window = await server.open({ draft: true }, { inMs: 20 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update, until } = window;
  await until((view) => view.phase === 'draft' && world.notices.includes('approval-request-1 r1'));
  await window.atRest();
  expect(await update('approve', APPROVER)).toMatchObject({ phase: 'approved' });
  const withdrawn = await update('withdraw', { ...APPROVER, reason: 'The impact is too vague.' });
  expect(withdrawn).toMatchObject({ phase: 'draft', revision: 1, approval: { approvedRevision: 0 } });
  await until(() => world.notices.includes('approval-request-2 r1'));
  await window.atRest();
  await update('edit', { ...APPROVER, impactDescription: 'Each server loses power for a minute.' });
  await until(() => world.notices.includes('approval-request-3 r2'));
  await window.atRest();
  await expect(update('approve', APPROVER)).rejects.toMatchObject({ cause: { details: [{ code: 'own-plan' }] } });
  expect(await update('approve', { by: 'second' })).toMatchObject({ phase: 'approved', revision: 2 });
  await server.pass(window, openedAt + 6 * DAY);
  await window.atRest();
  expect(world.notices.filter((notice) => notice.startsWith('approval-request'))).toEqual([
    ...['approval-request-1 r1', 'approval-request-2 r1', 'approval-request-3 r2'],
  ]);
  expect(world.facts.get('announcement r2')?.impact.description).toBe('Each server loses power for a minute.');
  await window.callOff();
  await server.keep(window, 'approval-withdrawn');
});

test('L8: instead of approving somebody asks for changes; the author makes them, and approvers are asked again', async () => {
  const window = await server.open({ draft: true }, { inMs: 20 * DAY }, PROCESS_POLICY);
  const { world, update, until } = window;
  await until((view) => view.phase === 'draft' && world.notices.includes('approval-request-1 r1'));
  await window.atRest();
  const asked = await update('requestChanges', {
    ...APPROVER,
    expectedRevision: 1,
    reason: 'The impact is too vague.',
  });
  expect(asked).toMatchObject({ phase: 'draft', revision: 1 });
  await until(() => world.notices.includes('changes-request-1 r1'));
  await window.atRest();
  expect(world.facts.get('changes-request r1')?.message).toMatch(
    /^marketing lead has not approved revision 1 and asks for changes:\nThe impact is too vague\./,
  );
  await update('edit', { impactDescription: 'Each server loses power for a minute.' });
  await until(() => world.notices.includes('approval-request-2 r2'));
  await window.atRest();
  // who asked for changes has not worded anything, and approves what came of it
  expect(await update('approve', APPROVER)).toMatchObject({ phase: 'approved', revision: 2 });
  await expect(update('requestChanges', { reason: 'text' })).rejects.toMatchObject({
    cause: { details: [{ code: 'already-done' }] },
  });
  await window.callOff();
  await server.keep(window, 'changes-requested');
});

test('C7, L7, P1: told by its channels that they are behind, in step again and undone; one is given up', async () => {
  const channels = ['statuspage', 'slack'] as const;
  const window = await server.open({ class: 'expedited' }, { inMs: 4 * DAY }, PROCESS_POLICY, {
    channels,
    hasBrief: true,
    signals: ['writeOff'],
  });
  const { world, update, until, handle, signal } = window;
  await until((view) => view.phase === 'announced');
  await window.atRest();
  expect(world.notices).toContain('brief r1');
  const report = (body: ChannelReport) => handle.signal(channelReport, body);
  await report({ channel: 'statuspage', state: 'troubled', trouble: 'it answers 503' });
  const behind = await until((view) => view.attention.length > 0);
  expect(behind.attention[0]).toMatchObject({
    code: 'channel.statuspage',
    text: expect.stringContaining('503') as string,
  });
  await report({ channel: 'statuspage', state: 'mended' });
  await until((view) => view.attention.length === 0);
  await update('cancel', { reason: 'The fault has gone.' });
  await window.atRest();
  await report({ channel: 'slack', state: 'undone' });
  await report({ channel: 'statuspage', state: 'troubled', trouble: 'the page is gone' });
  const left = await until((view) => view.undo.some(({ state }) => state === 'failed'));
  expect(left.undo.map(({ id, state }) => [id, state])).toEqual([
    ['notice', 'done'],
    ['statuspage', 'failed'],
    ['slack', 'done'],
  ]);
  await signal('writeOff', { by: 'operator', item: 'slack', reason: 'Done already.' });
  await until(() => world.timeline.includes('command-refused'));
  await update('writeOff', { item: 'statuspage', reason: 'The page was closed.' });
  expect(await handle.result()).toMatchObject({ phase: 'cancelled' });
  await server.keep(window, 'channels');
});

test('L9: an emergency made a standard window is refused by the record where it collides, and goes on with an override', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: 20 * DAY }, PROCESS_POLICY);
  const { world, update, until, view } = window;
  await until((seen) => seen.phase === 'announced');
  await window.atRest();
  world.refusals.push({ code: 'conflict', detail: 'The plan collides.', field: 'class' });
  const planned = { class: 'standard', reason: 'It can wait.' };
  await expect(update('reclassify', planned)).rejects.toMatchObject({
    cause: { details: [{ code: 'conflict', field: 'class' }] },
  });
  expect(await view()).toMatchObject({ revision: 1, spec: { class: 'emergency' } });
  const after = await update('reclassify', { ...planned, override: 'Both owners agreed.' });
  expect(after).toMatchObject({ revision: 2, spec: { class: 'standard' } });
  expect(world.timeline).toContain('rule-overridden');
  await window.callOff();
  await server.keep(window, 'reclassified');
});

test('E2, L6: an emergency nobody speaks about is escalated six times, and then only needs attention', async () => {
  const window = await server.open({ class: 'emergency' }, { inMs: 0, lastsMs: 4 * DAY }, PROCESS_POLICY);
  const { world, openedAt, update, until, view, handle } = window;
  await until((seen) => seen.phase === 'announced');
  await update('start');
  await server.pass(window, openedAt + 3 * DAY);
  await window.atRest();
  expect(world.notices.filter((notice) => notice.startsWith('escalation'))).toHaveLength(6);
  expect((await view()).attention.map(({ text }) => text)).toEqual([
    'The promised progress update has not come',
    expect.stringContaining('step 6, the last; nobody has answered'),
  ]);
  expect((await view()).next).toMatchObject({ what: 'ask whether the work ends in time' });
  expect(await update('post', { message: 'The part has come.' })).toMatchObject({ attention: [] });
  await update('complete');
  await update('draftRfo', { summary: 'A part was late.', rootCause: 'No spare.' });
  await update('approveRfo', { by: 'second' });
  expect(await handle.result()).toMatchObject({ phase: 'closed' });
  await server.keep(window, 'unattended');
});

test('L5: a reschedule adds at most 14 events to the window, its notice apart; ten of each change', async () => {
  const window = await server.open({}, { inMs: 40 * DAY, lastsMs: 2 * HOUR }, PROCESS_POLICY);
  const { openedAt, update, handle } = window;
  await server.pass(window, openedAt + 26 * DAY);
  await window.atRest();
  const length = async () => ((await handle.fetchHistory()).events ?? []).length;
  const before = await length();
  await update('reschedule', {
    start: iso(openedAt + 41 * DAY),
    end: iso(openedAt + 41 * DAY + HOUR),
    reason: 'x',
    override: 'agreed',
  });
  await window.atRest();
  expect(await ofChange(handle, before)).toBeLessThanOrEqual(14);
  for (let i = 1; i < 10; i++) {
    const start = openedAt + (41 + i) * DAY;
    await update('reschedule', { start: iso(start), end: iso(start + HOUR), reason: 'x', override: 'agreed' });
    await window.atRest();
  }
  await server.pass(window, openedAt + 50 * DAY);
  await update('start');
  await window.atRest();
  for (let i = 1; i <= 10; i++) {
    const events = await length();
    await update('extend', { end: iso(openedAt + 50 * DAY + HOUR + i * 30 * MINUTE), reason: 'x' });
    await window.atRest();
    expect(await ofChange(handle, events)).toBeLessThanOrEqual(14);
  }
  await update('complete');
  await server.keep(window, 'many-changes');
});

/** What a change itself added to the window's history: up to its answer, without the notices it began. */
async function ofChange(
  handle: { fetchHistory(): Promise<temporal.api.history.v1.IHistory> },
  before: number,
): Promise<number> {
  const added = ((await handle.fetchHistory()).events ?? []).slice(before);
  // the workflow task that took the update has three events before it; what is earlier belongs to the step before
  const first = added.findIndex((event) => event.workflowExecutionUpdateAcceptedEventAttributes) - 3;
  const answered = added.findIndex((event) => event.workflowExecutionUpdateCompletedEventAttributes);
  expect(answered).toBeGreaterThan(first);
  const isNotice = ({ activityTaskScheduledEventAttributes: scheduled }: (typeof added)[number]) =>
    scheduled?.activityType?.name === 'deliverNotice';
  return added.slice(first, answered + 1).filter((event) => !isNotice(event)).length;
}
