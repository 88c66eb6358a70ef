import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../dev/postgres/server';
import { MINUTE } from '../domain/shared/time';
import { migrateToLatest, openDatabase } from '../store/database/database';
import { Stack } from '../test/support/stack';
import { openingBody } from '../test/support/windows';
import { startSink } from './fanout/start-sink';
import { passableFolder } from './figures';
import { CONTACTS, inventoryFiles, RESOURCES, streamOf, type Shape } from './inventory-data';
import { numberOption, type BenchOptions } from './options';

/** One datacenter in which every customer has servers, and contacts who are all told. */
const ONE_DATACENTER: Shape = {
  regions: ['eu-1'],
  datacenters: 1,
  racks: 5_000,
  roles: ['maintenance', 'ops-alert'],
  central: false,
};

/** A fan-out without progress for this long has failed. */
const PATIENCE_MS = 1 * MINUTE;

/**
 * An emergency on a whole datacenter, end to end: a generated inventory imported and the window opened through the API, with
 * real API, worker, Temporal and PostgreSQL processes, until every mail is accepted. Option: `connections`.
 */
export async function emergencyBench(options: BenchOptions): Promise<string[]> {
  const connections = numberOption(options, 'connections', 20);
  const folder = await passableFolder('emergency');
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const sink = await startSink();
  try {
    const db = openDatabase(postgres.url);
    await migrateToLatest(db);
    await db.destroy();
    const stack = await Stack.start(postgres.url, sink.url, { connections });
    try {
      await fill(stack);
      return [
        `${figure(CONTACTS)} contacts, ${figure(RESOURCES)} resources in one datacenter; ${sink.name}, ${String(connections)} connections`,
        ...(await announce(stack)),
      ];
    } finally {
      await stack.stop();
    }
  } finally {
    await sink.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(stack: Stack): Promise<void> {
  for (const { table, lines } of inventoryFiles(ONE_DATACENTER)) {
    const since = performance.now();
    const answer = await fetch(`${stack.apiUrl}/v1/inventory/${table}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${stack.token}`, 'Content-Type': 'text/csv' },
      body: streamOf(lines()),
      duplex: 'half',
    } as RequestInit);
    const result = (await answer.json()) as { created: number; rejectedRows: number };
    if (!answer.ok || result.rejectedRows > 0) throw new Error(`${table}: ${JSON.stringify(result).slice(0, 500)}`);
    console.log(`  … imported ${figure(result.created)} ${table} in ${seconds(performance.now() - since)}`);
  }
}

interface Notices {
  readonly items: readonly {
    readonly recipients: number;
    readonly state: string;
    readonly deliveries: { readonly accepted: number };
  }[];
}

/** Opens the window and follows its announcement through the API, as an operator would. */
async function announce(stack: Stack): Promise<string[]> {
  const body = openingBody(
    { class: 'emergency', scope: { locations: ['eu-1/dc-1'] }, title: 'Power failure in datacenter 1' },
    { now: Date.now(), inMs: 10 * MINUTE },
  );
  const began = performance.now();
  const opened = await stack.call('POST', '/v1/windows', body);
  if (opened.status !== 201) throw new Error(`POST /v1/windows answered ${JSON.stringify(opened)}`);
  const { reference, plan } = opened.body;
  const answered = performance.now() - began;
  const wanted = plan[0]?.recipients ?? 0;
  console.log(`  … ${reference} opened in ${seconds(answered)}: ${figure(wanted)} people to tell`);
  let prepared: number | undefined;
  let accepted = 0;
  let progressed = performance.now();
  for (;;) {
    await pause(1_000);
    const asked = performance.now();
    const { body: answer } = await stack.call('GET', `/v1/windows/${reference}/notices`);
    const now = performance.now();
    const notice = (answer as unknown as Notices).items[0];
    if (notice && notice.recipients > 0) prepared ??= now - began;
    const count = notice?.deliveries.accepted ?? 0;
    if (count > accepted) progressed = now;
    console.log(
      `  … ${seconds(now - began)}: ${figure(count)} of ${figure(wanted)} accepted (asked in ${(now - asked).toFixed(0)} ms)`,
    );
    accepted = count;
    if (notice && accepted >= wanted && notice.state === 'settled') {
      const took = await lastAccepted(stack, reference);
      return [
        `opened in ${seconds(answered)}, audience and rows there after ${seconds(prepared ?? 0)} at most`,
        `${figure(accepted)} mails accepted and committed ${seconds(took)} after the request, ${figure((accepted / took) * 1_000)}/s ` +
          `from the request on (load ${loadavg()[0]?.toFixed(1) ?? '?'})`,
        `the worker said: ${lastProgress(stack.worker.output)}`,
      ];
    }
    if (now - progressed > PATIENCE_MS)
      throw new Error(`no headway for a minute:\n${stack.worker.output.slice(-2_000)}`);
  }
}

/** Time from the opening of the window to the last committed outcome, by the database's clock, in ms. */
async function lastAccepted(stack: Stack, reference: string): Promise<number> {
  const { first, last } = await stack.db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
    .innerJoin('timeline', 'timeline.window_reference', 'notices.window_reference')
    .where('notices.window_reference', '=', reference)
    .where('timeline.sequence', '=', 1)
    .select((eb) => [eb.fn.min('timeline.at').as('first'), eb.fn.max('deliveries.updated_at').as('last')])
    .executeTakeFirstOrThrow();
  return last.getTime() - first.getTime();
}

/** The worker's last log line about the notice. */
function lastProgress(output: string): string {
  const lines = output.split('\n').filter((line) => line.includes('"notable":true'));
  const last = lines.at(-1);
  return last === undefined
    ? 'nothing'
    : `${(JSON.parse(last) as { msg: string }).msg} (${String(lines.length)} lines)`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en');
}
