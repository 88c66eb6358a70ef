import { sql } from 'kysely';
import { addressForm, addressKey, hostForm, readableAddress } from '../../domain/delivery/address-form';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { listInventory } from '../../store/inventory/inventory';
import { liftSuppression, liftSuppressions, listSuppressions } from '../../store/ledger/suppressions';
import { addressesOf, settle, StoredWindow, take, useStore } from './support';

/** One form of an address everywhere (RFC 5890): for who is told, who is suppressed, and what is shown. */

const LETTERS = 'Bea@BÜCHER.example';
const ASCII = 'Bea@xn--bcher-kva.example';

it.each([
  [LETTERS, ASCII],
  ['bea@Bolt.Example', 'bea@bolt.example'],
  [ASCII, ASCII],
  ['zoë@faß.example', 'zoë@xn--fa-hia.example'],
  // a host without a form in ASCII stays what it is, and is refused where it is sent to
  ['a@b.²', 'a@b.²'],
  ['no address', 'no address'],
])('N6: %s is kept as %s', (given, kept) => {
  expect(addressForm(given)).toBe(kept);
  expect(addressForm(addressForm(given))).toBe(kept);
  expect(addressKey(given)).toBe(kept.toLowerCase());
});

it('N6: what is kept is shown readable', () => {
  expect(readableAddress(ASCII)).toBe('Bea@bücher.example');
  expect(readableAddress('bea@bolt.example')).toBe('bea@bolt.example');
  expect(hostForm('Bücher.Example')).toBe('xn--bcher-kva.example');
});

describe('on record', () => {
  const store = useStore();

  async function contact(id: string, email: string) {
    const row = {
      id,
      organizationId: 'bolt',
      name: 'Bea',
      email,
      roles: ['maintenance'],
      environments: ['bolt-production'],
    };
    const { rejected } = await importInventory(store.db, 'contacts', [row]);
    expect(rejected).toEqual([]);
  }

  it('N6, N8: two spellings of one mailbox get one mail; suppressed is suppressed in both, and both take it off', async () => {
    await contact('bolt-production', LETTERS);
    await contact('bolt-other', ASCII.toLowerCase());
    const key = async () => {
      const window = await StoredWindow.announced(store);
      await store.ledger.prepare(window.key('announcement'));
      return window.key('announcement');
    };
    const first = await key();
    const { claim, taken } = await take(store, first);
    expect(addressesOf(taken).filter((address) => /cher/i.test(address))).toHaveLength(1);
    await settle(store, claim, taken, (place) =>
      /cher/i.test(taken[place]?.message.recipient.address ?? '')
        ? { state: 'failed', reply: '550 5.1.1 no such user' }
        : { state: 'accepted', reply: '250 ok' },
    );
    await store.ledger.close(first, 'settled');
    expect((await listSuppressions(store.db, {})).items).toMatchObject([{ address: ASCII.toLowerCase() }]);
    const second = await key();
    expect(addressesOf((await take(store, second)).taken).filter((address) => /cher/i.test(address))).toEqual([]);
    const shown = await listInventory(store.db, 'contacts', { limit: 100 });
    expect(shown.items.find(({ id }) => id === 'bolt-production')).toMatchObject({ email: 'Bea@bücher.example' });

    const lift = { by: 'anna', reason: 'The mailbox is back.', at: new Date() };
    expect(await liftSuppression(store.db, 'BEA@bücher.EXAMPLE', lift)).toEqual(expect.any(Number));
    expect((await listSuppressions(store.db, {})).items).toEqual([]);
  });

  it('N13: a wave is lifted by domain, by reply or by window, each on record', async () => {
    const { reference } = await StoredWindow.announced(store);
    const list = (address: string, reason: string, window: string | null) =>
      store.db.insertInto('suppressions').values({ address, reason, window_reference: window }).execute();
    await list('a@xn--bcher-kva.example', '550 5.1.1 unknown', null);
    await list('b@xn--bcher-kva.example', '550 relay not permitted', reference);
    await list('c@acme.example', '550 Relay NOT permitted', reference);
    await list('d@acme.example', '550 5.1.1 unknown', reference);
    const lift = { by: 'anna', reason: 'The relay was wrong.', at: new Date() };
    const lifted = (which: Parameters<typeof liftSuppressions>[1]) =>
      liftSuppressions(store.db, which, lift).then((rows) => rows.map(({ address }) => address));
    expect(await lifted({ domain: 'elsewhere.example' })).toEqual([]);
    expect(await lifted({ domain: 'bücher.example', reply: 'relay not' })).toEqual(['b@xn--bcher-kva.example']);
    expect(await lifted({ reply: 'relay not permitted' })).toEqual(['c@acme.example']);
    expect(await lifted({ window: reference })).toEqual(['d@acme.example']);
    expect(await lifted({ domain: 'BÜCHER.example' })).toEqual(['a@xn--bcher-kva.example']);
    await expect(lifted({})).rejects.toThrow(RangeError);
    const { rows } = await sql`select from suppression_lifts where reason = 'The relay was wrong.'`.execute(store.db);
    expect(rows).toHaveLength(4);
  });
});
