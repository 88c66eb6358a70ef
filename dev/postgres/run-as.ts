import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** "nobody": the user PostgreSQL runs as when we are root, because it refuses to run as root. */
const NOBODY = 65_534;

/** The user PostgreSQL runs as; undefined for the current user. */
export type RunAs = { readonly uid: number; readonly gid: number } | undefined;

/** As root: the owner of an existing folder, so that a folder created by an ordinary user keeps working; otherwise nobody. */
export async function whoRuns(dataFolder: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataFolder).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: NOBODY, gid: NOBODY };
}

/**
 * The first folder on the path to `folder`, including itself, that the user may not pass through; undefined when there is none.
 */
export async function obstacle(folder: string, user: RunAs): Promise<string | undefined> {
  if (!user) return undefined;
  for (let one = path.resolve(folder); ; one = path.dirname(one)) {
    if (!(await mayPass(one, user))) return one;
    if (one === path.dirname(one)) return undefined;
  }
}

async function mayPass(folder: string, user: NonNullable<RunAs>): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  return (mode & (gid === user.gid ? 0o010 : 0o001)) !== 0;
}

/** The working directory of a process, by a name that needs no right to pass through the folders above it (Linux). */
const STANDING_HERE = '/proc/self/cwd';

/** How a program of PostgreSQL gets its data folder: it is started in `cwd` and given `name`. */
export interface Reach {
  readonly cwd: string;
  readonly name: string;
}

/**
 * A folder its user cannot reach by path, such as one in root's home, is reached by starting in it: root changes into it and
 * then gives up being root. Undefined where neither works.
 */
export async function reach(folder: string, user: RunAs): Promise<Reach | undefined> {
  if ((await obstacle(path.dirname(folder), user)) === undefined) return { cwd: '/', name: folder };
  return existsSync(STANDING_HERE) ? { cwd: folder, name: STANDING_HERE } : undefined;
}
