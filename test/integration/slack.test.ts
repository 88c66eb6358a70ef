import { inspect } from 'node:util';
import { examineSlack } from '../../channels/slack/doctor';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { behind, useFollowed } from '../support/followed';
import { useSlack } from '../support/slack-world';
import { forewarn } from '../support/terminal';

const world = useSlack();
const { firsts, first, replies } = world;
const { follow, stateOf } = useFollowed(world);

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

describe('C4: a window and its thread', () => {
  test('P3, P4: from opening to completion: one thread, kept current, each update a reply', async () => {
    const followed = follow();
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
    await follow({ visibility: 'private', class: 'emergency' }).does((life) => life.save());
    expect(wordsIn(first().blocks)).toContain('emergency, hardware, private');
    expect(told()[0]).toContain('Customers are being told');
  });

  test('nothing in a text names anybody or anything: mentions, links and signs stay what was typed', async () => {
    const hostile = '<!channel> <@U024BE7LH> <https://evil.example|x> & `*_~ @here';
    const followed = follow({ title: hostile, pointOfContact: 'noc@provider.example' });
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
    const followed = follow();
    await followed.does((life) => life.announce());
    world.standIn.remove(first().ts);
    const outcome = await followed.does((life) => life.start());
    expect(outcome).toMatchObject({ converged: true, drift: ['The first message was deleted by hand.'] });
    expect(firsts()).toHaveLength(1);
    expect(told().filter((words) => words.startsWith('Customers are being told'))).toHaveLength(1);
    expect(replies().at(-1)?.thread_ts).toBe(first().ts);
  });

  test('a lost database entry finds its thread again', async () => {
    const followed = follow();
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
      await follow({ scope }).does((life) => life.announce());
      expect(
        told()
          .slice(1)
          .map((words) => words.slice(0, 32)),
      ).toEqual([
        expect.stringMatching(/^120 affected customers, 1 of 3/),
        expect.stringMatching(/^120 affected customers, 2 of 3/),
        expect.stringMatching(/^120 affected customers, 3 of 3/),
      ] as string[]);
      // N13: none of the seeded ones has an address
      expect(told()[1]).toMatch(/^120 affected customers, 1 of 3; 119 of them cannot be told/);
      expect(told()[1]).toContain('<b>: 1 resource; nobody can be told: no contact');
    });

    test('more as one file, once, though the answer is lost', async () => {
      await seed(249);
      const followed = follow({ scope });
      let lost = 0;
      world.standIn.faults = (method) =>
        method === 'files.completeUploadExternal' && lost++ === 0 ? 'reset-after' : undefined;
      expect(behind(await followed.does((life) => life.announce()))).toMatch(/^Slack cannot be reached/);
      world.time.now += 5_000;
      expect(await followed.converge()).toMatchObject({ converged: true });
      const files = replies().flatMap(({ files: some = [] }) => some);
      expect(files.map(({ name }) => name)).toEqual([`${followed.reference}-customers-2.csv`]);
      expect(files[0]?.content.split('\r\n').slice(0, 2)).toEqual([
        'customer,resources,nobody can be told',
        `"'=Cust ""000"", <b>",1,no contact`,
      ]);
      expect(files[0]?.content.split('\r\n')).toHaveLength(252);
    });
  });
});

describe('C7: what stands in the way is said and goes by itself', () => {
  test('too many requests: Retry-After is kept', async () => {
    world.standIn.faults = () => 'limit';
    const outcome = await follow().does((life) => life.save());
    expect(outcome).toEqual({ behind: 'Slack says that requests come too fast (429).', retryInMs: 7_000 });
  });

  test('a reason in words is on record, without the token', async () => {
    world.standIn.known.member = false;
    const followed = follow();
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

describe('forewarn doctor slack', () => {
  const examine = async (change = {}) =>
    (await examineSlack(world.client(change), { hasSigningSecret: true, people: 1 })).map(
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
    const api = await serveOnLoopback(
      (_request, response) => void response.end(JSON.stringify({ configured: false, findings: [] })),
    );
    const said = await forewarn(['doctor', 'slack'], { env: { FOREWARN_URL: api.origin, FOREWARN_TOKEN: 'fw_test' } });
    await api.close();
    expect([said.code, said.stdout]).toEqual([
      0,
      expect.stringMatching(/^Slack is not configured with a bot: /) as string,
    ]);
  });
});
