import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'kysely';
import { startPostgres } from '../dev/postgres/server';
import { DEFAULT_POLICY } from '../domain/notices/notice-policy';
import { parseMessageId } from '../domain/delivery/bounce';
import { DAY, MINUTE, SECOND } from '../domain/shared/time';
import { createTimeline } from '../store/windows/timeline';
import { createWindowsClient } from '../temporal/windows-client';
import { migrateToLatest, openDatabase } from '../store/database/database';
import { startRecordingSmtp, type RecordedMail, type RecordingSmtp } from '../test/support/recording-smtp';
import { eventually, Stack, type Answer } from '../test/support/stack';
import { openedEvent, openingBody } from '../test/support/windows';
import { BareWorkflows } from './burst/bare';
import { processorSeconds } from './fanout/processor-time';
import { fillRacks, resourceOf } from './burst/customers';
import { passableFolder, percentile, timed } from './figures';
import { numberOption, type BenchOptions } from './options';

/** The number of requests under way at once. */
const CLIENTS = 20;
const PATIENCE_MS = 15 * MINUTE;

/** A window that was opened, and when its request was answered, UTC ms. */
interface Opened {
  readonly reference: string;
  readonly answeredAt: number;
}

/**
 * Measures N14 on real processes over sockets: many emergencies opened at once, each with one customer, and the time from each
 * opening's answer to the customer's mail; one emergency opened when many reminders are due; and, for comparison, bare
 * workflows of a timer and an activity on the same server. Staff in every role get their mail, too. Options: `windows`, `only`
 * (`burst`, `due` or `bare`), `lead` (seconds for opening the windows whose reminders will be due), `over` (seconds over which the
 * emergencies are opened; as fast as can be when left out).
 */
export async function burstBench(options: BenchOptions): Promise<string[]> {
  const count = numberOption(options, 'windows', 200);
  const folder = await passableFolder('burst');
  const postgresFolder = path.join(folder, 'postgres');
  const postgres = await startPostgres({ dataFolder: postgresFolder, durable: true });
  const sink = await startRecordingSmtp();
  try {
    const db = openDatabase(postgres.url);
    await migrateToLatest(db);
    await fillRacks(db, count + 1);
    await db.destroy();
    const stack = await Stack.start(postgres.url, sink.url, { connections: 20 });
    try {
      const bench = new Burst(stack, sink, count, numberOption(options, 'lead', count + 60) * SECOND, postgresFolder);
      bench.overMs = options.over === undefined ? 0 : numberOption(options, 'over', 18) * SECOND;
      const lines: string[] = [];
      const parts = { bare: () => bench.bare(), burst: () => bench.emergencies(), due: () => bench.besideReminders() };
      for (const [name, run] of Object.entries(parts)) {
        if (!name.includes(options.only ?? '')) continue;
        const found = await run();
        for (const line of found) console.log(`  … ${line}`);
        lines.push(...found);
      }
      return lines;
    } finally {
      await stack.stop();
    }
  } finally {
    await sink.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

class Burst {
  /** The openings are spread over so long (ms). */
  overMs = 0;

  constructor(
    private readonly stack: Stack,
    private readonly sink: RecordingSmtp,
    private readonly count: number,
    private readonly leadMs: number,
    private readonly postgresFolder: string,
  ) {}

  async bare(): Promise<string[]> {
    const bare = await BareWorkflows.start(this.stack.env.TEMPORAL_ADDRESS ?? '');
    try {
      return [
        `bare timer and activity, ${String(this.count)} started at once, from each start's answer: ${spread(await bare.burst(this.count))}`,
        `bare timer and activity, ${String(this.count)} due at one instant, from it: ${spread(await bare.herd(this.count))}`,
      ];
    } finally {
      await bare.stop();
    }
  }

  async emergencies(): Promise<string[]> {
    const began = Date.now();
    const before = await this.processorTime();
    const opened: Opened[] = [];
    await timed(this.count, CLIENTS, async (index) => {
      await pause(Math.max(0, began + (index * this.overMs) / this.count - Date.now()));
      opened.push(await this.openEmergency(index + 1));
    });
    const took = Math.max(...opened.map(({ answeredAt }) => answeredAt)) - began;
    console.log(`  … ${String(this.count)} emergencies opened in ${seconds(took)}`);
    const first = await this.untilTold(opened, 'announcement');
    const waits = opened.map(({ reference, answeredAt }) => (first.get(reference) ?? Infinity) - answeredAt);
    const told = Math.max(...first.values());
    const after = await this.processorTime();
    const spent = Object.entries(after).map(([name, time]) => `${name} ${(time - (before[name] ?? 0)).toFixed(1)} s`);
    const internal = this.sink.accepted.filter((mail) => !isToCustomer(mail));
    const line = [
      `${String(this.count)} emergencies opened at once in ${seconds(took)}, from each opening's answer to its customer's mail: ${spread(waits)}`,
      `  from the first request to the first mail ${seconds(Math.min(...first.values()) - began)}, to the last ${seconds(told - began)}; ` +
        `${String(internal.filter(({ at }) => at < told).length)} internal mails went before the last customer's`,
      `  processor time until then: ${spent.join(', ')}`,
    ];
    await this.untilQuiet(opened);
    line.push(`  ${await this.costOf(opened[0]?.reference ?? '')}`);
    return [...line, `  everything at rest ${seconds(Date.now() - began)} after the first request (load ${load()})`];
  }

  async besideReminders(): Promise<string[]> {
    const at = Date.now() + this.leadMs;
    const opened = await this.openStandard(at);
    console.log(
      `  … ${String(opened.length)} windows opened, ${seconds(at - Date.now())} before their reminders are due`,
    );
    await this.untilQuiet(opened);
    if (Date.now() >= at) throw new Error('the windows could not be opened in time: use fewer');
    await pause(at - Date.now());
    const emergency = await this.openEmergency(this.count + 1);
    const told = (await this.untilTold([emergency], 'announcement')).get(emergency.reference) ?? Infinity;
    const before = this.mails('reminder-1d').filter((mail) => mail.at < told).length;
    const reminded = [...(await this.untilTold(opened, 'reminder-1d')).values()].map((each) => each - at);
    return [
      `one emergency opened as ${String(opened.length)} reminders fall due: answered after ${seconds(emergency.answeredAt - at)}, ` +
        `its customer's mail ${seconds(told - emergency.answeredAt)} after the answer, after ${String(before)} reminders`,
      `  the reminders, from the instant they are due: ${spread(reminded)} (load ${load()})`,
    ];
  }

  /** Processor time of each process so far, in seconds; empty where the system does not provide it. */
  private async processorTime(): Promise<Record<string, number>> {
    const database = Number.parseInt(await readFile(path.join(this.postgresFolder, 'postmaster.pid'), 'utf8'));
    const pids = {
      temporal: this.stack.temporal.pid,
      worker: this.stack.worker.pid,
      api: this.stack.api.pid,
      postgresql: database,
    };
    const times: Record<string, number> = {};
    for (const [name, pid] of Object.entries(pids)) {
      const time = pid === undefined ? undefined : await processorSeconds(pid);
      if (time !== undefined) times[name] = time;
    }
    return times;
  }

  /** The history and activities of one window and its children. */
  private async costOf(reference: string): Promise<string> {
    const client = new Client({
      connection: await Connection.connect({ address: this.stack.env.TEMPORAL_ADDRESS ?? '' }),
    });
    const counts = { workflows: 0, events: 0, tasks: 0, activities: 0 };
    for await (const { workflowId } of client.workflow.list({ query: `WorkflowId STARTS_WITH "${reference}"` })) {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      counts.workflows++;
      counts.events += events?.length ?? 0;
      counts.tasks += events?.filter((event) => event.workflowTaskCompletedEventAttributes).length ?? 0;
      counts.activities += events?.filter((event) => event.activityTaskScheduledEventAttributes).length ?? 0;
    }
    await client.connection.close();
    const { workflows, events, tasks, activities } = counts;
    return `${reference} took ${String(workflows)} workflows, ${String(events)} events, ${String(tasks)} workflow tasks, ${String(activities)} activities`;
  }

  private openEmergency(number: number): Promise<Opened> {
    const body = openingBody(
      {
        class: 'emergency',
        scope: { locations: [], resources: [resourceOf(number)] },
        title: 'Power failure in a rack',
      },
      { now: Date.now(), inMs: 10 * MINUTE },
    );
    return this.open(body);
  }

  /** Opens windows whose last reminder is due at `at`, with the API's own parts and without the usual spread. */
  private async openStandard(at: number): Promise<Opened[]> {
    const connection = await Connection.connect({ address: this.stack.env.TEMPORAL_ADDRESS ?? '' });
    const windows = createWindowsClient({ connection, namespace: 'default', dataConverter: {} });
    const timeline = createTimeline(this.stack.db);
    const references = Array.from(
      { length: this.count },
      (_, index) => `MW-2025-${String(index + 1).padStart(4, '0')}`,
    );
    await timed(this.count, CLIENTS, async (index) => {
      const reference = references[index] ?? '';
      const now = Date.now();
      const scope = { locations: [], resources: [resourceOf(index + 1)] };
      const body = openingBody({ scope }, { now: at + DAY, inMs: 0 });
      const opened = openedEvent(body, { now, reference, policy: { ...DEFAULT_POLICY, spreadMs: 0 } });
      await timeline.record({ reference, events: [opened] });
      await windows.open(opened);
    });
    await connection.close();
    return references.map((reference) => ({ reference, answeredAt: Date.now() }));
  }

  private async open(body: ReturnType<typeof openingBody>): Promise<Opened> {
    const key = randomUUID();
    for (;;) {
      const answer = await fetch(`${this.stack.apiUrl}/v1/windows`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.stack.token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
      });
      const { reference } = (await answer.json()) as Answer;
      if (answer.status === 201) return { reference, answeredAt: Date.now() };
      // the API advises to repeat the same request when Temporal is slow
      if (answer.status !== 503 && answer.status !== 409) {
        throw new Error(`POST /v1/windows answered ${String(answer.status)}`);
      }
    }
  }

  /** Waits until each window's customer has its mail of that kind. Returns when each was accepted, UTC ms. */
  private async untilTold(windows: readonly Opened[], slug: string): Promise<Map<string, number>> {
    const wanted = new Set(windows.map(({ reference }) => reference));
    const first = new Map<string, number>();
    let reported = Date.now();
    const look = () => {
      for (const mail of this.mails(slug)) {
        const reference = parseMessageId(mail.messageId)?.reference ?? '';
        if (wanted.has(reference) && !first.has(reference)) first.set(reference, mail.at);
      }
      if (Date.now() - reported > 10 * SECOND) {
        reported = Date.now();
        console.log(`  … ${String(first.size)} of ${String(wanted.size)} customers have their ${slug}`);
      }
      return first.size === wanted.size;
    };
    await eventually(`${String(wanted.size)} customers have their ${slug}`, look, PATIENCE_MS);
    return first;
  }

  /** Waits until no notice of these windows is under way. */
  private async untilQuiet(windows: readonly Opened[]): Promise<void> {
    const references = windows.map(({ reference }) => reference);
    await eventually(
      'every notice is at rest',
      async () => {
        const { rows } = await sql<{ open: number }>`
          select count(*) filter (where type = 'notice-begun') - count(*) filter (where type = 'notice-settled') as open
          from timeline where window_reference = any (${references}::text[])
        `.execute(this.stack.db);
        await pause(500);
        return rows[0]?.open === 0;
      },
      PATIENCE_MS,
    );
  }

  private mails(slug: string): RecordedMail[] {
    return this.sink.accepted.filter((mail) => isToCustomer(mail) && parseMessageId(mail.messageId)?.slug === slug);
  }
}

function isToCustomer({ to }: RecordedMail): boolean {
  return to.every((address) => !address.endsWith('@provider.example'));
}

function spread(ms: readonly number[]): string {
  return (
    `first ${seconds(Math.min(...ms))}, p50 ${seconds(percentile(ms, 0.5))}, ` +
    `p99 ${seconds(percentile(ms, 0.99))}, all ${seconds(Math.max(...ms))}`
  );
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}
