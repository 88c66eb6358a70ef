import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startPostgres } from '../dev/postgres/server';
import { DAY } from '../domain/shared/time';
import { migrateToLatest, openDatabase } from '../store/database/database';
import { startRecordingSmtp } from '../test/support/recording-smtp';
import { Stack } from '../test/support/stack';
import { openedEvent, openingBody } from '../test/support/windows';
import { median, passableFolder, percentile, timed } from './figures';

const REQUESTS = 150;
const PARALLEL = 10;
const ROUNDS = 3;

/** `POST /v1/windows` with its whole path, compared with a bare `client.workflow.start` with the same argument, alternating. */
export async function openingBench(): Promise<string[]> {
  const folder = await passableFolder('bench');
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const db = openDatabase(postgres.url);
  await migrateToLatest(db);
  await db.destroy();
  const smtp = await startRecordingSmtp();
  const stack = await Stack.start(postgres.url, smtp.url);
  try {
    await stack.fillInventory(50);
    // no worker runs: only the opening is measured
    await stack.worker.end();
    return await compare(stack);
  } finally {
    await stack.stop();
    await smtp.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(stack: Stack): Promise<string[]> {
  const connection = await Connection.connect({ address: stack.env.TEMPORAL_ADDRESS ?? '' });
  const client = new Client({ connection });
  // without impact, so that a hundred of them can be planned for one night
  const impact = { level: 'no-impact', minutes: 0, description: 'Nothing is seen.' } as const;
  const body = openingBody({ impact }, { now: Date.now(), inMs: 20 * DAY });
  const opened = openedEvent(body, { now: Date.now() });
  let number = 0;
  const api = () =>
    timed(REQUESTS, PARALLEL, async () => {
      const { status } = await stack.call('POST', '/v1/windows', body);
      if (status !== 201) throw new Error(`POST /v1/windows answered ${String(status)}`);
    });
  const bare = () =>
    timed(REQUESTS, PARALLEL, () =>
      client.workflow.start('maintenanceWindow', {
        workflowId: `bare-${String(number++)}`,
        taskQueue: 'nobody-listens',
        args: [{ opened }],
      }),
    );
  const figures = { api: [] as Figures[], bare: [] as Figures[] };
  await api();
  await bare();
  for (let round = 0; round < ROUNDS; round++) {
    figures.api.push(figuresOf(await api()));
    figures.bare.push(figuresOf(await bare()));
  }
  await connection.close();
  const middle = (side: Figures[], key: keyof Figures) => median(side.map((one) => one[key]));
  const ratio = (key: keyof Figures) => (middle(figures.api, key) / middle(figures.bare, key)).toFixed(2);
  const show = (side: Figures[]) =>
    `p50 ${middle(side, 'p50').toFixed(1)} ms, p99 ${middle(side, 'p99').toFixed(1)} ms, ${middle(side, 'rate').toFixed(0)}/s`;
  return [
    `POST /v1/windows: ${show(figures.api)}`,
    `bare workflow start: ${show(figures.bare)}`,
    `ratio: p50 ${ratio('p50')}, p99 ${ratio('p99')}, throughput ${ratio('rate')}`,
    `(${String(ROUNDS)} alternating rounds of ${String(REQUESTS)} after a warm-up, ${String(PARALLEL)} at once, medians)`,
  ];
}

interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly rate: number;
}

function figuresOf({ each, total }: { each: number[]; total: number }): Figures {
  return { p50: median(each), p99: percentile(each, 0.99), rate: (each.length / total) * 1000 };
}
