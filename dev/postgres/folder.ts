import { chown, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PostgresBinaries } from './binaries';
import { runProgram } from '../processes/run-program';
import { StartupError, messageOf } from '../processes/startup-error';
import { obstacle, reach, type Reach, type RunAs } from './run-as';

/** The major version of the embedded PostgreSQL; a data folder works with one only. */
const MAJOR = '18';
/** The alternatives that every message about a data folder ends with. */
const WAY_OUT = 'or set FOREWARN_DATA to another folder, or DATABASE_URL to a PostgreSQL of your own';

/** A one-sentence error for a data folder that cannot be used. */
export function brokenFolder(dataFolder: string, reason: string): StartupError {
  return new StartupError(
    `The PostgreSQL data in ${dataFolder} cannot be used: ${reason.replace(/\.$/, '')}. Delete that folder to start again (its data are lost), ${WAY_OUT}.`,
  );
}

/**
 * Creates the data folder unless it exists, in one step: `initdb` runs under a temporary name, so that a run killed half-way
 * leaves nothing that looks like a database. Text sorts by code point and covers all of Unicode, without a locale of the
 * operating system (builtin C.UTF-8). Throws StartupError for a folder that is not one of ours.
 */
export async function prepareFolder(
  binaries: PostgresBinaries,
  dataFolder: string,
  owner: RunAs,
  options: { readonly durable: boolean; readonly onProgress?: (line: string) => void },
): Promise<Reach> {
  await mkdir(path.dirname(dataFolder), { recursive: true });
  if (await isEmpty(dataFolder)) {
    options.onProgress?.('making the database');
    await initialise(binaries, dataFolder, owner, options.durable);
  }
  await checkVersion(dataFolder);
  return reachOf(dataFolder, owner);
}

/** How PostgreSQL can reach the folder. Throws StartupError where it cannot. */
export async function reachOf(dataFolder: string, owner: RunAs): Promise<Reach> {
  const found = await reach(dataFolder, owner);
  if (found) return found;
  const blocked = await obstacle(path.dirname(dataFolder), owner);
  throw new StartupError(
    `PostgreSQL refuses to run as root and runs as user ${String(owner?.uid)} instead, who may not pass through ${String(blocked)}: start as an ordinary user, ${WAY_OUT}.`,
  );
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw brokenFolder(folder, unreadable(error));
  }
}

function unreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'it belongs to another user, so start as that user';
  return code === 'ENOTDIR' ? 'it is not a folder' : messageOf(error);
}

async function checkVersion(dataFolder: string): Promise<void> {
  const version = await readFile(path.join(dataFolder, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw brokenFolder(
      dataFolder,
      missing ? 'it has no PG_VERSION, so it is no database or only part of one' : unreadable(error),
    );
  });
  if (version.trim() !== MAJOR) {
    throw brokenFolder(dataFolder, `it was made by PostgreSQL ${version.trim().slice(0, 20)}, and this is ${MAJOR}`);
  }
}

async function initialise(
  binaries: PostgresBinaries,
  dataFolder: string,
  owner: RunAs,
  durable: boolean,
): Promise<void> {
  const fresh = await mkdtemp(`${dataFolder}.new-`);
  try {
    if (owner) await chown(fresh, owner.uid, owner.gid);
    const { cwd, name } = await reachOf(fresh, owner);
    const { code, output } = await runProgram(
      binaries.initdb,
      [
        ...['-D', name, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...owner, cwd },
    );
    if (code !== 0) {
      throw new StartupError(
        `PostgreSQL could not make its data folder ${dataFolder}: ${lastLine(output)}. Correct that, ${WAY_OUT}.`,
      );
    }
    await takePlace(fresh, dataFolder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Another process may have created the same folder meanwhile; then that one is kept. */
async function takePlace(fresh: string, dataFolder: string): Promise<void> {
  try {
    await rename(fresh, dataFolder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

function lastLine(output: string): string {
  return (output.split('\n').findLast((line) => /error|fatal/i.test(line)) ?? output.split('\n').at(-1) ?? '').trim();
}
