import { sql } from 'kysely';
import { DAY, HOUR } from '../../domain/shared/time';
import type { Giver } from '../../domain/window/commands/command';
import { PROCESS_POLICY } from '../support/windows';
import { addressesOf, StoredWindow, take, useStore } from './support';

/** Who is asked for a report that is owed (E4), from the real audience query. */

const store = useStore();

beforeAll(async () => {
  await sql`insert into staff (id, name, email, role) values ('olga', 'Olga', 'olga@provider.example', 'escalation')`.execute(
    store.db,
  );
});

async function owing(): Promise<StoredWindow> {
  const window = await StoredWindow.announced(store, { class: 'emergency' }, PROCESS_POLICY);
  await window.start();
  await window.give('complete');
  return window;
}

async function draft(window: StoredWindow, giver: Giver): Promise<void> {
  const body = { state: 'preliminary', summary: 'A feed failed.', rootCause: 'Wear.' };
  expect(window.core.give('draftRfo', body, giver)).toBeUndefined();
  await window.record();
}

async function asked(window: StoredWindow, kind: 'report-nag' | 'report-late', ordinal = 1): Promise<string[]> {
  const key = window.key(kind, ordinal);
  await store.ledger.prepare(key);
  return addressesOf((await take(store, key)).taken);
}

test('E4: before anybody has drafted it the point of contact alone is asked', async () => {
  const window = await owing();
  await window.advanceBy(40 * HOUR);
  expect(await asked(window, 'report-nag')).toEqual(['noc@provider.example']);
});

test('E4: its authors are asked with the point of contact, whether on record by id or by address; nobody twice', async () => {
  const window = await owing();
  await draft(window, { by: 'rita' });
  await draft(window, { by: 'carl@provider.example' });
  await draft(window, { by: 'build server', issuedBy: 'nobody known' });
  await window.advanceBy(40 * HOUR);
  expect(await asked(window, 'report-nag')).toEqual([
    ...['carl@provider.example', 'noc@provider.example', 'rita@provider.example'],
  ]);
});

test('E4: once it is late whoever is escalated to is told as well, and an author of a published version no more', async () => {
  const window = await owing();
  await draft(window, { by: 'rita' });
  await window.give('approveRfo', { by: 'second' });
  await draft(window, { by: 'carl' });
  await window.advanceBy(3 * DAY);
  expect(await asked(window, 'report-late', 6)).toEqual([
    ...['carl@provider.example', 'noc@provider.example', 'olga@provider.example'],
  ]);
});
