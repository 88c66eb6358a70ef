import { rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { startPostgres } from '../dev/postgres/server';
import { DAY, HOUR } from '../domain/shared/time';
import { migrateToLatest, openDatabase, type Database } from '../store/database/database';
import { importInventory } from '../store/inventory/import/import-inventory';
import { findConflicts } from '../store/planning/conflicts';
import { openingBody, specOf, T0 } from '../test/support/windows';
import { passableFolder, percentile, timed } from './figures';

const NIGHTS = 10_000;
const RACKS = 1_000;
const CHECKS = 200;

/** The time to check a plan against ten thousand others (L9), in an inventory of 1,000 racks. */
export async function planningBench(): Promise<string[]> {
  const folder = await passableFolder('bench');
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const db = openDatabase(postgres.url);
  try {
    await migrateToLatest(db);
    await fill(db);
    return [
      await checked(db, 'a rack', { locations: [rack(500)] }),
      await checked(db, 'twenty racks', { locations: Array.from({ length: 20 }, (_, n) => rack(500 + n)) }),
      await checked(db, 'the whole datacenter', { locations: ['eu-1/dc-1'] }, CHECKS / 10),
    ];
  } finally {
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const rack = (n: number) => `eu-1/dc-1/rack-${String(n)}`;

/** Ten resources in each rack, of ten organizations, each with a redundancy partner in the next rack. */
async function fill(db: Database): Promise<void> {
  const numbers = Array.from({ length: RACKS }, (_, n) => n);
  await importInventory(
    db,
    'locations',
    numbers.map((n) => ({ path: rack(n) })),
  );
  const organizations = numbers.map((n) => ({ id: `o${String(n)}`, name: `O ${String(n)}`, timeZone: 'Etc/UTC' }));
  await importInventory(
    db,
    'organizations',
    organizations.map((one, n) => (n % 10 === 0 ? { ...one, maintenanceEveryDays: 30 } : one)),
  );
  await importInventory(
    db,
    'environments',
    organizations.map(({ id }) => ({ id: `${id}-production`, organizationId: id, name: 'Production' })),
  );
  const resources = numbers.flatMap((n) =>
    Array.from({ length: 10 }, (_, place) => {
      const organizationId = `o${String((n + place) % RACKS)}`;
      const id = `r${String(n)}-${String(place)}`;
      return {
        ...{ id, organizationId, environmentId: `${organizationId}-production`, location: rack(n) },
        ...{ kind: 'server', name: id, labels: {}, redundancyGroup: `${organizationId}-${String(Math.floor(n / 2))}` },
      };
    }),
  );
  const { rejected } = await importInventory(db, 'resources', resources);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected[0]));
  await sql`
    insert into window_slots (window_reference, place, during, scope, impact)
    select 'MW-2025-' || n, 0, tstzrange(start, start + interval '2 hours'),
      jsonb_build_object('locations', jsonb_build_array('eu-1/dc-1/rack-' || n % ${RACKS}::integer), 'kinds', '[]'::jsonb,
        'labels', '{}'::jsonb, 'resources', '[]'::jsonb, 'all', false), 'outage'
    from generate_series(1, ${NIGHTS}::integer) n
      cross join lateral (select ${new Date(T0)}::timestamptz + n % 8760 * interval '1 hour' as start) s
  `.execute(db);
  await sql`analyze`.execute(db);
}

async function checked(db: Database, name: string, scope: { locations: string[] }, checks = CHECKS): Promise<string> {
  let found = 0;
  let night = 0;
  const times = await timed(checks, 1, async () => {
    const start = T0 + 100 * DAY + night++ * HOUR;
    const slots = [{ start: new Date(start).toISOString(), end: new Date(start + 2 * HOUR).toISOString() }];
    const plan = { reference: 'MW-2026-0001', spec: specOf(openingBody({ scope, slots })), now: T0 };
    found += (await db.transaction().execute((trx) => findConflicts(trx, plan))).length;
  });
  const figure = (share: number) => `${percentile(times.each, share).toFixed(1)} ms`;
  return `${name}: p50 ${figure(0.5)}, p99 ${figure(0.99)} (${(found / checks).toFixed(1)} conflicts found each)`;
}
