import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { processorSeconds } from './processor-time';
import type { SenderResult, SenderTask } from './sender';

const run = promisify(execFile);

/** As production runs it, compiled: `npm run bench` compiles first. */
const SCRIPT = path.join(__dirname, '..', '..', 'dist', 'bench', 'fanout', 'sender.js');

/** What one run came to, with what the database spent meanwhile. */
export interface Measured extends SenderResult {
  /** Of all PostgreSQL's processes; undefined where the system does not tell. */
  readonly databaseCpuSeconds: number | undefined;
}

/** Runs one side in a process of its own. `postgresFolder` tells which database server's processor time to read. */
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
