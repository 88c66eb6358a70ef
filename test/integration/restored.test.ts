import { sql } from 'kysely';
import { createReconciling } from '../../composition/reconciling';
import { readConfig } from '../../config/config';
import { DAY } from '../../domain/shared/time';
import { listDifferences } from '../../store/reconciling/differences';
import { getTimeline } from '../../store/windows/windows';
import { reconcileWindows } from '../../use-cases/reconcile-windows';
import { ledgerOf } from '../support/fault-oracle';
import { openAtOnce } from '../support/fault-windows';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';
import { openingBody } from '../support/windows';

/** T7: what docs/backup.md says, carried out: the database is put back to an older copy while Temporal has gone on. */
jest.setTimeout(300_000);

const CUSTOMERS = 3;
const PROVIDER = { organizationId: null };
const world = useStack({ racks: [{ count: CUSTOMERS }] });

const tables = async () => {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%'
  `.execute(world.stack.db);
  return rows.map(({ name }) => name);
};

async function dump(): Promise<void> {
  await sql`create schema dump`.execute(world.stack.db);
  for (const name of await tables()) {
    await sql`create table dump.${sql.ref(name)} as table public.${sql.ref(name)}`.execute(world.stack.db);
  }
}

async function restore(): Promise<void> {
  const names = await tables();
  await world.stack.db.transaction().execute(async (trx) => {
    // rows go in as they were, in whatever order the tables come
    await sql`set local session_replication_role = replica`.execute(trx);
    for (const name of names) await sql`delete from public.${sql.ref(name)}`.execute(trx);
    for (const name of names) {
      await sql`insert into public.${sql.ref(name)} overriding system value select * from dump.${sql.ref(name)}`.execute(
        trx,
      );
    }
  });
}

async function command(reference: string, name: string, body: object): Promise<void> {
  const { status, body: answer } = await world.stack.call('POST', `/v1/windows/${reference}/${name}`, body);
  if (status !== 200) throw new Error(`${name} ${reference}: ${JSON.stringify(answer)}`);
}

async function openStandard(days: number): Promise<string> {
  const scope = { locations: ['eu-1/dc-1/rack-a12'] };
  const { status, body } = await world.stack.call('POST', '/v1/windows', {
    ...openingBody({ scope }, { now: Date.now(), inMs: days * DAY }),
    override: 'a test',
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.reference;
}

const typesOf = async (reference: string) =>
  (await getTimeline(world.stack.db, reference, PROVIDER)).map(({ event }) => event.type);

async function atRest(reference: string): Promise<void> {
  await eventually(`${reference} is at rest`, async () => {
    const types = await typesOf(reference);
    const count = (type: string) => types.filter((each) => each === type).length;
    return count('notice-begun') > 0 && count('notice-begun') === count('notice-settled');
  });
}

test('T7: a database restored from an older copy catches up with its windows, and nobody is told twice', async () => {
  const asleep = await openStandard(30);
  const told = await openAtOnce(world.stack);
  await atRest(told);
  await dump();

  // after the copy: one window is told more, one is opened, one is opened and called off
  await command(told, 'start', {});
  await atRest(told);
  await command(told, 'post', { message: 'Half of the feeds are moved.', notify: true });
  await atRest(told);
  const later = await openAtOnce(world.stack);
  await atRest(later);
  const cancelled = await openStandard(40);
  await command(cancelled, 'cancel', { reason: 'not needed' });
  const before = await Promise.all([asleep, told, later, cancelled].map(typesOf));
  const mails = world.smtp.accepted.length;

  await world.stack.api.end();
  await world.stack.worker.end();
  await restore();
  await world.stack.startWorker();
  await world.stack.startApi();

  const deps = {
    ...createReconciling(
      world.stack.db,
      { connection: world.connection, namespace: 'default', dataConverter: {} },
      readConfig(world.stack.env),
    ),
    onTrouble: (reference: string, error: unknown) => {
      throw new Error(`${reference}: ${String(error)}`);
    },
  };
  await reconcileWindows(deps);
  await reconcileWindows(deps);
  await reconcileWindows(deps);
  expect(await listDifferences(world.stack.db)).toEqual([]);
  expect(await Promise.all([asleep, told, later, cancelled].map(typesOf))).toEqual(before);

  // life goes on: the next word goes to everybody once, and a new window gets a reference of its own
  await command(told, 'post', { message: 'The other half is moved.', notify: true });
  await atRest(told);
  const next = await openAtOnce(world.stack);
  expect([asleep, told, later, cancelled]).not.toContain(next);
  await atRest(next);
  const since = world.smtp.accepted.slice(mails);
  expect(since).toHaveLength(2 * CUSTOMERS);
  expect(new Set(world.smtp.accepted.map(({ messageId }) => messageId)).size).toBe(world.smtp.accepted.length);
  // what is not known any more is said so in the proof
  const lost = (await ledgerOf(world.stack.db, told)).filter(({ notice }) => notice === 'started.r1');
  expect(lost.map(({ state }) => state)).toEqual(Array(CUSTOMERS).fill('uncertain'));
  expect(lost[0]?.reply).toContain('the record of this delivery was lost with the database');
});
