import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { NoticeKey } from '../activities/ports';
import type { DkimOptions } from '../channels/email/mail-options';
import { startPostgres } from '../dev/postgres';
import type { OpeningBody } from '../domain/window/opening';
import { migrateToLatest, openDatabase, type Database } from '../store/database';
import { createLedger } from '../store/ledger';
import { createTimeline } from '../store/timeline';
import { StoredWindow } from '../test/store/support';
import { fillCustomers } from './fanout/customers';
import type { SenderResult, SenderTask } from './fanout/sender';
import { startOwnSink, startSink, type Sink } from './fanout/start-sink';
import { median } from './figures';

const ORGANIZATIONS = 20_000;
const ROUNDS = 3;
/** How many connections each side has. */
const POOL = 10;

const run = promisify(execFile);

/** The whole path of a notice against nodemailer's pooled loop, on the same messages and sink, alternating; then 100,000. */
export async function fanoutBench(): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-bench-'));
  // as root PostgreSQL runs as another user, who must pass through it
  await chmod(folder, 0o711);
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const db = openDatabase(postgres.url);
  const sinks: Sink[] = [];
  try {
    await migrateToLatest(db);
    await fillCustomers(db, ORGANIZATIONS);
    const bench = new Fanout(db, postgres.url);
    const near = await startSink();
    sinks.push(near);
    const far = await startOwnSink(20);
    sinks.push(far);
    const lines = [
      `sink: ${near.name}; ${String(POOL)} connections each; medians of ${String(ROUNDS)} alternating rounds`,
    ];
    lines.push(...(await bench.compare('plain', near, 4_000)));
    lines.push(...(await bench.compare('DKIM RSA-2048', near, 2_000, rsaKey())));
    lines.push(...(await bench.compare('20 ms away', far, 2_000)));
    lines.push(...(await bench.compare('20 ms away, ours with 50 connections', far, 2_000, undefined, 50)));
    lines.push(...(await bench.large(near)));
    return lines;
  } finally {
    for (const sink of sinks) await sink.stop();
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

class Fanout {
  constructor(
    private readonly db: Database,
    private readonly databaseUrl: string,
  ) {}

  async compare(name: string, sink: Sink, messages: number, dkim?: DkimOptions, connections = POOL): Promise<string[]> {
    const ours: SenderResult[] = [];
    const theirs: SenderResult[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await this.send('nodemailer', sink, { messages, ...(dkim ? { dkim } : {}) }));
      ours.push(await this.send('engine', sink, { connections, ...(dkim ? { dkim } : {}) }));
    }
    const ratio = median(ours.map(rateOf)) / median(theirs.map(rateOf));
    return [
      `${name}: ours ${show(ours)}; nodemailer's loop ${show(theirs)}; ratio ${ratio.toFixed(1)} (load ${load()})`,
    ];
  }

  /** 100,000 messages, and the memory that takes against a thousand. */
  async large(sink: Sink): Promise<string[]> {
    const small = await this.send('engine', sink, { body: { scope: { locations: ['eu-1/small'] } } });
    const large = await this.send('engine', sink, { body: { visibility: 'private' } });
    const line = (result: SenderResult) =>
      `${result.messages.toLocaleString('en-US')} messages, one notice: ${result.seconds.toFixed(1)} s ` +
      `(${result.prepareSeconds.toFixed(1)} s of it audience and rows), ${show([result])}, ` +
      `memory at most ${result.peakRssMb.toFixed(0)} MB (load ${load()})`;
    return [line(small), line(large)];
  }

  private async send(
    side: SenderTask['side'],
    sink: Sink,
    more: Partial<SenderTask> & { body?: Partial<OpeningBody> },
  ): Promise<SenderResult> {
    const { body, ...given } = more;
    const { key, now } = await this.notice(body);
    const task: SenderTask = {
      ...{ side, databaseUrl: this.databaseUrl, smtpUrl: sink.url, key, now, connections: POOL, messages: 0 },
      ...given,
    };
    const script = path.join(__dirname, 'fanout', 'sender.ts');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, JSON.stringify(task)]);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as SenderResult;
  }

  /** A window of its own whose announcement is due. */
  private async notice(body: Partial<OpeningBody> = {}): Promise<{ key: NoticeKey; now: number }> {
    const store = {
      db: this.db,
      url: () => this.databaseUrl,
      timeline: createTimeline(this.db),
      ledger: createLedger(this.db, { messageDomain: 'provider.example' }),
    };
    const window = await StoredWindow.announced(store, { scope: { all: true }, ...body });
    return { key: window.key('announcement'), now: window.core.now };
  }
}

function rsaKey(): DkimOptions {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    domain: 'provider.example',
    selector: 'bench',
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function rateOf({ messages, seconds }: SenderResult): number {
  return messages / seconds;
}

function show(results: readonly SenderResult[]): string {
  const cpu = median(results.map(({ cpuSeconds, messages }) => (cpuSeconds / messages) * 1000));
  return `${median(results.map(rateOf)).toFixed(0)}/s at ${cpu.toFixed(2)} ms CPU a message`;
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}
