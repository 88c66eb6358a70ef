import { generateKeyPairSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type { NoticeKey } from '../activities/ports/ledger';
import type { DkimOptions } from '../channels/email/transport/mail-options';
import { startPostgres } from '../dev/postgres/server';
import type { OpeningBody } from '../domain/window/opening';
import { migrateToLatest, openDatabase, type Database } from '../store/database/database';
import { createLedger } from '../store/ledger/ledger';
import { createTimeline } from '../store/windows/timeline';
import { StoredWindow } from '../test/store/support';
import { fillCustomers, firstOrganizations, PEOPLE } from './fanout/customers';
import { runSender, type Measured } from './fanout/run-sender';
import type { SenderTask } from './fanout/sender';
import { startOwnSink, startSink, type Sink } from './fanout/start-sink';
import { median, passableFolder } from './figures';
import { numberOption, type BenchOptions } from './options';

/** What is compared: the number of messages and connections of each side. */
interface Comparison {
  readonly name: string;
  readonly sink: Sink;
  readonly ours: number;
  readonly theirs: number;
  readonly connections: number;
  readonly dkim?: DkimOptions;
  /** One person to tell for each organization instead of PEOPLE: then only the notice itself is shared between mails. */
  readonly alone?: boolean;
}

/**
 * The whole path of a notice (due, audience from the database, rendered, answered 250, outcome committed) compared with
 * nodemailer's pooled loop: the same messages, sink and number of connections, in alternating rounds, medians. Then one notice
 * to a thousand and one to a hundred thousand people. Options: `ours`, `theirs` (messages of the first comparison; the others
 * scale), `large`, `rounds`, `connections`, `only` (part of a comparison's name).
 */
export async function fanoutBench(options: BenchOptions): Promise<string[]> {
  const ours = numberOption(options, 'ours', 20_000);
  const theirs = numberOption(options, 'theirs', 4_000);
  const large = numberOption(options, 'large', 100_000);
  const rounds = numberOption(options, 'rounds', 3);
  const connections = numberOption(options, 'connections', 20);
  const wanted = (name: string) => name.includes(options.only ?? '');
  const folder = await passableFolder('fanout');
  const postgresFolder = path.join(folder, 'postgres');
  const postgres = await startPostgres({ dataFolder: postgresFolder, durable: true });
  const db = openDatabase(postgres.url);
  const near = await startSink();
  const far = await startOwnSink(20);
  try {
    await migrateToLatest(db);
    const dkim = rsaKey();
    const comparisons: Comparison[] = [
      { name: 'plain', sink: near, ours, theirs, connections },
      { name: 'one person each', sink: near, ours: ours / 2, theirs: theirs / 2, connections, alone: true },
      { name: 'DKIM RSA-2048', sink: near, ours: ours / 4, theirs: theirs / 4, connections, dkim },
      { name: '20 ms away', sink: far, ours: ours / 5, theirs: theirs / 4, connections },
      {
        name: '20 ms away, many connections',
        ...{ sink: far, ours: ours / 2, theirs: theirs / 2, connections: connections * 5 },
      },
    ].filter(({ name }) => wanted(name));
    const ends = wanted('memory') ? [1_000, large] : [];
    const sizes = [
      ...comparisons.flatMap((one) => [one.ours, one.theirs].map((messages) => organizationsFor(messages, one.alone))),
      ...ends.map((messages) => organizationsFor(messages)),
    ];
    await fillCustomers(db, sizes);
    const bench = new Fanout(db, postgres.url, postgresFolder, sizes, options);
    const lines = [`sink: ${near.name}; medians of ${String(rounds)} alternating rounds, nodemailer's loop first`];
    for (const comparison of comparisons) lines.push(...(await bench.compare(comparison, rounds)));
    for (const size of ends) lines.push(await bench.memory(near, size, connections));
    return lines;
  } finally {
    await near.stop();
    await far.stop();
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

class Fanout {
  constructor(
    private readonly db: Database,
    private readonly databaseUrl: string,
    private readonly postgresFolder: string,
    private readonly sizes: readonly number[],
    private readonly options: BenchOptions,
  ) {}

  async compare({ name, sink, dkim, alone, ...sides }: Comparison, rounds: number): Promise<string[]> {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    const { connections } = sides;
    const given = { smtpUrl: sink.url, connections, ...(dkim ? { dkim } : {}) };
    for (let round = 1; round <= rounds; round++) {
      const about = `${name}, round ${String(round)} of ${String(rounds)}`;
      theirs.push(await this.send(`${about}, nodemailer`, sides.theirs, { side: 'nodemailer', ...given }, alone));
      ours.push(await this.send(`${about}, ours`, sides.ours, { side: 'engine', ...given }, alone));
    }
    const ratio = (of: (one: Measured) => number) => median(ours.map(of)) / median(theirs.map(of));
    return [
      `${name}, ${String(connections)} connections: ratio ${ratio(rateOf).toFixed(1)}, of CPU a message ${(1 / ratio(cpuOf)).toFixed(1)} (load ${load()})`,
      `  ours ${figures(ours)}`,
      `  nodemailer ${figures(theirs)}`,
    ];
  }

  /** One notice to all people of that many organizations, and the peak memory. */
  async memory(sink: Sink, messages: number, connections: number): Promise<string> {
    const about = `one notice to ${figure(messages)}`;
    const given = { side: 'engine', smtpUrl: sink.url, connections } as const;
    const result = await this.send(about, messages, given);
    return (
      `${about}: ${result.seconds.toFixed(1)} s, ${result.prepareSeconds.toFixed(1)} s of it audience and rows; ` +
      `${figures([result])}; memory at most ${result.peakRssMb.toFixed(0)} MB; ${await this.textsKept()} (load ${load()})`
    );
  }

  /** What is kept of the words of the last notice (T1). */
  private async textsKept(): Promise<string> {
    const { rows } = await sql<{ texts: number; bytes: number }>`
      select count(*) as texts, coalesce(sum(pg_column_size(said)), 0) as bytes
      from notice_texts where notice_id = (select max(notice_id) from notice_texts)
    `.execute(this.db);
    const { texts = 0, bytes = 0 } = rows[0] ?? {};
    return `its words in ${figure(texts)} texts, ${(bytes / 1024).toFixed(0)} KB`;
  }

  private async send(
    about: string,
    messages: number,
    given: Pick<SenderTask, 'side' | 'smtpUrl' | 'connections' | 'dkim'>,
    alone?: boolean,
  ): Promise<Measured> {
    // every run begins with an empty ledger
    await sql`truncate deliveries, notice_organizations`.execute(this.db);
    await sql`checkpoint`.execute(this.db);
    const notice = await this.notice({
      scope: firstOrganizations(this.sizes, organizationsFor(messages, alone)),
      // a private window goes to everybody in an organization, a public one only to contacts with a maintenance role
      visibility: alone ? 'public' : 'private',
    });
    const { profile } = this.options;
    // npm changed to the checkout; paths are relative to where npm was called
    const into = path.resolve(process.env.INIT_CWD ?? '', profile ?? '');
    const nodeFlags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${into}`];
    const task = { ...given, ...notice, databaseUrl: this.databaseUrl, nodeFlags };
    const result = await runSender(task, this.postgresFolder);
    console.log(
      `  … ${about}: ${figure(result.messages)} messages, ${figures([result])}, audience ${result.prepareSeconds.toFixed(1)} s (load ${load()})`,
    );
    return result;
  }

  /** A window of its own whose announcement is due. */
  private async notice(body: Partial<OpeningBody>): Promise<{ key: NoticeKey; now: number }> {
    const store = {
      db: this.db,
      url: () => this.databaseUrl,
      timeline: createTimeline(this.db),
      ledger: createLedger(this.db, { messageDomain: 'provider.example' }),
    };
    const window = await StoredWindow.announced(store, body);
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

function rateOf({ messages, seconds }: Measured): number {
  return messages / seconds;
}

function organizationsFor(messages: number, alone?: boolean): number {
  return Math.ceil(messages / (alone ? 1 : PEOPLE));
}

/** Processor time of the sending process for each message, in ms. */
function cpuOf({ messages, cpuSeconds }: Measured): number {
  return (cpuSeconds / messages) * 1_000;
}

/** Medians: the rate, and the processor time of the sender and of PostgreSQL for each message. */
function figures(results: readonly Measured[]): string {
  const database = results.flatMap(({ databaseCpuSeconds: seconds, messages }) =>
    seconds === undefined ? [] : [(seconds / messages) * 1_000],
  );
  return (
    `${figure(median(results.map(rateOf)))}/s at ${median(results.map(cpuOf)).toFixed(2)} ms CPU a message` +
    (database.length > 0 ? `, PostgreSQL ${median(database).toFixed(2)} ms` : '')
  );
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}
