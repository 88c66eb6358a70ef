import { CHANNEL_TROUBLE_AFTER } from '../../domain/channels/channels';
import { MINUTE } from '../../domain/shared/time';
import { repliesIn, useChannelStack } from '../support/channel-stack';
import { eventually } from '../support/stack';

jest.setTimeout(300_000);

const world = useChannelStack();
const AWAY = ['slack', 'statuspage'] as const;

test('C7, N8: Slack and Statuspage answer nothing: mails leave all the same, somebody is told, and both are right by themselves when they are back', async () => {
  const reference = await world.open('eu-1/dc-1/rack-a12');
  const clock = world.clockOf(reference);
  const { slots } = await clock.caughtUp();
  await clock.to(Date.parse(slots[0]?.start ?? ''));
  await eventually('it is announced outside', () => world.entries(reference).length > 0);
  await eventually('the thread lists the customers', () => repliesIn(world.thread(reference)).length >= 3);
  const deliveryStates = async () =>
    (await world.read(reference)).channels.filter(({ channel }) => (AWAY as readonly string[]).includes(channel));

  await Promise.all([world.slack.goesAway(), world.statuspage.goesAway()]);
  await world.give(reference, 'start');
  await eventually('everybody has the mail of the start', () => world.mailsOf(reference, 'started') === 32);
  await world.give(reference, 'post', { message: 'Half is done.' });
  await eventually('everybody has the mail of the progress', () => world.mailsOf(reference, 'progress-1') === 32);

  await eventually('both have failed often enough', async () => {
    for (const channel of AWAY) await world.passTime(reference, channel, MINUTE);
    return (await deliveryStates()).every(({ failures }) => failures >= CHANNEL_TROUBLE_AFTER);
  });
  expect((await deliveryStates()).map(({ channel, lastError }) => [channel, lastError])).toEqual([
    ['slack', expect.stringMatching(/^Slack cannot be reached \(ECONNREFUSED\)/)],
    ['statuspage', expect.stringMatching(/^Statuspage cannot be reached \(ECONNREFUSED\)/)],
  ]);
  await eventually('the window says so', async () => (await world.read(reference)).attention.length === 2);
  expect((await world.read(reference)).attention.map(({ text }) => text).sort()).toEqual([
    expect.stringMatching(/^The Slack thread is behind: Slack cannot be reached/),
    expect.stringMatching(/^The Statuspage entry is behind: Statuspage cannot be reached/),
  ]);
  expect(await world.read(reference)).toMatchObject({ phase: 'in-progress' });

  await Promise.all([world.slack.comesBack(), world.statuspage.comesBack()]);
  await eventually(
    'both are in step and nobody is needed',
    async () => {
      for (const channel of AWAY) await world.passTime(reference, channel, MINUTE);
      const { attention, channels } = await world.read(reference);
      return attention.length === 0 && channels.every(({ failures }) => failures === 0);
    },
    180_000,
  );
  await world.give(reference, 'complete', { message: 'All is back.', customerImpactMinutes: 12 });
  await clock.closed();
  await eventually('the page is at its end', () => world.entry(reference).status === 'completed');
  await eventually('the thread is at its end', () => repliesIn(world.thread(reference)).at(-1) === 'Closed');

  const steps = [...world.entry(reference).updates].reverse();
  expect(steps.map(({ body, delivers }) => [body.split('\n')[0], delivers])).toEqual([
    [expect.stringMatching(/^Planned maintenance/), true],
    ['The work has started.', true],
    ['Half is done.', true],
    ['All is back.', true],
  ]);
  expect(world.statuses()).toMatchObject({ eu1dc1: 'operational' });
  const told = repliesIn(world.thread(reference));
  const once = ['Work started', 'Progress: Half is done.', 'Work completed', 'Closed'];
  expect(once.map((words) => told.filter((reply) => reply.startsWith(words)).length)).toEqual(once.map(() => 1));
  expect(new Set(told).size).toBe(told.length);
  const { first } = world.thread(reference);
  expect(first.text).toMatch(/: closed$/);
  expect(JSON.stringify(first.blocks)).not.toContain('Needs somebody');
  expect(new Set(world.smtp.accepted.map(({ messageId }) => messageId)).size).toBe(world.smtp.accepted.length);
});
