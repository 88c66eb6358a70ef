import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { freePort } from '../processes/ports';
import { findPostgresBinaries, type PostgresBinaries } from './binaries';
import { brokenFolder, prepareFolder, whoRuns, type RunAs } from './folder';
import { eventually, exists, isRunning } from '../processes/processes';
import { runProgram } from '../processes/run-program';

const START_SECONDS = 60;
const STOP_SECONDS = 30;
/** How long a server found in the folder may take to answer, e.g. while it recovers, and a killed one to be gone. */
const TAKE_OVER_MS = 10_000;

export interface PostgresOptions {
  /** Made when missing; must be used for nothing else. */
  readonly dataFolder: string;
  /** On 127.0.0.1; a free one when left out. A server already running there keeps its own. */
  readonly port?: number;
  /** false for tests: nothing is forced to disk, a crash of the machine may break the folder. */
  readonly durable: boolean;
  /** Told what takes a while. */
  readonly onProgress?: (line: string) => void;
}

export interface Postgres {
  /** `postgres://postgres@127.0.0.1:<port>/postgres` */
  readonly url: string;
  /** Whether the server's process is there. */
  isRunning(): Promise<boolean>;
  /** Ends all connections and the server; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, or takes over the one that runs on this folder already. Every local user may
 * connect: it is for development and tests only. Works as root, too (see postgres-folder.ts). The server outlives this process
 * when it is killed; the next start takes it over. Throws StartupError with one sentence for a folder that cannot be used.
 */
export async function startPostgres({ dataFolder, port, durable, onProgress }: PostgresOptions): Promise<Postgres> {
  const folder = path.resolve(dataFolder);
  const binaries = await findPostgresBinaries();
  const progress = onProgress ? { onProgress } : {};
  const owner = await prepareFolder(binaries, folder, { durable, ...progress });
  const logged = await sizeOf(logOf(folder));
  const url =
    (await runningServer(folder)) ??
    (await launch(binaries, folder, owner, { port: port ?? (await freePort()), durable })) ??
    (await runningServer(folder));
  if (!url) throw brokenFolder(folder, await lastWords(folder, logged));
  return { url, isRunning: () => hasProcess(folder), stop: () => stop(binaries, folder, owner) };
}

/** The address once the server is up, or nothing when it does not come up: it may have lost a race for the folder. */
async function launch(
  binaries: PostgresBinaries,
  folder: string,
  owner: RunAs,
  { port, durable }: { readonly port: number; readonly durable: boolean },
): Promise<string | undefined> {
  const { code } = await runProgram(
    binaries.pgCtl,
    [
      ...['start', '-D', folder, '-w', '-t', String(START_SECONDS), '-l', logOf(folder)],
      ...['-o', [`-p ${String(port)}`, ...settings(durable).map((setting) => `-c ${setting}`)].join(' ')],
    ],
    { ...owner, cwd: '/' },
  );
  return code === 0 ? addressOf(port) : undefined;
}

/** Given on the command line, so that they hold whatever the folder says. */
function settings(durable: boolean): string[] {
  return [
    'listen_addresses=127.0.0.1',
    // no socket file: no trouble with long paths or a /tmp of somebody else's
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_checkpoints=off',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
}

function addressOf(port: number): string {
  return `postgres://postgres@127.0.0.1:${String(port)}/postgres`;
}

/** The address of a server that runs on the folder and answers for it; waits while one is starting or ending. */
async function runningServer(folder: string): Promise<string | undefined> {
  let url: string | undefined;
  await eventually(async () => {
    const noted = await readPidFile(folder);
    if (!noted) return true;
    if (isRunning(noted.pid, 'postgres')) {
      if (noted.port > 0 && (await answersFor(folder, addressOf(noted.port)))) url = addressOf(noted.port);
      return url !== undefined;
    }
    // killed, but its parent has not noticed: PostgreSQL would take it for alive and refuse to start
    return !exists(noted.pid, 'postgres');
  }, TAKE_OVER_MS);
  if (url) return url;
  const left = await readPidFile(folder);
  // a zombie nobody collects, or another program that got the number: the note is stale. PostgreSQL still checks by itself
  // that no process of the old server uses the folder's shared memory.
  if (left && !isRunning(left.pid, 'postgres')) await rm(path.join(folder, 'postmaster.pid'), { force: true });
  return undefined;
}

async function hasProcess(folder: string): Promise<boolean> {
  const noted = await readPidFile(folder);
  return noted !== undefined && isRunning(noted.pid, 'postgres');
}

/** Line 1 is the pid, line 4 the port (absent for the first instants of a start). */
async function readPidFile(folder: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  return pid > 0 ? { pid, port: Number.parseInt(lines[3] ?? '0', 10) || 0 } : undefined;
}

/** Whether a server answers at the address and works on this very folder: ports and process numbers are used again. */
async function answersFor(folder: string, url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
    return rows[0]?.folder === folder;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Stops the server that runs on the folder, if one does, without starting anything. */
export async function stopPostgres(dataFolder: string): Promise<void> {
  const folder = path.resolve(dataFolder);
  await stop(await findPostgresBinaries(), folder, await whoRuns(folder));
}

async function stop(binaries: PostgresBinaries, folder: string, owner: RunAs): Promise<void> {
  if (!(await hasProcess(folder))) return;
  const { code, output } = await runProgram(
    binaries.pgCtl,
    ['stop', '-D', folder, '-m', 'fast', '-w', '-t', String(STOP_SECONDS)],
    { ...owner, cwd: '/' },
  );
  if (code !== 0 && (await hasProcess(folder))) throw new Error(`PostgreSQL in ${folder} did not stop: ${output}`);
}

/** Why the server did not come up, from what it added to its log. */
async function lastWords(folder: string, from: number): Promise<string> {
  const log = await readFile(logOf(folder)).catch(() => Buffer.alloc(0));
  const lines = log.subarray(from).toString().split('\n').filter(Boolean);
  const fault =
    lines.findLast((line) => /\b(FATAL|PANIC):/.test(line)) ??
    lines.findLast((line) => line.includes('could not')) ??
    lines.at(-1);
  if (!fault) return 'PostgreSQL did not start and says nothing';
  return `PostgreSQL says ${fault.replace(/^.*?\b(FATAL|PANIC|LOG|postgres):\s*/, '').trim()}`;
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function logOf(folder: string): string {
  return path.join(folder, 'server.log');
}
