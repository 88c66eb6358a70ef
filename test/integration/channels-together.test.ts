import { DAY, HOUR } from '../../domain/shared/time';
import { repliesIn, useChannelStack } from '../support/channel-stack';
import { eventually } from '../support/stack';
import { verify } from '../support/webhook-receiver';

// some forty requests at the pace of one a second, on a machine that does other things as well
jest.setTimeout(240_000);

const world = useChannelStack();
/** Of rack a12's datacenter, and another one. */
const COMPONENT = 'eu1dc1';
const OTHER = 'us1dc2';
/** A customer with resources in rack a12. */
const CUSTOMER = 'harbourline';

test('C1, C3, C4, C6, N8: a window is on every channel in step, each step once, from its opening to its end', async () => {
  const endpoint = { url: world.receiver.url, organizationId: CUSTOMER };
  const { secret } = await world.call<{ secret: string }>('POST', '/v1/webhooks', endpoint);
  const reference = await world.open('eu-1/dc-1/rack-a12');
  const clock = world.clockOf(reference);
  const { slots } = await clock.caughtUp();
  await eventually('it is announced outside', () => world.entries(reference).length > 0);
  await eventually('the thread lists the customers', () => repliesIn(world.thread(reference)).length >= 3);
  expect(world.entry(reference)).toMatchObject({ status: 'scheduled', componentIds: [COMPONENT] });
  expect(world.statuses()).toMatchObject({ [COMPONENT]: 'operational', [OTHER]: 'operational' });

  await clock.to(Date.parse(slots[0]?.start ?? ''));
  const { first } = world.thread(reference);
  expect(await world.slack.standIn.press(first.ts, 'start')).toMatchObject({ status: 200 });
  await eventually('the page says that it runs', () => world.entry(reference).status === 'in_progress');
  expect(world.statuses()).toMatchObject({ [COMPONENT]: 'under_maintenance', [OTHER]: 'operational' });
  await world.give(reference, 'post', { message: 'Half is done.' });
  await clock.caughtUp();
  await world.give(reference, 'verify');
  await world.give(reference, 'complete', { message: 'All is back.', customerImpactMinutes: 12 });
  const { notices } = await clock.closed();

  await eventually('the thread is at its end', () => repliesIn(world.thread(reference)).at(-1) === 'Closed');
  expect(world.thread(reference).first.text).toMatch(/: closed$/);
  expect(repliesIn(world.thread(reference))).toEqual([
    'Customers are being told (announcement, revision 1)',
    expect.stringMatching(/^12 affected customers.*Harbourline Logistics: 2 resources/),
    'Notice announcement of revision 1 settled: 32 of 32 accepted',
    'Work started (olivia)',
    'Progress: Half is done. (test)',
    'Work done, being verified (test)',
    expect.stringMatching(/^Work completed/),
    'Closed',
  ]);

  await eventually('the page is at its end', () => world.entry(reference).status === 'completed');
  expect(world.statuses()).toMatchObject({ [COMPONENT]: 'operational', [OTHER]: 'operational' });
  const steps = [...world.entry(reference).updates].reverse();
  expect(steps.map(({ status, body, delivers }) => [status, body.split('\n')[0], delivers])).toEqual([
    ['scheduled', expect.stringMatching(/^Planned maintenance/), true],
    ['in_progress', 'The work has started.', true],
    ['in_progress', 'Half is done.', true],
    ['verifying', 'The work is done and we are checking the result.', true],
    ['completed', 'All is back.', true],
  ]);

  await eventually('the customer was posted to', () => world.receiver.received.length >= 6);
  for (const received of world.receiver.received) verify(secret, received);
  expect(world.receiver.received.map(({ body }) => body.type)).toEqual([
    ...[
      'window.announced',
      'window.started',
      'window.updated',
      'window.verifying',
      'window.completed',
      'window.closed',
    ],
  ]);
  expect(new Set(world.receiver.received.map(({ id }) => id)).size).toBe(6);

  const toCustomers = notices.filter(({ organizations }) => organizations === 12);
  expect(toCustomers.map(({ notice, recipients }) => [notice, recipients])).toEqual([
    ...[['announcement', 32] as const, ['reminder-1d', 32] as const, ['started', 32] as const],
    ...[['progress-1', 32] as const, ['completed', 32] as const],
  ]);
  for (const { notice, recipients } of notices)
    expect([notice, world.mailsOf(reference, notice)]).toEqual([notice, recipients]);
  expect(new Set(world.smtp.accepted.map(({ messageId }) => messageId)).size).toBe(world.smtp.accepted.length);
});

test('C3: an edit by hand is undone at the next look and nobody is told; or it is left and named where so configured', async () => {
  const reference = await world.open('us-1/dc-2/rack-a01');
  await eventually('it is announced outside', () => world.entries(reference).length > 0);
  const { id, name } = world.entry(reference);
  const told = world.statuspage.standIn.notices.length;
  const drift = async () =>
    (await world.read(reference)).channels.find(({ channel }) => channel === 'statuspage')?.drift ?? [];

  world.statuspage.standIn.edit(id, { name: `${reference} is off` });
  await world.passTime(reference, 'statuspage', 7 * HOUR);
  await eventually('the name is back', () => world.entry(reference).name === name);
  await eventually('the edit is named', async () => (await drift()).join() === 'The name was changed by hand.');

  await world.map('report');
  world.statuspage.standIn.edit(id, { scheduled_until: new Date(Date.now() + 9 * DAY).toISOString() });
  await world.passTime(reference, 'statuspage', 7 * HOUR);
  await eventually(
    'the edit is named',
    async () => (await drift()).join() === 'The planned times were changed by hand.',
  );
  expect(world.entry(reference).scheduledUntil).toBeGreaterThan(Date.now() + 8 * DAY);
  expect(world.statuspage.standIn.notices).toHaveLength(told);
});
