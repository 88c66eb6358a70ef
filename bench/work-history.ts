import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../dev/postgres/server';
import type { Executor } from '../activities/ports/executor';
import { HOUR, SECOND } from '../domain/shared/time';
import { migrateToLatest, openDatabase, type Database } from '../store/database/database';
import { createTimeline } from '../store/windows/timeline';
import { createWorkList } from '../store/work/work';
import { fillRack } from '../test/support/rack';
import { openedEvent, openingBody } from '../test/support/windows';
import { startWorkServer, type WorkServer } from '../test/support/work-server';
import { windowWorkId } from '../workflows/window-work-messages';
import { passableFolder } from './figures';
import { numberOption, type BenchOptions } from './options';

const REFERENCE = 'MW-2026-0001';
/** So long a restart takes. */
const RESTART_MS = SECOND;

/** The history of the runner of a window with many resources: events in its largest run, and for each 100 resources. */
export async function workHistoryBench(options: BenchOptions): Promise<string[]> {
  const resources = numberOption(options, 'resources', 10_000);
  const batch = numberOption(options, 'batch', 50);
  const folder = await passableFolder('bench');
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const db = openDatabase(postgres.url);
  await migrateToLatest(db);
  await fillRack(db, resources);
  const server = await startWorkServer({
    ...{ db, work: createWorkList(db), stayMs: 60 * SECOND },
    executors: {
      executors: new Map([['bench', restartsInASecond()]]),
      probeFor: () => undefined,
      probeNamed: () => undefined,
      blockers: { blocking: () => Promise.resolve([]) },
    },
  });
  try {
    const seconds = await workOff(server, db, batch);
    const runs = await eventsOf(server);
    const all = runs.reduce((sum, events) => sum + events, 0);
    return [
      `${String(resources)} resources in batches of ${String(batch)}, a second each: ${seconds.toFixed(0)} s`,
      `runner: ${String(all)} events in ${String(runs.length)} runs, at most ${String(Math.max(...runs))} in one; ${((all / resources) * 100).toFixed(1)} for each 100 resources`,
    ];
  } finally {
    await server.stop();
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function restartsInASecond(): Executor {
  const begun = new Map<string, number>();
  return {
    name: 'bench',
    serves: () => true,
    check: () => Promise.resolve([]),
    start({ key }) {
      begun.set(key, performance.now());
      return Promise.resolve({ accepted: true });
    },
    observe({ key }) {
      const isOver = performance.now() - (begun.get(key) ?? 0) >= RESTART_MS;
      return Promise.resolve({ state: isOver ? 'done' : 'running' });
    },
  };
}

/** From the start to the end of the window (s). */
async function workOff({ env, windows }: WorkServer, db: Database, batch: number): Promise<number> {
  const now = await env.currentTimeMs();
  const work = { mode: 'automatic', executor: 'bench', batch, pauseSeconds: 0 } as const;
  const body = openingBody({ class: 'emergency', work }, { now, inMs: HOUR, lastsMs: 24 * HOUR });
  const opened = openedEvent(body, { now, reference: REFERENCE });
  await createTimeline(db).record({ reference: REFERENCE, events: [opened] });
  await windows.open(opened);
  while ((await phaseOf(db)) !== 'announced') await pause(100);
  const since = performance.now();
  await windows.command(REFERENCE, 'start', { by: 'bench' }, { by: 'bench' });
  while (!['completed', 'closed'].includes(await phaseOf(db))) await env.sleep(SECOND);
  return (performance.now() - since) / 1_000;
}

async function phaseOf(db: Database): Promise<string> {
  const { phase } = await db
    .selectFrom('windows')
    .select('phase')
    .where('reference', '=', REFERENCE)
    .executeTakeFirstOrThrow();
  return phase;
}

/** How many events each run has, the last one first. */
async function eventsOf({ client }: WorkServer): Promise<number[]> {
  const sizes: number[] = [];
  for (let runId: string | null | undefined; ;) {
    const { events } = await client.workflow.getHandle(windowWorkId(REFERENCE), runId ?? undefined).fetchHistory();
    sizes.push(events?.length ?? 0);
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!runId) return sizes;
  }
}
