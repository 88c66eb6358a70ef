import { sql } from 'kysely';
import type { Conflict } from '../../domain/planning/conflicts';
import type { Refusal } from '../../domain/shared/errors';
import type { OpeningBody } from '../../domain/window/opening';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { reserveNights } from '../../store/planning/reserve';
import { DAY, HOUR } from '../../domain/shared/time';
import { iso, openingBody, PROCESS_POLICY, specOf, T0 } from '../support/windows';
import { resource, StoredWindow, type Store } from './support';

/**
 * A store with customers whose plans can collide: echo has a redundancy group across the racks b1 and b2, foxy was promised
 * one window in thirty days and stands in c1 and c2, golf was promised nothing and stands in d1 and d2.
 */
export async function loadNeighbours({ db }: Store): Promise<void> {
  const rows = {
    locations: ['b1', 'b2', 'c1', 'c2', 'd1', 'd2'].map((rack) => ({ path: at(rack) })),
    organizations: [
      { id: 'echo', name: 'Echo', timeZone: 'Etc/UTC', maintenanceEmail: 'noc@echo.example' },
      ...[{ id: 'foxy', name: 'Foxy', timeZone: 'Etc/UTC', maintenanceEmail: 'noc@foxy.example' }].map((foxy) => ({
        ...foxy,
        maintenanceEveryDays: 30,
      })),
      { id: 'golf', name: 'Golf', timeZone: 'Etc/UTC', maintenanceEmail: 'noc@golf.example' },
    ],
    environments: ['echo', 'foxy', 'golf'].map((organizationId) => ({
      ...{ id: `${organizationId}-production`, organizationId, name: 'Production' },
    })),
    resources: [
      { ...resource('echo-1', 'echo', at('b1'), 'server', {}), redundancyGroup: 'echo-pair' },
      { ...resource('echo-2', 'echo', at('b2'), 'server', {}), redundancyGroup: 'echo-pair' },
      resource('foxy-1', 'foxy', at('c1'), 'server', {}),
      resource('foxy-2', 'foxy', at('c2'), 'server', {}),
      resource('golf-1', 'golf', at('d1'), 'server', {}),
      resource('golf-2', 'golf', at('d2'), 'server', {}),
    ],
  };
  for (const table of ['locations', 'organizations', 'environments', 'resources'] as const) {
    const { rejected } = await importInventory(db, table, rows[table]);
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
  }
}

const at = (rack: string) => `eu-1/dc-1/rack-${rack}`;
export const rack = (...names: string[]) => ({ scope: { locations: names.map(at) } });

/** Two hours that begin so long after T0. */
export const hours = (inMs: number) => ({ start: iso(T0 + inMs), end: iso(T0 + inMs + 2 * HOUR) });
/** The night most plans here are for: 15 days after T0. */
export const NIGHT = hours(15 * DAY);

let references = 0;

interface Reserving {
  readonly now?: number;
  readonly override?: string;
  readonly reference?: string;
}

/** Holds the nights of a window about to be opened; what that came to, and the reference they are held for. */
export async function reserve(
  { db }: Store,
  body: Partial<OpeningBody>,
  { now = T0, override, reference = `MW-2026-${String(9_000 + ++references)}` }: Reserving = {},
): Promise<{ reference: string; conflicts: readonly Conflict[]; refusal: Refusal | undefined }> {
  const spec = specOf(openingBody(body));
  const held = await reserveNights(db, { reference, spec, now, override });
  return 'refusal' in held
    ? { reference, conflicts: [], refusal: held.refusal }
    : { reference, conflicts: held.conflicts, refusal: undefined };
}

/** A window on record that keeps to the plans beside it. */
export async function planned(store: Store, body: Partial<OpeningBody>): Promise<StoredWindow> {
  const window = new StoredWindow(store, body, PROCESS_POLICY);
  await window.record();
  return window;
}

/** What nights a window takes, by their starts, as `iso` writes them. */
export async function nightsTaken({ db }: Store, reference: string): Promise<string[]> {
  const { rows } = await sql<{ start: Date }>`
    select lower(during) as start from window_slots where window_reference = ${reference} order by place
  `.execute(db);
  return rows.map(({ start }) => iso(start.getTime()));
}

/** No plan of one test is in the way of the next one's. */
export async function clearPlans({ db }: Store): Promise<void> {
  await db.deleteFrom('window_slots').execute();
  await db.deleteFrom('blackouts').execute();
  await db.deleteFrom('window_conflicts').execute();
}
