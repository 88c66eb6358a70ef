import { calendarSender } from '../channels/calendar/sender';
import type { Config } from '../config/config';
import { brandDomains } from './brands';
import { noteInAudit } from '../store/audit/record';
import type { Database } from '../store/database/database';
import { createWindowRecords } from '../store/reconciling/records';
import { createTimeline } from '../store/windows/timeline';
import { createWindowCensus } from '../temporal/window-census';
import type { RepairDependencies } from '../use-cases/repair-window';
import { configuredMarks } from './delivery-marks';

/** Both sides of every window: for the worker, which compares them, and the API, which repairs them (T7). */
export function createReconciling(
  db: Database,
  temporal: Parameters<typeof createWindowCensus>[0],
  config: Config,
): RepairDependencies {
  const { idKey } = configuredMarks(config);
  return {
    records: createWindowRecords(db, {
      messageDomain: calendarSender(config).domain,
      brandDomains: brandDomains(config.brands),
      idKey,
    }),
    census: createWindowCensus(temporal, config.signIn && config.publicUrl),
    timeline: createTimeline(db),
    clock: Date.now,
    note: (occasion, event) => db.transaction().execute((tx) => noteInAudit(tx, occasion, event)),
  };
}
