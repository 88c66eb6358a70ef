import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { DeliveryReport, ReturnedMail } from '../../domain/delivery/bounce';
import { createDeliveryMarks } from '../../store/ledger/delivery-marks';
import { createInboundStore } from '../../store/ledger/inbound';
import { createLedger } from '../../store/ledger/ledger';
import { listSuppressions } from '../../store/ledger/suppressions';
import { listTasks } from '../../store/ledger/tasks';
import { readUnplacedMail } from '../../store/ledger/unplaced-mail';
import { rowsOf, settle, StoredWindow, take, useStore } from './support';

/** Mail that comes back after it was accepted: which delivery it is placed at, and what follows (C1, N13, T8). */

const store = useStore();
const MARKS = createDeliveryMarks([Buffer.alloc(32, 7)]);
const REFUSED: DeliveryReport = {
  action: 'failed',
  status: '5.1.1',
  diagnostic: 'smtp; 550 5.1.1 <bea@bolt.example>: User unknown',
  recipients: ['bea@bolt.example'],
};

afterEach(async () => {
  await sql`delete from suppressions`.execute(store.db);
  await sql`update deliveries set refused_about = null`.execute(store.db);
});

const mail = (changes: Partial<ReturnedMail> = {}, report: Partial<DeliveryReport> = {}): ReturnedMail => ({
  ...{ tokens: [], messageIds: [], reports: [{ ...REFUSED, ...report }] },
  ...changes,
});
const suppressed = async () => (await listSuppressions(store.db, {})).items.map(({ address }) => address);

/** An announcement that everybody's server has accepted, with unguessable ids unless told otherwise. */
async function sent({ keyed = true } = {}) {
  const window = await StoredWindow.announced(store);
  const key = window.key('announcement');
  const ledger = createLedger(store.db, {
    messageDomain: 'provider.example',
    ...(keyed ? { idKey: (notice) => MARKS.idKey(notice) } : {}),
  });
  await ledger.prepare(key);
  const { claim, taken } = await take({ ledger }, key);
  await settle({ ledger }, claim, taken, { state: 'accepted', reply: '250 2.0.0 queued' });
  await ledger.close(key, 'settled');
  const row = async () => {
    const found = (await rowsOf(store, key)).find(({ recipient }) => recipient === 'contact:bolt-production');
    if (!found) throw new Error('bea has no delivery');
    return found;
  };
  const { message_id: messageId } = await row();
  const { id } = await store.db
    .selectFrom('deliveries')
    .select('id')
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow();
  return { window, key, row, id, messageId, token: MARKS.tokenFor({ id, messageId }) };
}

describe.each([
  ['with a key', MARKS],
  ['without one', undefined],
])('reports, %s', (_name, marks) => {
  const inbound = () => createInboundStore(store.db, 'provider.example', marks);
  const keyed = marks !== undefined;

  it('C1, N13: fails its delivery with the reason, asks a person, and says where the notice stands; again, the same', async () => {
    const { window, row, messageId } = await sent({ keyed });
    const once = await inbound().returned(mail({ messageIds: [messageId] }));
    expect(once).toMatchObject({
      unplaced: [],
      notices: [
        {
          reference: window.reference,
          notice: { kind: 'announcement', revision: 1, ordinal: 1 },
          counts: { recipients: 3, accepted: 2, failed: 1 },
          words: '550 5.1.1 (address) User unknown',
        },
      ],
    });
    const after = await row();
    expect(after).toMatchObject({ state: 'failed', reply: '550 5.1.1 <bea@bolt.example>: User unknown' });
    expect((await listTasks(store.db, { reference: window.reference }, {})).items).toMatchObject([
      { kind: 'reach-otherwise', subject: 'contact:bolt-production', doneAt: null },
    ]);
    expect(await inbound().returned(mail({ messageIds: [messageId] }))).toEqual(once);
    expect(await row()).toEqual(after);
  });

  it('N13, T8: one report suppresses nobody; one about another mail corroborates it', async () => {
    const first = await sent({ keyed });
    await inbound().returned(mail({ messageIds: [first.messageId] }));
    await inbound().returned(mail({ messageIds: [first.messageId] }));
    expect(await suppressed()).toEqual([]);
    const second = await sent({ keyed });
    await inbound().returned(mail({ messageIds: [second.messageId] }));
    expect(await suppressed()).toEqual(['bea@bolt.example']);
  });

  it.each([
    ['a delay', { action: 'delayed', status: '4.4.1' }, 'accepted'],
    ['a success', { action: 'delivered', status: '2.0.0' }, 'accepted'],
    ['a full mailbox', { status: '4.2.2', diagnostic: 'smtp; 452 4.2.2 full' }, 'failed'],
    ['a policy', { status: '5.7.1', diagnostic: 'smtp; 554 5.7.1 spam' }, 'failed'],
    ['a server that refuses access', { status: '5.4.1', diagnostic: 'smtp; 550 5.4.1 Access denied' }, 'failed'],
    ['time that was up', { status: '4.4.7', diagnostic: '' }, 'failed'],
    ['a list we are on', { status: '5.7.1', diagnostic: 'smtp; 554 5.7.1 Client host blocked using x' }, 'failed'],
  ] as const)('N13: %s suppresses nobody, however often', async (_case, report, state) => {
    for (let times = 0; times < 3; times++) {
      const { row, messageId } = await sent({ keyed });
      await inbound().returned(mail({ messageIds: [messageId] }, report));
      expect(await row()).toMatchObject({ state });
    }
    expect(await suppressed()).toEqual([]);
  });

  it.each([
    ['another recipient', { recipients: ['bea@elsewhere.example'] }, /another recipient/],
    ['no recipient', { recipients: [] }, /no recipient/],
  ])('T8: a report of %s never counts', async (_case, report, reason) => {
    const { row, messageId, token } = await sent({ keyed });
    const { notices, unplaced } = await inbound().returned(mail({ messageIds: [messageId], tokens: [token] }, report));
    expect(notices).toEqual([]);
    expect(unplaced).toEqual([expect.stringMatching(reason)]);
    expect(await row()).toMatchObject({ state: 'accepted' });
  });

  it('N8: changes nothing about a mail that is on its way again', async () => {
    const { row, messageId } = await sent({ keyed });
    await store.db.updateTable('deliveries').set({ state: 'pending' }).where('message_id', '=', messageId).execute();
    expect(await inbound().returned(mail({ messageIds: [messageId] }))).toEqual({ notices: [], unplaced: [] });
    expect(await row()).toMatchObject({ state: 'pending' });
  });

  it('C1: an internationalized host is one, however the report spells it (RFC 5890)', async () => {
    const { row, messageId } = await sent({ keyed });
    const address = 'Bea@bücher.example';
    await store.db.updateTable('deliveries').set({ address }).where('message_id', '=', messageId).execute();
    await inbound().returned(mail({ messageIds: [messageId] }, { recipients: ['bea@xn--bcher-kva.example'] }));
    expect(await row()).toMatchObject({ state: 'failed' });
  });
});

describe('what names a mail', () => {
  it('C1: a server that replaces Message-IDs leaves the return path and our header: either is enough', async () => {
    const { row, token } = await sent();
    const { notices } = await createInboundStore(store.db, 'provider.example', MARKS).returned(
      mail({ tokens: ['x', token] }),
    );
    expect(notices).toHaveLength(1);
    expect(await row()).toMatchObject({ state: 'failed' });
  });

  it('C1: a token made with an earlier key is good, one of a foreign key is not', async () => {
    const { token, row } = await sent();
    const newer = createDeliveryMarks([Buffer.alloc(32, 1), Buffer.alloc(32, 7)]);
    const foreign = createDeliveryMarks([Buffer.alloc(32, 1)]);
    const refused = await createInboundStore(store.db, 'provider.example', foreign).returned(mail({ tokens: [token] }));
    expect(refused.notices).toEqual([]);
    expect(await row()).toMatchObject({ state: 'accepted' });
    expect(
      (await createInboundStore(store.db, 'provider.example', newer).returned(mail({ tokens: [token] }))).notices,
    ).toHaveLength(1);
  });

  it("T8: with a key, what can be guessed names nothing: another's token, an unkeyed id, our public headers", async () => {
    const { row, id, messageId, key, token } = await sent();
    const inbound = createInboundStore(store.db, 'provider.example', MARKS);
    const guessed = messageId.replace(/\.[0-9a-f]{32}@/, '.0123456789abcdef@');
    const forgeries: Partial<ReturnedMail>[] = [
      { tokens: [`${(id + 1).toString(36)}-${token.split('-')[1] ?? ''}`] },
      { tokens: [`${id.toString(36)}-${'0'.repeat(24)}`] },
      { messageIds: [guessed] },
      { notice: { ...key } },
    ];
    for (const forgery of forgeries) {
      const { notices, unplaced } = await inbound.returned(mail(forgery));
      expect([notices, unplaced.length]).toEqual([[], 1]);
    }
    expect(await row()).toMatchObject({ state: 'accepted' });
    expect(messageId).toMatch(/^MW-2026-\d{4}\.announcement\.r1\.[0-9a-f]{32}@provider\.example$/);
  });

  it('C1: without a key our headers beside the recipient are enough', async () => {
    const { row, key } = await sent({ keyed: false });
    expect(
      (await createInboundStore(store.db, 'provider.example').returned(mail({ notice: { ...key } }))).notices,
    ).toHaveLength(1);
    expect(await row()).toMatchObject({ state: 'failed' });
  });

  it('C1, T8: ids are made of notice and recipient alone, with a key of the notice', async () => {
    const { key } = await sent();
    const idKey = MARKS.idKey(key);
    expect(MARKS.idKey({ ...key, revision: 2 }).equals(idKey)).toBe(false);
    const ids = (await rowsOf(store, key)).map(({ recipient, message_id: id }) => [recipient, id.split(/[.@]/)[3]]);
    expect(ids).toEqual(
      ids.map(([recipient = '']) => [
        recipient,
        createHmac('sha256', idKey).update(recipient).digest('hex').slice(0, 32),
      ]),
    );
  });

  it('T8: many reports and many names are one transaction', async () => {
    const { messageId, row } = await sent();
    const others = Array.from({ length: 4 }, (_, n) => messageId.replace('.r1.', `.r${String(n + 2)}.`));
    const reports = Array.from({ length: 100 }, () => REFUSED);
    const named: ReturnedMail = { tokens: [], messageIds: [...others, messageId], reports };
    expect((await createInboundStore(store.db, 'provider.example', MARKS).returned(named)).notices).toHaveLength(1);
    expect(await row()).toMatchObject({ state: 'failed' });
  });
});

it('C1: a returned mail nobody could place is kept with a task, once', async () => {
  const inbound = createInboundStore(store.db, 'provider.example', MARKS);
  const at = Date.parse('2026-11-26T01:00:00Z');
  const raw = Buffer.from('Subject: Undelivered\r\n\r\nno\r\n');
  for (let times = 0; times < 2; times++) await inbound.keepUnplaced(raw, 'it names no mail of ours', at);
  const open = (await listTasks(store.db, { open: true }, {})).items.filter(
    ({ kind }) => kind === 'place-returned-mail',
  );
  expect(open).toMatchObject([
    {
      ...{ reference: '', organizationId: null, subject: expect.stringMatching(/^returned-mail:\d+$/) as string },
      reason: 'A returned mail nobody could place: it names no mail of ours',
    },
  ]);
  const id = Number(open[0]?.subject.split(':')[1]);
  expect(await readUnplacedMail(store.db, id)).toMatchObject({ raw, size: raw.length, receivedAt: at });
});
