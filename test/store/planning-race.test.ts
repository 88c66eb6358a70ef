import { sql } from 'kysely';
import { DAY } from '../../domain/shared/time';
import type { Database } from '../../store/database/database';
import { writeSlots } from '../../store/planning/slots';
import { conflictsQuery, findConflicts } from '../../store/planning/conflicts';
import { openingBody, specOf, T0 } from '../support/windows';
import { clearPlans, hours, loadNeighbours, NIGHT, planned, rack } from './plans';
import { useStore } from './support';

const store = useStore();
beforeAll(() => loadNeighbours(store));
afterEach(() => clearPlans(store));

const ROUNDS = 100;

it(`L9: of two windows moved to one night at the same moment one is, ${String(ROUNDS)} of ${String(ROUNDS)} times`, async () => {
  const there = { ...NIGHT, reason: 'Parts are late.' };
  const winners = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const pair = await Promise.all([
      planned(store, { slots: [hours(30 * DAY)], ...rack('b1') }),
      planned(store, { slots: [hours(60 * DAY)], ...rack('b2') }),
    ]);
    const answers = await Promise.all(pair.map((window) => window.propose('reschedule', there)));
    const won = answers.findIndex((refusal) => refusal === undefined);
    const [winner, loser] = won === 0 ? pair : pair.toReversed();
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(1);
    expect(answers[1 - won]).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining(
        `${winner?.reference ?? ''} takes the other members of 1 redundancy group`,
      ) as string,
    });
    expect([winner?.core.state.revision, loser?.core.state.revision]).toEqual([2, 1]);
    winners.add(won);
    await clearPlans(store);
  }
  // both came first at times, so they did meet
  expect(winners.size).toBe(2);
}, 240_000);

it('T7: the nights of one window, written by its step and by a comparison at once, are those of whoever was last', async () => {
  const [one, other] = [hours(30 * DAY), hours(60 * DAY)].map((night) => specOf(openingBody({ slots: [night] })));
  if (!one || !other) throw new Error('two plans');
  let second: Promise<void> | undefined;
  await store.db.transaction().execute(async (first) => {
    await writeSlots(first, 'MW-2026-0900', one);
    second = store.db.transaction().execute((trx) => writeSlots(trx, 'MW-2026-0900', other));
    await waiting(store.db);
  });
  await second;
  const rows = await store.db
    .selectFrom('window_slots')
    .select(sql<Date>`lower(during)`.as('from'))
    .execute();
  expect(rows.map(({ from }) => from.getTime())).toEqual([other.slot.startsAt]);
});

/** Until somebody waits for a lock, so that the two do meet. */
async function waiting(db: Database): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    `.execute(db);
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('L9: ten thousand nights are looked through by their index', async () => {
  // about a year of them, every night some, none of them in the racks that are asked for
  await sql`
    insert into window_slots (window_reference, place, during, scope, impact)
    select 'MW-2025-' || n, 0, tstzrange(start, start + interval '2 hours'),
      jsonb_build_object('locations', jsonb_build_array('us-1/dc-2/rack-b01'), 'kinds', '[]'::jsonb, 'labels', '{}'::jsonb,
        'resources', '[]'::jsonb, 'all', false), 'outage'
    from generate_series(10000, 19999) n
      cross join lateral (select ${new Date(T0)}::timestamptz + n % 9000 * interval '1 hour' as start) s
  `.execute(store.db);
  await sql`analyze window_slots`.execute(store.db);
  const spec = specOf(openingBody({ slots: [hours(100 * DAY)] }));
  const plan = { reference: 'MW-2026-0001', spec, now: T0 };
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (costs off) ${conflictsQuery(plan)}`.execute(store.db);
  const scans = rows.map((row) => row['QUERY PLAN']).filter((line) => line.includes('window_slots'));
  expect(scans.join('\n')).toContain('window_slots_during');
  expect(scans.join('\n')).not.toContain('Seq Scan');
  expect(await store.db.transaction().execute((trx) => findConflicts(trx, plan))).toEqual([]);
});
