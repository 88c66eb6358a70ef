import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import express from 'express';
import pino from 'pino';
import type { ChannelOutcome } from '../../activities/ports';
import { createSlackDoor } from '../../api/slack-door';
import { examineSlack } from '../../channels/slack/doctor';
import { createIncomingWebhook } from '../../channels/slack/incoming-webhook';
import { signed } from '../../dev/slack/presses';
import { DAY, HOUR } from '../../domain/time';
import { createChannelStates } from '../../store/channel-states';
import { readInternalEntry } from '../../store/internal-entry';
import { createRequestSlots } from '../../store/request-slots';
import { FakeWindows } from '../api/support/fake-windows';
import { PublicLife } from '../support/public-life';
import { CHANNEL, SECRET, TOKEN, useSlack } from '../support/slack-world';
import { forewarn } from '../support/terminal';
import { CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY } from '../support/windows';

const world = useSlack();
let windows = 0;

beforeEach(() => {
  world.standIn.reset();
  world.standIn.faults = () => undefined;
});
afterEach(() => world.db.deleteFrom('windows').execute());

/** A window whose life the channel follows. */
class Followed {
  readonly reference: string;
  readonly life: PublicLife;

  constructor(body: ConstructorParameters<typeof PublicLife>[1]['body'] = {}) {
    windows += 1;
    this.reference = `MW-2026-${String(windows).padStart(4, '0')}`;
    this.life = new PublicLife(world.db, { reference: this.reference, body, now: world.time.now });
  }

  /** Lets the channel look; the clock is at least the window's. */
  async converge(channel = world.channel()): Promise<ChannelOutcome> {
    world.time.now = Math.max(world.time.now, this.life.now);
    return channel.converge(this.reference);
  }

  async does(step: (life: PublicLife) => Promise<unknown>): Promise<ChannelOutcome> {
    await step(this.life);
    return this.converge();
  }
}

const behind = (outcome: ChannelOutcome) => ('behind' in outcome ? outcome.behind : 'it converged');
const firsts = () => world.standIn.messages.filter(({ thread_ts }) => thread_ts === undefined);
const first = () => {
  const [only, ...others] = firsts();
  if (!only || others.length > 0) throw new Error(`there are ${String(firsts().length)} threads`);
  return only;
};
const replies = () => world.standIn.messages.filter(({ thread_ts }) => thread_ts !== undefined);
/** The texts of a message's rich text in one. */
const wordsIn = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(wordsIn).join('')
    : typeof value === 'object' && value !== null
      ? 'elements' in value
        ? wordsIn(value.elements)
        : 'text' in value && typeof value.text === 'string'
          ? value.text
          : ''
      : '';
const told = () => replies().map(({ blocks }) => wordsIn(blocks));
const buttonsOf = () =>
  first()
    .blocks.flatMap(({ type, elements }) => (type === 'actions' ? (elements as { action_id: string }[]) : []))
    .map(({ action_id }) => action_id);
const stateOf = (reference: string) =>
  world.db.selectFrom('channel_states').where('window_reference', '=', reference).selectAll().executeTakeFirst();

describe('C4: a window and its thread', () => {
  test('P3, P4: from opening to completion: one thread, kept current, each update a reply', async () => {
    const followed = new Followed();
    await followed.does((life) => life.save());
    expect(first().text).toContain(`${followed.reference} Replace the power distribution unit of rack A12`);
    expect(wordsIn(first().blocks)).toContain('Customers: 1 customer, 1 resource');
    expect(replies()).toEqual([]);
    await followed.does((life) => life.announce());
    expect(told()).toEqual([
      'Customers are being told (announcement, revision 1)',
      '1 affected customercanary Ltd: 1 resource',
    ]);
    expect(buttonsOf()).toEqual(['start', 'post']);
    await followed.does((life) => life.start());
    expect(wordsIn(first().blocks)).toContain('Phase: in-progress');
    expect(buttonsOf()).toEqual(['post', 'extend', 'verify', 'complete']);
    await followed.does((life) => life.give('post', { message: 'Half is done.' }));
    await followed.does((life) => life.give('complete', { message: 'All is back.' }));
    expect(told().slice(2)).toEqual([
      'Work started (canary canary commander)',
      'Progress: Half is done. (canary canary commander)',
      'Work completed: All is back. (canary canary commander)',
    ]);
    const { calls } = (await followed.converge()) as { calls: number };
    expect(calls).toBe(0);
  });

  test('N7, N3: private windows and emergencies are posted, too', async () => {
    await new Followed({ visibility: 'private', class: 'emergency' }).does((life) => life.save());
    expect(wordsIn(first().blocks)).toContain('emergency, hardware, private');
    expect(told()[0]).toContain('Customers are being told');
  });

  test('nothing in a text names anybody or anything: mentions, links and signs stay what was typed', async () => {
    const hostile = '<!channel> <@U024BE7LH> <https://evil.example|x> & `*_~ @here';
    const followed = new Followed({ title: hostile, pointOfContact: 'noc@provider.example' });
    await followed.does((life) => life.announce());
    await followed.does((life) => life.start());
    await followed.does((life) => life.give('post', { message: hostile }));
    const { messages } = world.standIn;
    for (const { text } of messages) expect(text).not.toMatch(/[<>]/);
    expect(first().text).toContain('&lt;!channel&gt; &lt;@U024BE7LH&gt;');
    // what is not escaped stands in elements that are never read as markup
    expect(wordsIn(first().blocks)).toContain(hostile);
    expect(JSON.stringify(messages)).not.toContain('mrkdwn');
  });

  test('a deleted first message is made anew, and nothing is told twice', async () => {
    const followed = new Followed();
    await followed.does((life) => life.announce());
    world.standIn.remove(first().ts);
    const outcome = await followed.does((life) => life.start());
    expect(outcome).toMatchObject({ converged: true, drift: ['The first message was deleted by hand.'] });
    expect(firsts()).toHaveLength(1);
    expect(told().filter((words) => words.startsWith('Customers are being told'))).toHaveLength(1);
    expect(replies().at(-1)?.thread_ts).toBe(first().ts);
  });

  test('a lost database entry finds its thread again', async () => {
    const followed = new Followed();
    await followed.does((life) => life.announce());
    await world.db.deleteFrom('channel_states').execute();
    await followed.does((life) => life.start());
    expect(firsts()).toHaveLength(1);
    expect(told()).toHaveLength(3);
  });

  describe('the customers', () => {
    const seed = async (count: number) => {
      const numbers = Array.from({ length: count }, (_, place) => String(place).padStart(3, '0'));
      await world.db
        .insertInto('organizations')
        .values(
          numbers.map((n) => ({
            id: `many-${n}`,
            name: `=Cust "${n}", <b>`,
            time_zone: 'UTC',
            maintenance_email: null,
          })),
        )
        .execute();
      await world.db
        .insertInto('environments')
        .values(numbers.map((n) => ({ id: `many-${n}-env`, organization_id: `many-${n}`, name: 'live' })))
        .execute();
      await world.db
        .insertInto('resources')
        .values(
          numbers.map((n) => ({
            id: `many-${n}-r`,
            organization_id: `many-${n}`,
            environment_id: `many-${n}-env`,
            location: 'us-1/dc-1/rack-c01',
            kind: 'server',
            name: 'r',
            labels: '{}',
          })),
        )
        .execute();
    };
    const scope = { locations: ['us-1/dc-1'] };
    afterEach(() => world.db.deleteFrom('organizations').where('id', 'like', 'many-%').execute());

    test('up to two hundred on pages of fifty', async () => {
      await seed(119);
      await new Followed({ scope }).does((life) => life.announce());
      expect(
        told()
          .slice(1)
          .map((words) => words.slice(0, 32)),
      ).toEqual([
        expect.stringMatching(/^120 affected customers, 1 of 3/),
        expect.stringMatching(/^120 affected customers, 2 of 3/),
        expect.stringMatching(/^120 affected customers, 3 of 3/),
      ] as string[]);
    });

    test('more as one file, once, though the answer is lost', async () => {
      await seed(249);
      const followed = new Followed({ scope });
      let lost = 0;
      world.standIn.faults = (method) =>
        method === 'files.completeUploadExternal' && lost++ === 0 ? 'reset-after' : undefined;
      expect(behind(await followed.does((life) => life.announce()))).toMatch(/^Slack cannot be reached/);
      world.time.now += 5_000;
      expect(await followed.converge()).toMatchObject({ converged: true });
      const files = replies().flatMap(({ files: some = [] }) => some);
      expect(files.map(({ name }) => name)).toEqual([`${followed.reference}-customers-2.csv`]);
      expect(files[0]?.content.split('\r\n').slice(0, 2)).toEqual(['customer,resources', `"'=Cust ""000"", <b>",1`]);
      expect(files[0]?.content.split('\r\n')).toHaveLength(252);
    });
  });
});

describe('C7: what stands in the way is said and goes by itself', () => {
  test('too many requests: Retry-After is kept', async () => {
    world.standIn.faults = () => 'limit';
    const outcome = await new Followed().does((life) => life.save());
    expect(outcome).toEqual({ behind: 'Slack says that requests come too fast (429).', retryInMs: 7_000 });
  });

  test('a reason in words is on record, without the token', async () => {
    world.standIn.known.member = false;
    const followed = new Followed();
    const outcome = await followed.does((life) => life.save());
    expect(behind(outcome)).toBe('The bot is not in the channel. Invite it there: /invite @forewarn.');
    expect(await stateOf(followed.reference)).toMatchObject({ last_error: behind(outcome), failures: 1 });
    world.standIn.known.member = true;
    expect(await followed.converge()).toMatchObject({ converged: true });
    expect(await stateOf(followed.reference)).toMatchObject({ failures: 0 });
  });

  test('T4: no failure shows the token or a text', async () => {
    for (const fault of ['html-before', 'error-before', 'reset-before', 'trouble-after'] as const) {
      world.standIn.faults = () => fault;
      const failure: unknown = await world
        .client()
        .post(
          { text: 'canary text', blocks: [], marker: { window: 'w', origin: 'o', key: 'k' } },
          { messageId: 'x' },
          () => Promise.resolve(),
        )
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: 'ServiceFailure', fault: 'away' });
      expect(inspect(failure, { depth: 9 })).not.toContain('canary');
    }
  });
});

describe('buttons', () => {
  let server: Server;
  let fakes: FakeWindows;
  const users = new Map<string, string | undefined>();
  let url: string;

  beforeAll(async () => {
    fakes = new FakeWindows(() => world.time.now);
    const slack = { token: TOKEN, channel: CHANNEL, url: world.standIn.url, signingSecret: SECRET, users };
    const app = express().use(
      createSlackDoor({
        ...{ db: world.db, windows: fakes, slack, logger: pino({ level: 'silent' }) },
        clock: () => world.time.now,
      }),
    );
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/slack/interactivity`;
    world.standIn.interactivityUrl = url;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    users.clear();
    fakes.commands.length = 0;
  });

  /** A window at work, on record and in the channel. */
  async function shown(step: (life: PublicLife) => Promise<unknown>) {
    const followed = new Followed();
    await followed.does(step);
    const { reference, life } = followed;
    const now = life.slot.startsAt - 15 * DAY;
    const opened = openedEvent(openingBody({}, { now }), { reference, now });
    const core = new CoreWindow(opened);
    core.advance(world.time.now - core.now);
    if (step === begun) core.give('start');
    fakes.adopt(core);
    return { followed, core, reference };
  }
  const begun = (life: PublicLife) => life.start();
  const given = () => fakes.commands.map(({ name, body }) => [name, body]);

  test('Start: pressed, carried out and confirmed; who pressed is on record', async () => {
    const { core, reference } = await shown((life) => life.toStart());
    expect(await world.standIn.press(first().ts, 'start', 'U024BE7LH')).toEqual({ status: 200, body: '' });
    expect(core.state.phase).toBe('in-progress');
    expect(given()).toEqual([['start', { by: 'slack:U024BE7LH' }]]);
    expect(world.standIn.whispers).toEqual([{ user: 'U024BE7LH', text: `Done: ${reference} is in-progress.` }]);
  });

  test('pressed twice is once: delivered again it counts once, pressed again it is told so', async () => {
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

  test('a refusal is told in words', async () => {
    await shown((life) => life.announce());
    await world.standIn.press(first().ts, 'start');
    expect(world.standIn.whispers.at(-1)?.text).toMatch(/^The planned start, which customers know, is /);
  });

  test('Post, Extend and Complete ask for words; a refusal stands at its field', async () => {
    const { core } = await shown(begun);
    await world.standIn.press(first().ts, 'extend');
    const [dialog] = [...world.standIn.views.keys()];
    if (dialog === undefined) throw new Error('no dialog was opened');
    await world.standIn.submit(dialog, { end: iso(core.state.spec.slot.endsAt), reason: 'Two disks are slow.' });
    expect(world.standIn.views.get(dialog)?.errors).toEqual({ end: expect.stringContaining('is not later') as string });
    await world.standIn.submit(dialog, { end: iso(core.state.spec.slot.endsAt + HOUR), reason: '' });
    expect(world.standIn.views.get(dialog)?.errors).toEqual({ reason: 'It is required.' });
    const right = { end: iso(core.state.spec.slot.endsAt + HOUR), reason: 'Two disks are slow.' };
    await world.standIn.submit(dialog, right);
    expect(world.standIn.views.size).toBe(0);
    expect(core.state.spec.slot.endsAt).toBe(Date.parse(right.end));

    await world.standIn.press(first().ts, 'complete');
    const [last] = [...world.standIn.views.keys()];
    await world.standIn.submit(last ?? '', { message: 'All is back.', customerImpactMinutes: '12' });
    expect(core.state).toMatchObject({ phase: 'completed', customerImpactMinutes: 12 });
  });

  test("the stand-in's page presses and fills in, too", async () => {
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

  test('a dialog submitted twice is one update', async () => {
    const { core } = await shown(begun);
    await world.standIn.press(first().ts, 'post');
    const [dialog = ''] = [...world.standIn.views.keys()];
    const words = { message: 'Half is done.' };
    await Promise.all([world.standIn.submit(dialog, words), world.standIn.submit(dialog, words)]);
    expect(core.log.filter(({ event }) => event.type === 'progress-posted')).toHaveLength(1);
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

  describe('who is not Slack is refused', () => {
    const payload = { type: 'block_actions', user: { id: 'U1' }, trigger_id: 't', actions: [] };
    const send = async (body: string, headers: Record<string, string>) =>
      (await fetch(url, { method: 'POST', body, headers })).status;

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
});

describe('forewarn doctor slack', () => {
  const examine = async (change = {}) =>
    (await examineSlack(world.client(change), true)).map(
      ({ check, ok, text }) => `${ok ? 'ok' : 'wrong'} ${check}: ${text}`,
    );
  const [fine, inside] = [
    'ok token: The token is that of forewarn in Slack stand-in.',
    'ok channel: The bot is in the channel #maintenance.',
  ];
  const presses = 'ok buttons: Presses are read, signed with FOREWARN_SLACK_SIGNING_SECRET.';

  test('says in a line each what can be used, and what cannot with the way out', async () => {
    expect(await examine()).toEqual([fine, inside, presses]);
    expect((await examine({ token: 'xoxb-wrong-77aa' }))[0]).toBe(
      'wrong token: Slack does not accept the token. Correct FOREWARN_SLACK_TOKEN.',
    );
    expect((await examine({ channel: 'C0NOWHERE' }))[1]).toMatch(/^wrong channel: Slack knows no such channel/);
    world.standIn.known.member = false;
    expect((await examine())[1]).toMatch(/^wrong channel: The bot is not in the channel #maintenance/);
    world.standIn.faults = () => 'html-before';
    expect((await examine())[0]).toMatch(/^wrong token: Slack answered without JSON/);
    expect((await examine({ url: 'http://127.0.0.1:9/api/' }))[0]).toMatch(/^wrong token: Slack cannot be reached/);
  });

  test('on the command line', async () => {
    const server = createServer(
      (_request, response) => void response.end(JSON.stringify({ configured: false, findings: [] })),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const env = {
      FOREWARN_URL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
      FOREWARN_TOKEN: 'fw_test',
    };
    const said = await forewarn(['doctor', 'slack'], { env });
    server.closeAllConnections();
    server.close();
    expect([said.code, said.stdout]).toEqual([
      0,
      expect.stringMatching(/^Slack is not configured with a bot: /) as string,
    ]);
  });
});

describe('an incoming webhook of another chat', () => {
  test('one plain message for each update; an unclear one is sent again and says so', async () => {
    const texts: string[] = [];
    let resets = 0;
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => {
        texts.push((JSON.parse(body) as { text: string }).text);
        if (resets-- > 0) response.socket?.resetAndDestroy();
        else response.end('ok');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const webhook = createIncomingWebhook({
      url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/canary-secret`,
      publicUrl: 'https://status.provider.example',
      states: createChannelStates(world.db, 'slack'),
      slots: createRequestSlots(world.db, 'webhook', { clock: () => world.time.now }),
      read: (reference) => readInternalEntry(world.db, reference),
      sleep: () => Promise.resolve(),
      clock: () => world.time.now,
      timeoutMs: 5_000,
      patienceMs: 15_000,
    });
    const followed = new Followed({ title: '<!channel> power' });
    await followed.life.announce();
    expect(await followed.converge(webhook)).toMatchObject({ converged: true, calls: 2 });
    expect(texts[0]).toMatch(/^MW-\S+ &lt;!channel&gt; power\nstandard maintenance/);
    resets = 1;
    await followed.life.start();
    const outcome = await followed.converge(webhook);
    expect(behind(outcome)).toMatch(/^Slack cannot be reached .*FOREWARN_SLACK_WEBHOOK/);
    expect(behind(outcome)).not.toContain('canary');
    await followed.converge(webhook);
    expect(texts.slice(3)).toEqual([expect.stringMatching(/Work started.*\n\(Sent again/) as string]);
    expect(await followed.converge(webhook)).toMatchObject({ calls: 0 });
    server.closeAllConnections();
    server.close();
  });
});
