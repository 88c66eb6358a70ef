import express from 'express';
import pino from 'pino';
import { createSlackRouter } from '../../api/routes/slack/interactivity';
import { signed } from '../../stand-ins/slack/presses';
import type { OpeningBody } from '../../domain/window/opening';
import { DAY, HOUR, SECOND } from '../../domain/shared/time';
import { FakeWindows } from '../api/support/fake-windows';
import { useFollowed } from '../support/followed';
import type { PublicLife } from '../support/public-life';
import { useServer } from '../support/server';
import { CHANNEL, SECRET, TOKEN, useSlack } from '../support/slack-world';
import { CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY } from '../support/windows';

/** C4: buttons and dialogs in the channel, as commands of windows. */

const world = useSlack();
const { first } = world;
const { follow } = useFollowed(world);

const users = new Map<string, string | undefined>();
const fakes = new FakeWindows(() => world.time.now);
const api = useServer(() =>
  express().use(
    createSlackRouter({
      ...{
        db: world.db,
        windows: fakes,
        executors: [],
        logger: pino({ level: 'silent' }),
        clock: () => world.time.now,
      },
      slack: { token: TOKEN, channel: CHANNEL, url: world.standIn.url, signingSecret: SECRET, users },
    }),
  ),
);
const doorUrl = () => `${api.origin}/slack/interactivity`;

beforeAll(() => {
  world.standIn.interactivityUrl = doorUrl();
});
beforeEach(() => {
  users.clear();
  // the stand-in presses as U0OPERATOR where nobody else is named
  for (const id of ['U024BE7LH', 'U0OPERATOR']) users.set(id, undefined);
  fakes.commands.length = 0;
});

/** A window at work, on record and in the channel. */
async function shown(step: (life: PublicLife) => Promise<unknown>, body: Partial<OpeningBody> = {}) {
  const followed = follow(body);
  await followed.does(step);
  const { reference, life } = followed;
  const now = life.slot.startsAt - 15 * DAY;
  const opened = openedEvent(openingBody(body, { now }), { reference, now });
  const core = new CoreWindow(opened);
  core.advance(world.time.now - core.now);
  if (step === begun) core.give('start');
  fakes.adopt(core);
  return { followed, core, reference };
}
const begun = (life: PublicLife) => life.start();
const given = () => fakes.commands.map(({ name, body }) => [name, body]);

test('C4: Start: pressed, carried out and confirmed; who pressed is on record', async () => {
  const { core, reference } = await shown((life) => life.toStart());
  expect(await world.standIn.press(first().ts, 'start', 'U024BE7LH')).toEqual({ status: 200, body: '' });
  expect(core.state.phase).toBe('in-progress');
  expect(given()).toEqual([['start', { by: 'slack:U024BE7LH' }]]);
  expect(world.standIn.whispers).toEqual([{ user: 'U024BE7LH', text: `Done: ${reference} is in-progress.` }]);
});

test('C4: pressed twice is once: delivered again it counts once, pressed again it is told so', async () => {
  const { core } = await shown((life) => life.toStart());
  const payload = world.standIn.payloadOf(first().ts, 'start');
  await Promise.all([world.standIn.deliver(payload), world.standIn.deliver(payload)]);
  const begins = () => core.log.filter(({ event }) => event.type === 'started').length;
  expect(new Set(fakes.commands.map(({ updateId }) => updateId)).size).toBe(1);
  expect(begins()).toBe(1);
  await world.standIn.press(first().ts, 'start');
  expect(begins()).toBe(1);
  expect(world.standIn.whispers.at(-1)?.text).toMatch(/^The work started at .* Nothing was changed\.$/);
});

test('C4: a refusal is told in words', async () => {
  await shown((life) => life.announce());
  await world.standIn.press(first().ts, 'start');
  expect(world.standIn.whispers.at(-1)?.text).toMatch(/^The planned start, which customers know, is /);
});

test('C4: Post, Extend and Complete ask for words; a refusal stands at its field', async () => {
  const { core } = await shown(begun);
  await world.standIn.press(first().ts, 'extend');
  const [dialog] = [...world.standIn.views.keys()];
  if (dialog === undefined) throw new Error('no dialog was opened');
  await world.standIn.submit(dialog, { end: iso(core.state.spec.slot.endsAt), reason: 'Two disks are slow.' });
  expect(world.standIn.views.get(dialog)?.errors).toEqual({ end: expect.stringContaining('is not later') as string });
  await world.standIn.submit(dialog, { end: iso(core.state.spec.slot.endsAt + HOUR), reason: '' });
  expect(world.standIn.views.get(dialog)?.errors).toEqual({ reason: 'It is required.' });
  // Slack's field knows no fractions of a second
  const later = Math.ceil(core.state.spec.slot.endsAt / SECOND) * SECOND + HOUR;
  const right = { end: iso(later), reason: 'Two disks are slow.' };
  await world.standIn.submit(dialog, right);
  expect(world.standIn.views.size).toBe(0);
  expect(core.state.spec.slot.endsAt).toBe(Date.parse(right.end));

  await world.standIn.press(first().ts, 'complete');
  const [last] = [...world.standIn.views.keys()];
  await world.standIn.submit(last ?? '', { message: 'All is back.', customerImpactMinutes: '12' });
  expect(core.state).toMatchObject({ phase: 'completed', customerImpactMinutes: 12 });
});

test('S2, C4: work under way is paused, resumed and aborted; each button is there when it can be pressed', async () => {
  const work = { mode: 'automatic', executor: 'demo' } as NonNullable<OpeningBody['work']>;
  const { core, followed } = await shown(begun, { work });
  const offered = () => [...JSON.stringify(first()).matchAll(/"action_id":"(\w+Work)"/g)].map(([, name]) => name);
  expect(offered()).toEqual(['pauseWork', 'abortWork']);
  await world.standIn.press(first().ts, 'pauseWork');
  expect(core.state.work?.state).toBe('paused');
  await followed.does((life) => life.give('pauseWork'));
  expect(offered()).toEqual(['resumeWork', 'abortWork']);
  await world.standIn.press(first().ts, 'resumeWork');
  expect(core.state.work?.state).toBe('going');
  await world.standIn.press(first().ts, 'abortWork');
  const [dialog] = [...world.standIn.views.keys()];
  await world.standIn.submit(dialog ?? '', { reason: '' });
  expect(world.standIn.views.get(dialog ?? '')?.errors).toEqual({ reason: 'It is required.' });
  await world.standIn.submit(dialog ?? '', { reason: 'The image is broken.' });
  expect(core.state.work?.state).toBe('aborted');
  // the same permission as the commands: whoever is not listed is refused
  await followed.does((life) => life.give('abortWork', { reason: 'The image is broken.' }));
  expect(offered()).toEqual([]);
  expect(given().map(([name]) => name)).toEqual(['pauseWork', 'resumeWork', 'abortWork']);
});

test('S2, C4: without a work list there are no such buttons', async () => {
  await shown(begun);
  expect(JSON.stringify(first())).not.toContain('pauseWork');
});

test('S2, T8: nobody but those who may give commands presses them', async () => {
  await shown(begun, { work: { mode: 'automatic', executor: 'demo' } });
  await world.standIn.press(first().ts, 'pauseWork', 'U0STRANGER');
  expect(fakes.commands).toEqual([]);
});

test("C4: the stand-in's page presses and fills in, too", async () => {
  const { core } = await shown(begun);
  const { pageUrl } = world.standIn;
  const send = async (path: string, fields: Record<string, string>) =>
    (await fetch(`${pageUrl}${path}`, { method: 'POST', body: new URLSearchParams(fields) })).text();
  const page = await send('press', { ts: first().ts, action: 'post' });
  const view = /name="view" value="(\w+)"/.exec(page)?.[1] ?? '';
  expect(await send('submit', { view, message: '' })).toContain('It is required.');
  expect(await send('submit', { view, message: 'Half is done.' })).not.toContain('<dialog');
  expect(core.log.at(-2)?.event).toMatchObject({ type: 'progress-posted', message: 'Half is done.' });
});

test('C4: a dialog submitted twice is one update', async () => {
  const { core } = await shown(begun);
  await world.standIn.press(first().ts, 'post');
  const [dialog = ''] = [...world.standIn.views.keys()];
  const words = { message: 'Half is done.' };
  await Promise.all([world.standIn.submit(dialog, words), world.standIn.submit(dialog, words)]);
  expect(core.log.filter(({ event }) => event.type === 'progress-posted')).toHaveLength(1);
});

test('T8: without a list of people nobody gives commands, however they are in the channel; the refusal says how to be listed', async () => {
  users.clear();
  const { core } = await shown((life) => life.toStart());
  await world.standIn.press(first().ts, 'start', 'U024BE7LH');
  expect(core.state.phase).toBe('announced');
  expect(given()).toEqual([]);
  expect(world.standIn.whispers.at(-1)?.text).toMatch(
    /^Nobody may give commands here.*U024BE7LH=name to FOREWARN_SLACK_USERS/,
  );
});

test('T3: where people are listed, nobody else gives commands, and approving needs a name', async () => {
  users.set('U024BE7LH', 'anna').set('U0G9QF9C6', undefined);
  const { core } = await shown((life) => life.toStart());
  await world.standIn.press(first().ts, 'start', 'U0STRANGER');
  expect(core.state.phase).toBe('announced');
  expect(world.standIn.whispers.at(-1)?.text).toMatch(/^You are not among those who may give commands here/);
  await world.standIn.press(first().ts, 'start', 'U024BE7LH');
  expect(given()).toEqual([['start', { by: 'anna' }]]);
});

test('L8: Approve approves what the message shows', async () => {
  users.set('U024BE7LH', 'anna');
  const reference = 'MW-2026-0900';
  const { now } = world.time;
  const opened = openedEvent(openingBody({}, { now }), { reference, now, policy: PROCESS_POLICY });
  if (opened.event.type !== 'opened') throw new Error('a window begins with "opened"');
  const core = new CoreWindow({ ...opened, event: { ...opened.event, approval: 'required' } });
  fakes.adopt(core);
  const approve = (revision: number, user: string) => {
    const press = {
      action_id: 'approve',
      value: `${reference} ${String(revision)}`,
      action_ts: `${user}.${String(revision)}`,
    };
    return world.standIn.deliver({
      type: 'block_actions',
      user: { id: user },
      trigger_id: 't',
      channel: { id: CHANNEL },
      actions: [press],
    });
  };
  await approve(7, 'U024BE7LH');
  expect(world.standIn.whispers.at(-1)?.text).toMatch(/^You looked at revision 7/);
  users.set('U0G9QF9C6', undefined);
  await approve(1, 'U0G9QF9C6');
  expect(world.standIn.whispers.at(-1)?.text).toMatch(/^Approving needs a name/);
  expect(core.state.phase).toBe('draft');
  await approve(1, 'U024BE7LH');
  expect(core.state.approval?.approvedRevision).toBe(1);
  expect(given().at(-1)).toEqual(['approve', { by: 'anna', expectedRevision: 1 }]);
});

describe('C4: who is not Slack is refused', () => {
  const payload = { type: 'block_actions', user: { id: 'U1' }, trigger_id: 't', actions: [] };
  const send = async (body: string, headers: Record<string, string>) =>
    (await fetch(doorUrl(), { method: 'POST', body, headers })).status;

  test.each<[string, (now: number) => { body: string; headers: Record<string, string> }]>([
    ['another secret', (now) => signed(payload, 'another-secret-of-theirs', now)],
    ['an old request', (now) => signed(payload, SECRET, now - 301_000)],
    ['a request from the future', (now) => signed(payload, SECRET, now + 301_000)],
    ['another body', (now) => ({ ...signed(payload, SECRET, now), body: 'payload=%7B%7D' })],
    [
      'another time',
      (now) => {
        const { body, headers } = signed(payload, SECRET, now - 400_000);
        return { body, headers: { ...headers, 'X-Slack-Request-Timestamp': String(Math.floor(now / 1_000)) } };
      },
    ],
    ['no signature', () => ({ body: 'payload=%7B%7D', headers: {} })],
    [
      'a signature that is not one',
      (now) => {
        const { body, headers } = signed(payload, SECRET, now);
        return { body, headers: { ...headers, 'X-Slack-Signature': 'v0=x' } };
      },
    ],
  ])('%s', async (_case, forged) => {
    const { body, headers } = forged(world.time.now);
    expect(await send(body, headers)).toBe(401);
    expect(fakes.commands).toEqual([]);
  });

  test('what Slack signed and is none of ours changes nothing', async () => {
    const { ts } = await shown((life) => life.toStart()).then(first);
    const elsewhere = { ...world.standIn.payloadOf(ts, 'start'), channel: { id: 'C0OTHER' } };
    for (const odd of [payload, elsewhere, { type: 'shortcut' }, 'text', null]) {
      const { body, headers } = signed(odd, SECRET, world.time.now);
      expect(await send(body, headers)).toBe(200);
    }
    expect(fakes.commands).toEqual([]);
  });
});
