import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import { createDeliveryActivities, type DeliveryResult, type DeliveryTask } from '../../activities/delivery';
import type { DueDelivery, Ledger, NoticeKey } from '../../activities/ports/ledger';
import type { MailTransport } from '../../activities/ports/mail';
import { createMailEngine } from '../../channels/email/transport/engine/engine';
import { createNodemailerTransport } from '../../channels/email/transport/nodemailer-transport';
import { createMessageRenderer } from '../../channels/email/content/render';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { StoredWindow, useStore } from '../store/support';
import { startRecordingSmtp, type RecordingSmtp } from '../support/recording-smtp';

/** What no door lets in and a damaged database, or the next bug, may hold all the same. */

const store = useStore();
const FROM = 'Maintenance <maintenance@provider.example>';
const ENGINES: [string, (url: string) => MailTransport][] = [
  ['engine', (url) => createMailEngine({ url, from: FROM, replyTo: FROM, connections: 3 })],
  ['nodemailer', (url) => createNodemailerTransport({ url, from: FROM, replyTo: FROM, connections: 3 })],
];

/** Name and address by contact; those with `refused` cannot be sent, and the reason is to hold these words. */
const POISON: Record<string, { name?: string; address?: string; refused?: string }> = {
  'a long name': { name: 'x'.repeat(300_000), refused: "the recipient's name has 300000 characters" },
  'NUL in the name': { name: 'Zo\0e' },
  'a header in the name': { name: 'Zoe\r\nBcc: evil@evil.example' },
  'half a surrogate pair in the name': { name: 'Zo\ud800e' },
  'half a surrogate pair in the address': { address: 'zo\udc00e@acme.example', refused: 'one mail address' },
  'NUL in the address': { address: 'zo\0e@acme.example', refused: 'one mail address' },
  'a recipient in the address': {
    address: 'a@acme.example>\r\nRCPT TO:<evil@evil.example',
    refused: 'one mail address',
  },
  'two addresses': { address: 'a@acme.example, evil@evil.example', refused: 'one mail address' },
  'a host without ASCII': { address: 'zoe@a.²', refused: 'no form in ASCII' },
  'no address': { address: '', refused: 'one mail address' },
};
const HEALTHY = 12;

let smtp: RecordingSmtp;
beforeAll(async () => {
  smtp = await startRecordingSmtp();
  const person = (id: string, email: string) => ({
    ...{ id, organizationId: 'acme', name: id, email, roles: ['maintenance'] },
  });
  const { rejected } = await importInventory(store.db, 'contacts', [
    ...Object.keys(POISON).map((_, index) => person(`poison-${String(index)}`, `poison-${String(index)}@acme.example`)),
    ...Array.from({ length: HEALTHY }, (_, index) =>
      person(`healthy-${String(index)}`, `healthy-${String(index)}@acme.example`),
    ),
  ]);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
});
afterAll(() => smtp.close());

/** The ledger, whose rows read as POISON says: a column cannot hold all of it. */
function poisoned(ledger: Ledger): Ledger {
  const poisons = Object.values(POISON);
  const changed = (due: DueDelivery): DueDelivery => {
    const { recipient } = due.message;
    const index = /^poison-(\d+)@/.exec(recipient.address)?.[1];
    const poison = index === undefined ? undefined : poisons[Number(index)];
    if (!poison) return due;
    const { refused: _, ...fields } = poison;
    return { ...due, message: { ...due.message, recipient: { ...recipient, ...fields } } };
  };
  return { ...ledger, due: async (key, request) => (await ledger.due(key, request)).map(changed) };
}

/** One pass of the activity over the notice, as a worker runs it. */
async function pass(create: (url: string) => MailTransport, ledger: Ledger, key: NoticeKey, now: number) {
  const mail = create(smtp.url);
  try {
    const renderer = createMessageRenderer({ providerName: 'Provider', publicUrl: 'https://p.example' });
    const delivery = createDeliveryActivities({ ledger, timeline: store.timeline, mail, renderer });
    const deliverNotice = (slice: DeliveryTask) => delivery.deliverNotice(slice);
    const task: DeliveryTask = { key, now, urgency: 'customers', sliceMs: 60_000 };
    return await new MockActivityEnvironment().run<[DeliveryTask], DeliveryResult, typeof deliverNotice>(
      deliverNotice,
      task,
    );
  } finally {
    mail.close();
  }
}

async function prepared() {
  const window = await StoredWindow.announced(store);
  const key = window.key('announcement');
  await store.ledger.prepare(key);
  return { key, now: window.core.now };
}

/** Each delivery's state and reply, by its address in the inventory. */
async function outcomes({ reference }: NoticeKey): Promise<Map<string, { state: string; reply: string | null }>> {
  const rows = await store.db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
    .where('window_reference', '=', reference)
    .select(['address', 'deliveries.state', 'reply'])
    .execute();
  return new Map(rows.map(({ address, state, reply }) => [address, { state, reply }]));
}

describe.each(ENGINES)('%s', (_name, create) => {
  it('N8: what cannot be sent fails for its recipient, with the reason, and everybody else has the mail', async () => {
    const { key, now } = await prepared();
    const before = smtp.accepted.length;
    await expect(pass(create, poisoned(store.ledger), key, now)).resolves.toHaveProperty('counts');
    const states = await outcomes(key);
    for (const [index, { refused }] of Object.values(POISON).entries()) {
      expect(states.get(`poison-${String(index)}@acme.example`)).toEqual({
        state: refused === undefined ? 'accepted' : 'failed',
        reply: expect.stringContaining(refused ?? '250') as string,
      });
      states.delete(`poison-${String(index)}@acme.example`);
    }
    expect(new Set([...states.values()].map(({ state }) => state))).toEqual(new Set(['accepted']));
    expect(states.size).toBeGreaterThan(HEALTHY);
    // nobody got more or less than one, and nobody else got any
    const harmless = Object.values(POISON).filter(({ refused }) => refused === undefined).length;
    const arrived = smtp.accepted.slice(before).flatMap(({ to }) => to);
    expect(arrived).toHaveLength(states.size + harmless);
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(arrived.filter((address) => address.includes('evil'))).toEqual([]);
  });

  it('N8: an organization whose data is damaged fails alone', async () => {
    const { key, now } = await prepared();
    await sql`
      update notice_organizations set resources = '[null]'
      where organization_id = 'bolt' and notice_id = (select id from notices where window_reference = ${key.reference})
    `.execute(store.db);
    await expect(pass(create, store.ledger, key, now)).resolves.toHaveProperty('counts');
    const { 'bea@bolt.example': bea, ...others } = Object.fromEntries(await outcomes(key));
    expect(bea).toEqual({ state: 'failed', reply: expect.stringContaining('could not be written') as string });
    expect(new Set(Object.values(others).map(({ state }) => state))).toEqual(new Set(['accepted']));
  });

  it('N8: a notice whose facts are damaged fails for everybody, and the pass ends', async () => {
    const { key, now } = await prepared();
    await sql`
      update notices set facts = facts - 'impact' where window_reference = ${key.reference}
    `.execute(store.db);
    await expect(pass(create, store.ledger, key, now)).resolves.toHaveProperty('counts');
    const states = [...(await outcomes(key)).values()];
    expect(states.length).toBeGreaterThan(HEALTHY);
    for (const outcome of states) {
      expect(outcome).toEqual({ state: 'failed', reply: expect.stringContaining('could not be written') as string });
    }
  });
});
