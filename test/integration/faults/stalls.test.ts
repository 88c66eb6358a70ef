import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createDeliveryActivities } from '../../../activities';
import type { DeliveryResult, DeliveryTask } from '../../../activities/delivery';
import type { NoticeKey } from '../../../activities/ports/ledger';
import { createMailEngine } from '../../../channels/email/transport/engine/engine';
import type { EngineTimeouts } from '../../../channels/email/transport/engine/timeouts';
import { createMessageRenderer } from '../../../channels/email/content/render';
import { HOUR } from '../../../domain/shared/time';
import { openDatabase, type Database } from '../../../store/database/database';
import { createLedger } from '../../../store/ledger/ledger';
import { createTimeline } from '../../../store/windows/timeline';
import { testDatabase } from '../../support/database';
import { ledgerOf, reckon, deliveryStates } from '../../support/fault-oracle';
import { startRecordingSmtp, type RecordingSmtp, type SmtpRules } from '../../support/recording-smtp';
import { fillRack } from '../../support/rack';
import { eventually } from '../../support/stack';
import { openedEvent, openingBody } from '../../support/windows';

/**
 * Servers that stall or hang up, row 6 of the fault table (docs/delivery.md): the real pass over the real ledger, with limits
 * that a test can wait for. Only Temporal is left out: it would add its pauses of seconds between passes.
 */

const RECIPIENTS = 12;
const CONNECTIONS = 3;
/** RFC 5321's minutes, as far below as a busy machine allows. */
const LIMIT_MS = 400;
const LIMITS: EngineTimeouts = {
  connect: LIMIT_MS,
  greeting: LIMIT_MS,
  command: LIMIT_MS,
  mail: LIMIT_MS,
  rcpt: LIMIT_MS,
  data: LIMIT_MS,
  block: LIMIT_MS,
  dot: LIMIT_MS,
  idle: LIMIT_MS,
};

const database = testDatabase();
let smtp: RecordingSmtp;
let db: Database;
let serial = 0;

beforeAll(async () => {
  db = openDatabase(database.url());
  await fillRack(db, RECIPIENTS);
  smtp = await startRecordingSmtp();
});

afterEach(() => {
  smtp.rules = {};
});

afterAll(async () => {
  await smtp.close();
  await db.destroy();
});

/** A notice with its deliveries written, ready to be sent. */
async function preparedNotice(): Promise<NoticeKey> {
  const now = Date.now();
  const reference = `MW-2026-${String(++serial).padStart(4, '0')}`;
  const key = { reference, slug: 'announcement', revision: 1 };
  const opened = openedEvent(openingBody({ class: 'emergency' }, { now, inMs: HOUR }), { now, reference });
  const begun = {
    type: 'notice-begun',
    notice: { kind: 'announcement', revision: 1, ordinal: 1 },
    folded: [],
  } as const;
  await createTimeline(db).record({
    reference,
    events: [opened, { sequence: 2, at: now, by: 'forewarn', door: 'clock', event: begun }],
  });
  await createLedger(db, { messageDomain: 'provider.example' }).prepare(key);
  return key;
}

/** A sender with limits of milliseconds; `pass` is one attempt of the activity. */
function sender(url = smtp.url) {
  const mail = createMailEngine({
    url,
    from: 'Maintenance <maintenance@provider.example>',
    replyTo: 'support@provider.example',
    connections: CONNECTIONS,
    timeouts: LIMITS,
  });
  const delivery = createDeliveryActivities({
    timeline: createTimeline(db),
    ledger: createLedger(db, { messageDomain: 'provider.example' }),
    mail,
    renderer: createMessageRenderer({ providerName: 'Example Provider', publicUrl: 'https://status.provider.example' }),
  });
  const deliverNotice = (slice: DeliveryTask) => delivery.deliverNotice(slice);
  return {
    close: () => mail.close(),
    pass: (key: NoticeKey) =>
      new MockActivityEnvironment().run<[DeliveryTask], DeliveryResult, typeof deliverNotice>(deliverNotice, {
        ...{ key, now: Date.now(), urgency: 'customers', sliceMs: 60_000 },
      }),
  };
}

/** Sends until nothing is open, as the workflow does without its pauses. */
async function untilDone({ pass }: ReturnType<typeof sender>, key: NoticeKey): Promise<number> {
  for (let passes = 1; ; passes++) {
    if ('counts' in (await pass(key))) return passes;
    if (passes > 20) throw new Error('never done');
  }
}

async function expectNoSocketLeft(sending: ReturnType<typeof sender>): Promise<void> {
  sending.close();
  await eventually('every socket closed', () => smtp.open === 0, 10_000);
}

const FAULTS: [string, SmtpRules, string][] = [
  ['silence in place of the greeting', { hang: 'connect' }, 'no answer to the greeting within 0.4 s'],
  ['silence at EHLO', { hang: 'EHLO' }, 'no answer to EHLO within 0.4 s'],
  ['silence at MAIL', { hang: 'MAIL' }, 'no answer to MAIL within 0.4 s'],
  ['silence at RCPT', { hang: 'RCPT' }, 'no answer to RCPT within 0.4 s'],
  ['silence at DATA', { hang: 'DATA' }, 'no answer to DATA within 0.4 s'],
  ['a reply of 26 bytes, one every 100 ms', { trickleMs: 100 }, 'no answer to the greeting within 0.4 s'],
  ['cut in place of the greeting', { drop: 'connect' }, 'closed the connection'],
  ['cut at EHLO', { drop: 'EHLO' }, 'closed the connection'],
  ['cut at MAIL', { drop: 'MAIL' }, 'closed the connection'],
  ['cut at RCPT', { drop: 'RCPT' }, 'closed the connection'],
  ['cut at DATA', { drop: 'DATA' }, 'closed the connection'],
];

test.each(FAULTS)(
  'N8, row 6: %s: the pass ends with the reason, later everybody gets it once',
  async (_, rules, words) => {
    const key = await preparedNotice();
    smtp.rules = rules;
    const sending = sender();
    expect(await sending.pass(key)).toMatchObject({
      open: RECIPIENTS,
      unavailable: expect.stringContaining(words) as string,
    });
    // the server is what failed: nobody's delivery bears it
    expect(await deliveryStates(db, key.reference)).toEqual({ pending: RECIPIENTS });

    smtp.rules = {};
    await untilDone(sending, key);
    expect(await deliveryStates(db, key.reference)).toEqual({ accepted: RECIPIENTS });
    expect(reckon(await ledgerOf(db, key.reference), smtp)).toEqual({ lost: 0, repeated: 0 });
    await expectNoSocketLeft(sending);
  },
);

test.each([
  ['pipelined', ['PIPELINING', '8BITMIME']],
  ['step by step', ['8BITMIME']],
])(
  'N8, row 6: cut again and again in the middle of messages, %s: nobody is lost, nobody gets two',
  async (_, extensions) => {
    for (const drop of ['MAIL', 'RCPT', 'DATA', 'body'] as const) {
      const key = await preparedNotice();
      smtp.rules = { drop, times: 7, extensions };
      const sending = sender();
      await untilDone(sending, key);
      expect(await deliveryStates(db, key.reference)).toEqual({ accepted: RECIPIENTS });
      expect(reckon(await ledgerOf(db, key.reference), smtp)).toEqual({ lost: 0, repeated: 0 });
      await expectNoSocketLeft(sending);
    }
  },
);

test('N8, row 6: silence after the final dot ends within its limit as uncertain, with one more copy at most', async () => {
  const key = await preparedNotice();
  smtp.rules = { hang: 'dot', times: 2 };
  const sending = sender();
  await untilDone(sending, key);
  const rows = await ledgerOf(db, key.reference);
  expect(rows.filter(({ uncertainSends }) => uncertainSends === 1)).toHaveLength(2);
  expect(reckon(rows, smtp)).toEqual({ lost: 0, repeated: 2 });
  expect(await deliveryStates(db, key.reference)).toEqual({ accepted: RECIPIENTS });
  await expectNoSocketLeft(sending);
});

test('N8, row 6: a greeting of 600 lines is read to its end', async () => {
  const key = await preparedNotice();
  const lines = Array.from({ length: 599 }, (_, line) => `220-welcome, line ${String(line)}`);
  smtp.rules = { replies: { connect: [...lines, '220 ready'].join('\r\n') } };
  const sending = sender();
  expect(await sending.pass(key)).toHaveProperty('counts');
  expect(reckon(await ledgerOf(db, key.reference), smtp)).toEqual({ lost: 0, repeated: 0 });
  await expectNoSocketLeft(sending);
});

describe('a greeting without end', () => {
  let endless: Server;
  let sockets = 0;

  beforeAll(async () => {
    endless = createServer((socket) => {
      sockets++;
      socket.on('error', () => socket.destroy());
      const pour = setInterval(() => socket.write('220-and on\r\n'.repeat(2_000)), 5);
      socket.on('close', () => {
        clearInterval(pour);
        sockets--;
      });
      socket.resume();
    }).listen(0, '127.0.0.1');
    await once(endless, 'listening');
  });

  afterAll(async () => {
    endless.close();
    await once(endless, 'close');
  });

  test('N8, row 6: is given up, nothing is held in memory for it, and nobody bears it', async () => {
    const key = await preparedNotice();
    const { port } = endless.address() as AddressInfo;
    const sending = sender(`smtp://127.0.0.1:${String(port)}`);
    expect(await sending.pass(key)).toMatchObject({
      open: RECIPIENTS,
      unavailable: expect.stringContaining('the server sends a reply without end') as string,
    });
    sending.close();
    await eventually('every socket closed', () => sockets === 0, 10_000);
  });
});
