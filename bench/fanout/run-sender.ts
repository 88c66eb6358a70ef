import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { processorSeconds } from './processor-time';
import type { SenderResult, SenderTask } from './sender';

const run = promisify(execFile);

/** The compiled script, as in production: `npm run bench` compiles first. */
const SCRIPT = path.join(__dirname, '..', '..', 'dist', 'bench', 'fanout', 'sender.js');

/** The result of one run, and the database's processor time. */
export interface Measured extends SenderResult {
  /** Of all PostgreSQL processes; undefined where the system does not provide it. */
  readonly databaseCpuSeconds: number | undefined;
}

/** Runs one side in a process of its own. `postgresFolder` identifies the database server whose processor time is read. */
export async function runSender(task: SenderTask, postgresFolder: string): Promise<Measured> {
  const database = await readFile(path.join(postgresFolder, 'postmaster.pid'), 'utf8').then(Number.parseInt);
  const before = await processorSeconds(database);
  const { stdout } = await run(process.execPath, [...(task.nodeFlags ?? []), SCRIPT, JSON.stringify(task)]);
  const after = await processorSeconds(database);
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as SenderResult;
  return {
    ...result,
    databaseCpuSeconds: before === undefined || after === undefined ? undefined : after - before,
  };
}
