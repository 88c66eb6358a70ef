import { sql } from 'kysely';
import { readProof } from '../../store/windows/proof';
import { StoredWindow, take, useStore } from './support';

describe('P2: the language of a delivery', () => {
  const store = useStore();

  it('is the contact’s own when the notice is prepared, and stays so', async () => {
    await sql`update contacts set locale = 'fr' where id = 'acme-noc'`.execute(store.db);
    const window = await StoredWindow.announced(store);
    await store.ledger.prepare(window.key('announcement'));
    await sql`update contacts set locale = 'de'`.execute(store.db);
    const { taken } = await take(store, window.key('announcement'));
    const locales = Object.fromEntries(
      taken.map(({ message }) => [message.recipient.address, message.recipient.locale ?? message.organization.locale]),
    );
    expect(locales).toMatchObject({ 'NOC@acme.example': 'fr', 'ops@acme.example': 'en' });
    // the proof shows the text as it was sent
    const proof = await readProof(store.db, window.reference, 'acme');
    expect(proof?.notices[0]?.message?.recipient).toMatchObject({ address: 'NOC@acme.example', locale: 'fr' });
  });
});
