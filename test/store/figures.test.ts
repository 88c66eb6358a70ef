import { sql } from 'kysely';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/shared/time';
import { viewOf } from '../../domain/window/view';
import { createChannelStates } from '../../store/channels/channel-states';
import { schemaState } from '../../store/database/probes';
import { channelLags, deliveryFigures, recentFigures, windowFigures } from '../../store/figures/present';
import { PROCESS_POLICY } from '../support/windows';
import { clearPlans } from './plans';
import { deliver, settle, StoredWindow, take, useStore } from './support';

/** How things stand now, as scrapers are told (O3). */

const store = useStore();

afterEach(async () => {
  await sql`delete from windows`.execute(store.db);
  await clearPlans(store);
});

test('O3: mails that wait are counted, with the age of the oldest that nobody was offered yet', async () => {
  expect(await deliveryFigures(store.db)).toEqual({ pending: 0, deferred: 0, oldestPendingSeconds: 0 });
  const window = await StoredWindow.announced(store);
  await store.ledger.prepare(window.key('announcement'));
  const { pending } = await deliveryFigures(store.db);
  expect(pending).toBeGreaterThan(1);
  await sql`update deliveries set updated_at = updated_at - interval '10 minutes'`.execute(store.db);
  const { claim, taken } = await take(store, window.key('announcement'), 1);
  await settle(store, claim, taken, { state: 'deferred', reply: '451 later', retryAt: new Date(Date.now() + HOUR) });
  const figures = await deliveryFigures(store.db);
  expect(figures).toMatchObject({ pending: pending - 1, deferred: 1 });
  expect(figures.oldestPendingSeconds).toBeGreaterThanOrEqual(600);
});

test('O3, N11: a notice is late a minute after it was due, and a window owes one that was promised by then', async () => {
  const window = new StoredWindow(store);
  await window.record();
  const due = viewOf(window.core.state).next?.at ?? 0;
  expect(await windowFigures(store.db, due + 30 * SECOND)).toMatchObject({ late: 0, lateSeconds: 0, debts: 0 });
  expect(await windowFigures(store.db, due + 2 * MINUTE)).toMatchObject({ late: 1, lateSeconds: 120, debts: 1 });
  await window.advanceTo('announcement');
  await store.ledger.prepare(window.key('announcement'));
  expect(await windowFigures(store.db, due + 2 * MINUTE)).toMatchObject({ late: 0, debts: 0 });
});

test('O3, E4: what needs somebody is counted with how long it has, and reports that are late', async () => {
  const window = await StoredWindow.announced(store, { class: 'emergency' }, PROCESS_POLICY);
  await window.start();
  await window.give('complete');
  expect(await windowFigures(store.db, window.core.now)).toMatchObject({
    attention: 0,
    attentionSeconds: 0,
    lateReports: 0,
  });
  await window.advanceBy(3 * DAY);
  const since = Math.min(...window.core.state.attention.map((one) => one.since));
  expect(await windowFigures(store.db, since + HOUR)).toMatchObject({
    ...{ attention: 1, attentionSeconds: 3_600, lateReports: 1 },
  });
});

test('O3: a channel in trouble lags by the age of the first event it does not show; others do not', async () => {
  const window = await StoredWindow.announced(store);
  const states = createChannelStates(store.db, 'statuspage');
  const now = window.core.now;
  await states.succeeded(window.reference, window.core.state.sequence, now);
  await window.give('edit', { title: 'Another title' });
  expect((await channelLags(store.db, now + HOUR)).get('statuspage')).toBe(0);
  await states.failed(window.reference, 'Statuspage answers 503', now);
  const lags = await channelLags(store.db, now + HOUR);
  expect(lags.get('statuspage')).toBe(3_600);
  expect([...lags].filter(([, seconds]) => seconds > 0)).toHaveLength(1);
  await sql`update windows set phase = 'closed', updated_at = ${new Date(now - 30 * DAY)}`.execute(store.db);
  expect((await channelLags(store.db, now + HOUR)).get('statuspage')).toBe(0);
});

test('O3: what became of the mails of the last hour', async () => {
  const window = await StoredWindow.announced(store);
  await deliver(store, window.key('announcement'));
  const { accepted } = await recentFigures(store.db);
  expect(accepted).toBeGreaterThan(1);
  await sql`update deliveries set state = 'failed' where id = (select min(id) from deliveries)`.execute(store.db);
  await sql`update deliveries set state = 'failed', returned_at = now() where id = (select max(id) from deliveries)`.execute(
    store.db,
  );
  expect(await recentFigures(store.db)).toEqual({ accepted: accepted - 2, refused: 1, returned: 1 });
  await sql`update notices set recorded_at = recorded_at - interval '2 hours'`.execute(store.db);
  expect(await recentFigures(store.db)).toEqual({ accepted: 0, refused: 0, returned: 0 });
});

test('O3: a database that lacks a migration is behind; one that has more is current', async () => {
  expect(await schemaState(store.db)).toBe('current');
  await sql`insert into kysely_migration (name, timestamp) values ('9999-of-a-newer-version', '')`.execute(store.db);
  expect(await schemaState(store.db)).toBe('current');
  await sql`delete from kysely_migration where name in ('9999-of-a-newer-version', '0009-work')`.execute(store.db);
  expect(await schemaState(store.db)).toBe('behind');
  await sql`alter table kysely_migration rename to elsewhere`.execute(store.db);
  expect(await schemaState(store.db)).toBe('behind');
  await sql`alter table elsewhere rename to kysely_migration`.execute(store.db);
});
