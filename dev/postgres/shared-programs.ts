import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartupError, messageOf } from '../processes/startup-error';
import { obstacle, type RunAs } from './run-as';

/** Folders for programs that another user runs; they survive restarts where the system has such a place. */
const CACHES = ['/var/cache', tmpdir()];

/**
 * A folder of PostgreSQL's programs (bin, lib, share) that its user can reach: where npm put it, or a copy in
 * `/var/cache/forewarn` when only root may enter that. The copy is made once for each version and belongs to root. Throws
 * StartupError when there is no place for it.
 */
export async function reachablePrograms(
  native: string,
  user: RunAs,
  caches: readonly string[] = CACHES,
): Promise<string> {
  const blocked = await obstacle(native, user);
  if (blocked === undefined) return native;
  const refused: string[] = [];
  for (const cache of caches) {
    try {
      return await copyInto(path.join(cache, 'forewarn'), native, user);
    } catch (error) {
      refused.push(`${cache}: ${messageOf(error)}`);
    }
  }
  throw new StartupError(
    `PostgreSQL refuses to run as root and runs as user ${String(user?.uid)} instead, who may not pass through ${blocked}, and its programs could not be copied (${refused.join('; ')}): start as an ordinary user, move the project to a folder all may pass such as /srv, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

async function copyInto(cache: string, native: string, user: RunAs): Promise<string> {
  await mkdir(cache, { recursive: true, mode: 0o755 });
  // checked before any change, because in a temporary folder it may be another user's link
  await requireOurs(cache);
  await chmod(cache, 0o755);
  const blocked = await obstacle(cache, user);
  if (blocked !== undefined) throw new Error(`user ${String(user?.uid)} may not pass through ${blocked}`);
  const target = path.join(cache, await nameOf(native));
  const present = await lstat(target).catch(() => undefined);
  if (present) {
    await requireOurs(target);
    return target;
  }
  // in one step, because another process may do the same at once
  const fresh = await mkdtemp(path.join(cache, '.new-'));
  try {
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    await openForReading(fresh);
    await rename(fresh, target).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return target;
}

/** Refuses a folder that another user could have put there or changed. */
async function requireOurs(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${folder} is not a folder of root's alone`);
  }
}

/** `postgres-linux-x64-18.4.0`, by the name and version of its package. */
async function nameOf(native: string): Promise<string> {
  const text = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return `postgres-${path.basename(name)}-${version}`;
}

/** Lets everybody read the files and enter the folders, whatever umask npm was run with. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(file);
    if (entry.isFile()) await chmod(file, ((await stat(file)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
