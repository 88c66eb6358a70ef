import type { Logger } from 'pino';
import type { Config } from '../../config/config';
import { openDatabase } from '../../store/database/database';
import type { TemporalAccess } from '../../temporal/connection';
import { createQueueCensus } from '../../temporal/task-queues';
import { createSeenApp, type SeenSources } from './app';
import { serveSeen } from './serve';

/**
 * Probes and scrapers are answered (O3), with connections of their own to the database: neither waits for the work, and a probe not for a
 * figure that takes long.
 */
export async function beSeen(
  { temporal, ...sources }: Pick<SeenSources, 'windows' | 'workers' | 'sdkMetrics'> & { temporal: TemporalAccess },
  { databaseUrl, metricsToken, workerHttpHost: host, workerHttpPort = 0 }: Config,
  log: Logger,
): Promise<{ close(): Promise<void> }> {
  const [db, probed] = [openDatabase(databaseUrl, { poolSize: 2 }), openDatabase(databaseUrl, { poolSize: 1 })];
  const queues = createQueueCensus(temporal);
  const app = createSeenApp({ ...sources, db, probed, metricsToken, queues, clock: Date.now });
  const server = await serveSeen(app, { host, port: workerHttpPort });
  log.info({ host, port: server.port }, 'probes and metrics are answered');
  return {
    async close() {
      await server.close();
      await Promise.all([db.destroy(), probed.destroy()]);
    },
  };
}
