import { spawn, type ChildProcess } from 'node:child_process';
import { chown, open, readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../processes/ports';
import { eventually, exists, isRunning } from '../processes/processes';
import { runProgram } from '../processes/run-program';
import { withParent } from '../processes/with-parent';
import { findPostgresBinaries, type PostgresBinaries } from './binaries';
import { brokenFolder, prepareFolder, reachOf } from './folder';
import { whoRuns, type Reach, type RunAs } from './run-as';

const START_MS = 60_000;
const STOP_SECONDS = 30;
/** How long the system may take to remove a killed server (ms). */
const FORGET_MS = 10_000;
/** The pause between two checks whether a server is ready (ms). */
const LOOK_MS = 20;

export interface PostgresOptions {
  /** Created when missing. It must be used for nothing else, and by one process at a time. */
  readonly dataFolder: string;
  /** The port on 127.0.0.1; a free one by default. */
  readonly port?: number;
  /** false for tests: nothing is forced to disk, so a crash of the machine may damage the folder. */
  readonly durable: boolean;
  /** called with what takes a while */
  readonly onProgress?: (line: string) => void;
}

export interface Postgres {
  /** `postgres://postgres@127.0.0.1:<port>/postgres` */
  readonly url: string;
  /** whether the server's process exists */
  isRunning(): Promise<boolean>;
  /** Closes all connections and stops the server; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on 127.0.0.1. Every local user may connect, so it is for development and tests only. It also
 * works as root (see run-as.ts). The server ends with this process, even a killed one (with-parent.ts); a server left behind by
 * an earlier run is stopped first. Throws StartupError with one sentence for a folder that cannot be used.
 */
export async function startPostgres({ dataFolder, port, durable, onProgress }: PostgresOptions): Promise<Postgres> {
  const folder = path.resolve(dataFolder);
  const owner = await whoRuns(folder);
  const binaries = await findPostgresBinaries(owner);
  const reach = await prepareFolder(binaries, folder, owner, { durable, ...(onProgress ? { onProgress } : {}) });
  await endLeftBehind(binaries, folder, owner);
  const logged = await sizeOf(logOf(folder));
  const chosen = port ?? (await freePort());
  const child = await launch(binaries, { folder, reach, owner }, { port: chosen, durable });
  if (!(await comesUp(child, folder))) throw brokenFolder(folder, await lastWords(folder, logged));
  return {
    url: addressOf(chosen),
    isRunning: () => hasProcess(folder),
    stop: () => stop(binaries, folder, owner, 'fast'),
  };
}

/** the address of our server on that port */
export function addressOf(port: number): string {
  return `postgres://postgres@127.0.0.1:${String(port)}/postgres`;
}

/** Starts a server that logs to a file; it does not keep this process alive. */
async function launch(
  binaries: PostgresBinaries,
  { folder, reach, owner }: { readonly folder: string; readonly reach: Reach; readonly owner: RunAs },
  { port, durable }: { readonly port: number; readonly durable: boolean },
): Promise<ChildProcess> {
  const log = await open(logOf(folder), 'a', 0o600);
  try {
    if (owner) await chown(logOf(folder), owner.uid, owner.gid);
    const options = settings(durable).flatMap((setting) => ['-c', setting]);
    // SIGINT: PostgreSQL closes its connections; with SIGTERM it would wait until they close by themselves
    const { command, args } = withParent(binaries.postgres, ['-D', reach.name, '-p', String(port), ...options], {
      signal: 'SIGINT',
    });
    const child = spawn(command, args, {
      ...owner,
      cwd: reach.cwd,
      // in a process group of its own, so that Ctrl-C at the terminal reaches only us
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.once('error', () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Resolves with true once the server reports ready (the last line of its pid file), with false when it ended. */
async function comesUp(child: ChildProcess, folder: string): Promise<boolean> {
  const deadline = Date.now() + START_MS;
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const noted = await readPidFile(folder);
    if (noted?.pid === child.pid && noted.isReady) return true;
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return false;
}

/** Given on the command line, so that they override the folder's own settings. */
function settings(durable: boolean): string[] {
  return [
    'listen_addresses=127.0.0.1',
    // no socket file: avoids long paths and a /tmp of another user
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_checkpoints=off',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
}

/** Stops a server that runs on the folder, and removes the pid file of one that does not run. */
async function endLeftBehind(binaries: PostgresBinaries, folder: string, owner: RunAs): Promise<void> {
  await stop(binaries, folder, owner, 'fast');
  const left = await readPidFile(folder);
  if (!left) return;
  // killed but not collected by its parent: PostgreSQL would take it for alive and refuse to start
  await eventually(() => !exists(left.pid, 'postgres'), FORGET_MS);
  // A zombie, or another program with the same number: the pid file is stale. PostgreSQL itself still checks that no process of
  // the old server uses the folder's shared memory.
  if (!(await hasProcess(folder))) await rm(path.join(folder, 'postmaster.pid'), { force: true });
}

async function hasProcess(folder: string): Promise<boolean> {
  const noted = await readPidFile(folder);
  if (!noted || !isRunning(noted.pid, 'postgres')) return false;
  // Process numbers are used again. A server's working directory is its data folder, where the system shows that.
  const standsIn = await readlink(`/proc/${String(noted.pid)}/cwd`).catch(() => undefined);
  return standsIn === undefined || standsIn === (await realpath(folder));
}

/** Line 1 is the pid, line 8 the status (missing in the first instants of a start). */
async function readPidFile(folder: string): Promise<{ pid: number; isReady: boolean } | undefined> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  return pid > 0 ? { pid, isReady: lines[7]?.trim() === 'ready' } : undefined;
}

/**
 * Stops the server that runs on the folder, if there is one, without starting anything; `immediate` stops it as a power failure
 * would.
 */
export async function stopPostgres(dataFolder: string, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  const folder = path.resolve(dataFolder);
  const owner = await whoRuns(folder);
  await stop(await findPostgresBinaries(owner), folder, owner, mode);
}

async function stop(
  binaries: PostgresBinaries,
  folder: string,
  owner: RunAs,
  mode: 'fast' | 'immediate',
): Promise<void> {
  if (!(await hasProcess(folder))) return;
  const { cwd, name } = await reachOf(folder, owner);
  const { code, output } = await runProgram(
    binaries.pgCtl,
    ['stop', '-D', name, '-m', mode, '-w', '-t', String(STOP_SECONDS)],
    { ...owner, cwd },
  );
  if (code !== 0 && (await hasProcess(folder))) throw new Error(`PostgreSQL in ${folder} did not stop: ${output}`);
}

/** Why the server did not start, from the new lines of its log. */
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
