import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startPostgres } from '../dev/postgres/server';
import { SECOND, MINUTE } from '../domain/shared/time';
import { migrateToLatest, openDatabase } from '../store/database/database';
import { startRecordingSmtp } from '../test/support/recording-smtp';
import { eventually, Stack, type Answer } from '../test/support/stack';
import { openingBody } from '../test/support/windows';
import { fillRacks, resourceOf } from './burst/customers';
import { passableFolder, timed } from './figures';
import { numberOption, type BenchOptions } from './options';

/** The number of signals sent at the same time. */
const CLIENTS = 8;
const PATIENCE_MS = 10 * MINUTE;

/**
 * T8 on real processes: signals to one window from eight senders at once, half of them refused and half accepted, with one
 * command through the API among them. Measures how fast they are processed, how much history each takes, and how long the
 * command waits. Option: `signals`.
 */
export async function signalsBench(options: BenchOptions): Promise<string[]> {
  const count = numberOption(options, 'signals', 10_000);
  const folder = await passableFolder('signals');
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const sink = await startRecordingSmtp();
  try {
    const db = openDatabase(postgres.url);
    await migrateToLatest(db);
    await fillRacks(db, 1);
    await db.destroy();
    const stack = await Stack.start(postgres.url, sink.url, { connections: 2 });
    try {
      return await measure(stack, count);
    } finally {
      await stack.stop();
    }
  } finally {
    await sink.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(stack: Stack, count: number): Promise<string[]> {
  const call = async (target: string, body: object) => {
    const answer = await fetch(`${stack.apiUrl}${target}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const scope = { locations: [], resources: [resourceOf(1)] };
  const { body: opened } = await call('/v1/windows', openingBody({ scope }, { now: Date.now() }));
  const connection = await Connection.connect({ address: stack.env.TEMPORAL_ADDRESS ?? '' });
  const handle = new Client({ connection }).workflow.getHandle(opened.reference);
  const began = Date.now();
  const sending = timed(count, CLIENTS, (index) =>
    index % 2 === 0
      ? handle.signal('start', { by: 'an operator in a hurry' })
      : handle.signal('nominate', { by: 'a script', pointOfContact: `poc-${String(index)}@provider.example` }),
  );
  await eventually(
    'signals are on the timeline',
    async () => (await taken(stack, opened.reference)) > 100,
    PATIENCE_MS,
  );
  const asked = Date.now();
  const command = await call(`/v1/windows/${opened.reference}/nominate`, {
    ...{ by: 'a person', pointOfContact: 'person@provider.example' },
  });
  const waited = Date.now() - asked;
  await sending;
  const sent = Date.now() - began;
  await eventually('all are on the timeline', async () => (await taken(stack, opened.reference)) >= count, PATIENCE_MS);
  const took = Date.now() - began;
  const events = await historyEvents(connection, opened.reference);
  await connection.close();
  return [
    `${String(count)} signals sent in ${seconds(sent)}, all on the timeline after ${seconds(took)}: ${(count / (took / SECOND)).toFixed(0)} a second`,
    `${(events.total / count).toFixed(2)} events of history each, in ${String(events.runs)} runs`,
    `a command through the API among them: ${String(command.status)} after ${seconds(waited)}`,
  ];
}

/** How many of the signals are on the timeline. */
async function taken(stack: Stack, reference: string): Promise<number> {
  const rows = await stack.db
    .selectFrom('timeline')
    .select('event')
    .where('window_reference', '=', reference)
    .where('type', 'in', ['command-refused', 'nominated'])
    .execute();
  return rows.reduce((sum, { event }) => sum + (event.type === 'command-refused' ? (event.times ?? 1) : 1), 0);
}

/** Of all runs of the workflow, the latest first. */
async function historyEvents(connection: Connection, workflowId: string): Promise<{ total: number; runs: number }> {
  const client = new Client({ connection });
  let total = 0;
  let runs = 0;
  for await (const run of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const { events } = await client.workflow.getHandle(workflowId, run.runId).fetchHistory();
    total += events?.length ?? 0;
    runs++;
  }
  return { total, runs };
}

const seconds = (ms: number) => `${(ms / SECOND).toFixed(1)} s`;
