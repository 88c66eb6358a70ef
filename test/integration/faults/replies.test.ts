import { MINUTE, SECOND } from '../../../domain/shared/time';
import { StartupError } from '../../../dev/processes/startup-error';
import { fastForward } from '../../../dev/temporal/time-skipping';
import { ledgerOf, reckon, deliveryStates } from '../../support/fault-oracle';
import { openAtOnce } from '../../support/fault-windows';
import { seeded } from '../../support/seeded';
import { eventually } from '../../support/stack';
import { useStack } from '../../support/use-stack';

/** What mail servers answer: rows 3, 4 and 5 of the fault table (docs/delivery.md), and servers that cannot be used at all. */

jest.setTimeout(180_000);

const CONNECTIONS = 5;
const RECIPIENTS = 600;

const chance = seeded('mail servers answer');
const world = useStack({
  connections: CONNECTIONS,
  racks: [{ count: RECIPIENTS }, { count: 3, rack: 'rack-few', prefix: 'few-' }],
});

/** Moves the announcement's own clock on: the pauses it makes are minutes and hours. */
async function later(reference: string, ms: number): Promise<void> {
  const workflowId = `${reference}.announcement.r1`;
  // the window hands what is left to a workflow of its own
  await eventually('what is left of the announcement has its workflow', () =>
    world.client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => true,
        () => false,
      ),
  );
  await fastForward({ connection: world.connection, namespace: 'default', workflowId }, ms);
}

interface WindowAnswer {
  readonly attention: readonly { readonly text: string }[];
}

async function attentionOf(reference: string): Promise<string[]> {
  const { body } = await world.stack.call('GET', `/v1/windows/${reference}`);
  return (body as unknown as WindowAnswer).attention.map(({ text }) => text);
}

/** How often each address was named to the server. */
function tries(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const command of world.smtp.commands) {
    const address = /^RCPT TO:<([^>]*)>/.exec(command)?.[1];
    if (address !== undefined) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

function triesSince(before: Map<string, number>): Map<string, number> {
  const news = [...tries()].map(([address, count]) => [address, count - (before.get(address) ?? 0)] as const);
  return new Map(news.filter(([, count]) => count > 0));
}

test('N8, row 3: every first try refused with 421, 450 or 451: all get it once, and nobody is tried again before the pause', async () => {
  const before = tries();
  const first = new Map<string, string>();
  const refusedAt = new Map<string, number>();
  world.smtp.rules = {
    refuse: (address) => {
      if (first.has(address)) return undefined;
      refusedAt.set(address, Date.now());
      const later = chance.pick(['450 4.2.0 mailbox busy', '451 4.7.1 greylisted']);
      const reply = chance.percent(10) ? '421 4.7.0 come back' : later;
      first.set(address, reply);
      return reply;
    },
  };
  const reference = await openAtOnce(world.stack);
  const put = (code: string) => [...first].filter(([, reply]) => reply.startsWith(code)).map(([address]) => address);
  await eventually('a first answer to everybody', () => first.size === RECIPIENTS);
  // a 421 is the connection's trouble, and no reason to let its recipient wait
  await eventually(
    'those of the cut connections',
    async () => (await deliveryStates(world.stack.db, reference)).accepted === put('421').length,
  );
  const deferred = [...put('450'), ...put('451')];
  await eventually(
    'the others deferred',
    async () => (await deliveryStates(world.stack.db, reference)).deferred === deferred.length,
  );

  await later(reference, 50 * SECOND);
  const early = triesSince(before);
  // on a slow machine the pause of some is over by now
  const paused = deferred.filter((address) => Date.now() - (refusedAt.get(address) ?? 0) < 10 * SECOND);
  expect(paused.filter((address) => early.get(address) !== 1)).toEqual([]);
  expect(put('421').filter((address) => early.get(address) !== 2)).toEqual([]);

  await later(reference, 15 * SECOND);
  await eventually('everybody', async () => (await deliveryStates(world.stack.db, reference)).accepted === RECIPIENTS);
  const all = triesSince(before);
  expect([...all.values()].filter((count) => count !== 2)).toEqual([]);
  expect(reckon(await ledgerOf(world.stack.db, reference), world.smtp)).toEqual({ lost: 0, repeated: 0 });
});

test('N8, row 4: 550 for one in a hundred: they fail with the reply, are never tried again, and harm nobody', async () => {
  const before = tries();
  const gone = new Set<string>();
  while (gone.size < RECIPIENTS / 100) {
    gone.add(`canary-${String(chance.between(1, RECIPIENTS)).padStart(4, '0')}@customer.example`);
  }
  const refusal = '550 5.7.1 not from you';
  world.smtp.rules = { refuse: (address) => (gone.has(address) ? refusal : undefined) };
  const reference = await openAtOnce(world.stack);
  await eventually('at rest', async () => (await attentionOf(reference)).length > 0);
  expect(await attentionOf(reference)).toEqual([
    `${String(gone.size)} of ${String(RECIPIENTS)} recipients of the announcement were not reached`,
  ]);

  const rows = await ledgerOf(world.stack.db, reference);
  const failed = rows.filter(({ state }) => state === 'failed');
  expect(new Set(failed.map(({ address }) => address))).toEqual(gone);
  for (const { reply, attempts } of failed) expect({ reply, attempts }).toEqual({ reply: refusal, attempts: 1 });
  const rest = rows.filter(({ state }) => state !== 'failed');
  expect(new Set(rest.map(({ state }) => state))).toEqual(new Set(['accepted']));
  expect(reckon(rest, world.smtp)).toEqual({ lost: 0, repeated: 0 });
  expect(reckon(failed, world.smtp).lost).toBe(gone.size);
  expect([...triesSince(before).values()].filter((count) => count !== 1)).toEqual([]);
});

test('N8, row 5: the answer to the final dot lost though the mail was accepted: uncertain, counted, one more copy at most', async () => {
  const once = new Set<string>();
  const twice = new Set<string>();
  const met = new Map<string, number>();
  world.smtp.rules = {
    loseAnswer: (address) => {
      const time = (met.get(address) ?? 0) + 1;
      met.set(address, time);
      if (time === 1 && chance.percent(5)) (chance.percent(30) ? twice : once).add(address);
      return time === 1 ? once.has(address) || twice.has(address) : time === 2 && twice.has(address);
    },
  };
  const reference = await openAtOnce(world.stack);
  await eventually('at rest', async () => {
    const { pending = 0, sending = 0, accepted = 0 } = await deliveryStates(world.stack.db, reference);
    return accepted > 0 && pending + sending === 0;
  });
  const rows = await ledgerOf(world.stack.db, reference);
  const of = (addresses: Set<string>) => rows.filter(({ address }) => addresses.has(address));
  expect(once.size).toBeGreaterThan(0);
  // the second copy was confirmed; of the others nobody knows, and two copies are enough
  expect(new Set(of(once).map(({ state, uncertainSends }) => `${state} ${String(uncertainSends)}`))).toEqual(
    new Set(['accepted 1']),
  );
  for (const { state, uncertainSends } of of(twice))
    expect({ state, uncertainSends }).toEqual({ state: 'uncertain', uncertainSends: 2 });
  expect(reckon(rows, world.smtp)).toEqual({ lost: 0, repeated: once.size + twice.size });
  for (const { messageId } of rows) expect(world.smtp.copies(messageId).length).toBeLessThanOrEqual(2);
  const metrics = await fetch(`${world.stack.apiUrl}/metrics`, {
    headers: { authorization: `Bearer ${world.stack.token}` },
  }).then((answer) => answer.text());
  expect(metrics).toContain(`forewarn_uncertain_sends ${String(once.size + 2 * twice.size)}\n`);
});

test.each([
  '550 relay not permitted',
  "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
  '550 5.7.1 this server has an opinion of everybody',
])(
  'N13: %s for everybody: they wait, the window says it at once, no address is suppressed, and all are told once it is mended',
  async (refusal) => {
    const before = tries();
    world.smtp.rules = { refuse: () => refusal };
    const reference = await openAtOnce(world.stack);
    await eventually('needs attention', async () => (await attentionOf(reference)).length > 0);
    expect(await attentionOf(reference)).toEqual([`The announcement makes no progress: ${refusal}`]);
    const { failed = 0, accepted = 0 } = await deliveryStates(world.stack.db, reference);
    expect({ failed, accepted }).toEqual({ failed: 0, accepted: 0 });
    // a server in an outage is not asked for everybody
    expect(triesSince(before).size).toBeLessThan(RECIPIENTS / 4);

    world.smtp.rules = {};
    await eventually('everybody', async () => {
      await later(reference, MINUTE).catch(() => undefined);
      return (await deliveryStates(world.stack.db, reference)).accepted === RECIPIENTS;
    });
    await eventually('the line gone', async () => (await attentionOf(reference)).length === 0);
    expect(reckon(await ledgerOf(world.stack.db, reference), world.smtp)).toEqual({ lost: 0, repeated: 0 });
    const suppressed = await world.stack.db.selectFrom('suppressions').selectAll().execute();
    expect(suppressed).toEqual([]);
  },
);

describe('a mail server that cannot be used', () => {
  /** As `later`, or nothing: the notice may not have begun, or have come to its end meanwhile. */
  async function hurry(reference: string, ms: number): Promise<void> {
    await later(reference, ms).catch((error: unknown) => {
      if (!(error instanceof StartupError)) throw error;
    });
  }

  /** Two pauses on, 5 and 10 s, until the third pass in a row has failed. */
  async function troubled(reference: string): Promise<string> {
    await eventually('needs attention', async () => {
      await hurry(reference, 5 * SECOND);
      return (await attentionOf(reference)).length > 0;
    });
    const [text = '', ...more] = await attentionOf(reference);
    expect(more).toEqual([]);
    return text;
  }

  /** What the Temporal UI shows. */
  async function currentDetails(reference: string): Promise<string> {
    const metadata = await world.client.workflow
      .getHandle(reference)
      .query<{ currentDetails: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails.replaceAll('\\', '');
  }

  async function mended(reference: string): Promise<void> {
    await eventually('everybody', async () => {
      await hurry(reference, MINUTE / 2);
      return (await deliveryStates(world.stack.db, reference)).accepted === 3;
    });
    await eventually('the line gone', async () => (await attentionOf(reference)).length === 0);
    expect(reckon(await ledgerOf(world.stack.db, reference), world.smtp)).toEqual({ lost: 0, repeated: 0 });
  }

  afterEach(async () => {
    await world.stack.worker.end('SIGTERM');
    await world.stack.startWorker();
  });

  test('N8: it refuses the login: the window needs attention with its words, and goes on when it is mended', async () => {
    world.smtp.rules = { extensions: ['PIPELINING', 'AUTH PLAIN'], replies: { AUTH: '535 5.7.8 password expired' } };
    await world.stack.worker.end('SIGTERM');
    await world.stack.startWorker({ env: { SMTP_URL: world.smtp.url.replace('smtp://', 'smtp://forewarn:s3cret@') } });
    const reference = await openAtOnce(world.stack, 'rack-few');
    const text = await troubled(reference);
    expect(text).toBe('The announcement makes no progress: 535 5.7.8 password expired');
    expect(await currentDetails(reference)).toContain(text);

    world.smtp.rules = { extensions: ['PIPELINING', 'AUTH PLAIN'] };
    await mended(reference);
    expect(await currentDetails(reference)).not.toContain('Needs attention');
  });

  test('N8: it offers no TLS where TLS is required: the window needs attention with the reason, and goes on when that is mended', async () => {
    const before = world.smtp.commands.length;
    await world.stack.worker.end('SIGTERM');
    await world.stack.startWorker({ env: { SMTP_URL: `${world.smtp.url}?tls=required` } });
    const reference = await openAtOnce(world.stack, 'rack-few');
    const text = await troubled(reference);
    expect(text).toContain('the server does not offer STARTTLS');
    expect(await currentDetails(reference)).toContain(text);
    // nothing of a message left in the clear
    expect(world.smtp.commands.slice(before).filter((line) => /^(MAIL|RCPT|DATA)/.test(line))).toEqual([]);

    await world.stack.worker.end('SIGTERM');
    await world.stack.startWorker();
    await mended(reference);
  });
});
