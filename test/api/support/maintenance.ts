import { sql } from 'kysely';
import { scopeSchema } from '../../../domain/planning/scope';
import type { OpeningBody } from '../../../domain/window/opening';
import { HOUR } from '../../../domain/shared/time';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../../domain/work/plan';
import { importInventory } from '../../../store/inventory/import/import-inventory';
import { createWorkList } from '../../../store/work/work';
import { deliver, resource, StoredWindow } from '../../store/support';
import type { useApi } from './api';

const RACK = 'eu-1/dc-1/rack-a12';
const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo', selfService: true };

/** acme-db-1 and -2 are of one redundancy group, acme-app is in staging. */
const RESOURCES = [
  { ...resource('acme-db-1', 'acme', RACK, 'database', {}), redundancyGroup: 'orders' },
  { ...resource('acme-db-2', 'acme', RACK, 'database', {}), redundancyGroup: 'orders' },
  resource('acme-db-3', 'acme', RACK, 'database', {}),
  { ...resource('acme-app', 'acme', RACK, 'app', {}), environmentId: 'acme-staging' },
  resource('bolt-db', 'bolt', RACK, 'database', {}),
];
export const WORKED_ON = RESOURCES.map(({ id }) => id);

/** A window with work. */
export interface WorkWindow {
  readonly reference: string;
  /** UTC ms. */
  readonly startsAt: number;
}

/** Windows with work on a few resources of acme and one of bolt; each test begins without any. */
export function useMaintenance(api: ReturnType<typeof useApi>) {
  const list = () => createWorkList(api.store.db);

  beforeAll(async () => {
    const { rejected } = await importInventory(api.store.db, 'resources', RESOURCES);
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
  });

  beforeEach(async () => {
    await sql`truncate work, work_jobs, work_plans`.execute(api.store.db);
    api.work.carried.length = 0;
    api.work.failure = undefined;
  });

  return {
    list,
    /** An announced window on these resources with its work list; the clock stands two hours before its start. */
    made: async (
      plan: Partial<WorkPlan> = {},
      resources: readonly string[] = WORKED_ON,
      offered: Pick<OpeningBody, 'alternatives' | 'capacity'> = {},
    ): Promise<WorkWindow> => {
      const work = { ...PLAN, ...plan };
      const window = await StoredWindow.announced(api.store, {
        scope: { resources: [...resources] },
        work: { ...work, order: [...work.order] },
        ...offered,
      });
      api.windows.adopt(window.core);
      await deliver(api.store, window.key('announcement'));
      const { reference } = window;
      const { startsAt } = window.core.state.spec.slot;
      api.time.now = startsAt - 2 * HOUR;
      const scope = scopeSchema.parse({ resources: [...resources] });
      await list().follow({ reference, scope, plan: work, now: api.time.now });
      return { reference, startsAt };
    },
  };
}
