import { sql } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import { scopeSchema } from '../../domain/planning/scope';
import { countAudience } from '../../store/inventory/audience';
import { reachableAgain } from '../../store/ledger/reachable';
import { listTasks } from '../../store/ledger/tasks';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { STAFF_POLICY } from '../support/windows';
import { deliver, loadInventory, StoredWindow, useStore } from './support';

const store = useStore();
const RACK: Scope = scopeSchema.parse({ locations: ['eu-1/dc-1/rack-a12'] });

afterEach(async () => {
  await sql`delete from suppressions`.execute(store.db);
  await sql`delete from windows`.execute(store.db);
  await loadInventory(store.db);
});

const removeContacts = (organization: string) =>
  store.db.deleteFrom('contacts').where('organization_id', '=', organization).execute();

const tasksOf = async (window: StoredWindow) =>
  (await listTasks(store.db, { reference: window.reference }, {})).items.filter(
    ({ kind }) => kind === 'nobody-to-tell',
  );

/** Prepares, delivers and closes a notice; its counts. */
async function send(window: StoredWindow, kind: Parameters<StoredWindow['key']>[0]) {
  const key = window.key(kind);
  await deliver(store, key);
  const counts = await store.ledger.close(key, 'settled');
  await window.settled(kind, counts);
  return counts;
}

const untoldOf = async () => {
  const { untold, untoldCount, organizations } = await countAudience(store.db, RACK, false);
  return { organizations, untoldCount, untold: untold.map(({ organization, reason }) => [organization, reason]) };
};

test('N13: the plan counts customers owed and names those nobody can be told for', async () => {
  expect(await untoldOf()).toEqual({ organizations: 2, untoldCount: 0, untold: [] });
  await removeContacts('bolt');
  expect(await untoldOf()).toEqual({ organizations: 2, untoldCount: 1, untold: [['bolt', 'no-contact']] });
});

test('N13: all addresses on the list of suppressed ones is a reason of its own', async () => {
  await sql`insert into suppressions (address, reason) values ('bea@bolt.example', 'gone')`.execute(store.db);
  expect(await untoldOf()).toMatchObject({ untoldCount: 1, untold: [['bolt', 'suppressed']] });
});

test('N13, N6: contacts of other environments only are no reason: then all of the organization are told', async () => {
  await store.db.deleteFrom('contacts').where('id', '=', 'bolt-production').execute();
  expect(await untoldOf()).toMatchObject({ untoldCount: 0 });
});

test('N13: a notice counts whom it is owed and cannot reach, the window needs somebody, and a task names the customer', async () => {
  await removeContacts('bolt');
  const window = await StoredWindow.announced(store);
  const key = window.key('announcement');
  await store.ledger.prepare(key);
  await store.ledger.prepare(key);
  expect(await send(window, 'announcement')).toMatchObject({ organizations: 1, recipients: 2, accepted: 2, untold: 1 });
  expect(window.core.state.attention).toMatchObject([{ code: 'untold' }]);
  const tasks = await tasksOf(window);
  expect(tasks).toMatchObject([{ organizationId: 'bolt', subject: 'organization:bolt', doneAt: null }]);
  expect(tasks[0]?.reason).toMatch(/^Bolt: .*no contact and no maintenance address.*import contacts/);
});

test('N13, N5: a contact that is added can be told, and only then the task ends and nobody is needed any more', async () => {
  await removeContacts('bolt');
  const window = await StoredWindow.announced(store);
  await send(window, 'announcement');
  expect(await reachableAgain(store.db)).toEqual([]);
  await importInventory(store.db, 'contacts', [
    { id: 'bolt-new', organizationId: 'bolt', name: 'Bo', email: 'bo@bolt.example', roles: ['maintenance'] },
  ]);
  const found = await reachableAgain(store.db);
  expect(found).toEqual([{ reference: window.reference, newcomers: 1 }]);
  expect(await tasksOf(window)).toMatchObject([{ doneAt: null }]);
  const notice = { kind: 'announcement', revision: 1, ordinal: 1 } as const;
  await window.changeAudience({ notice, newcomers: 1, leavers: 0 });
  expect(await send(window, 'catch-up')).toMatchObject({ organizations: 1, recipients: 1, accepted: 1 });
  expect(await tasksOf(window)).toMatchObject([{ doneBy: 'forewarn' }]);
  expect(window.core.state.attention).toEqual([]);
  expect(await reachableAgain(store.db)).toEqual([]);
});

test('N13: the last contact deleted in mid life is seen with the next notice', async () => {
  const window = await StoredWindow.announced(store);
  expect(await send(window, 'announcement')).not.toHaveProperty('untold');
  expect(await tasksOf(window)).toEqual([]);
  await removeContacts('bolt');
  await window.advanceTo('reminder-7d');
  expect(await send(window, 'reminder-7d')).toMatchObject({ untold: 1 });
  expect(await tasksOf(window)).toMatchObject([{ organizationId: 'bolt', doneAt: null }]);
  expect(window.core.state.attention).toMatchObject([{ code: 'untold' }]);
});

test('N13: suppressed between two notices, a customer is counted as one nobody can be told for, and its address is a task', async () => {
  const window = await StoredWindow.announced(store);
  await send(window, 'announcement');
  await sql`insert into suppressions (address, reason) values ('bea@bolt.example', 'gone')`.execute(store.db);
  await window.advanceTo('reminder-7d');
  expect(await send(window, 'reminder-7d')).toMatchObject({ suppressed: 1, untold: 1 });
  expect(window.core.state.attention.map(({ code }) => code)).toContain('untold');
  expect((await listTasks(store.db, { reference: window.reference, open: true }, {})).items).toMatchObject([
    { kind: 'reach-otherwise', organizationId: 'bolt', subject: 'contact:bolt-production' },
  ]);
});

test('N7, N13: who asked not to be mailed progress is counted apart, and is nobody’s task', async () => {
  const window = await StoredWindow.announced(store);
  await send(window, 'announcement');
  await sql`update contacts set wants_optional = false where organization_id = 'bolt'`.execute(store.db);
  await window.start();
  await send(window, 'started');
  await window.give('post', { message: 'Half is moved.', notify: true });
  const counts = await send(window, 'progress');
  expect(counts).toMatchObject({ optedOut: 1 });
  expect(counts).not.toHaveProperty('untold');
  expect(await tasksOf(window)).toEqual([]);
  expect(window.core.state.attention).toEqual([]);
});

test('N13, P1, N12: the brief and the lists of customers name whom nobody can be told for', async () => {
  await removeContacts('bolt');
  const window = await StoredWindow.announced(store, {}, STAFF_POLICY);
  const linesOf = async (kind: 'brief' | 'staff-list') => {
    const { rows } = await sql<{ name: string; environment: string }>`
      select distinct r->>'name' as name, r->>'environment' as environment
      from notices n join notice_organizations o on o.notice_id = n.id, jsonb_array_elements(o.resources) r
      where n.window_reference = ${window.reference} and n.kind = ${kind} order by 1
    `.execute(store.db);
    return rows.map(({ name, environment }) => [name, environment]);
  };
  await store.ledger.prepare(window.key('staff-list'));
  expect(await linesOf('staff-list')).toEqual([
    ['Acme', ''],
    ['Bolt', 'nobody can be told: no contact'],
  ]);
});
