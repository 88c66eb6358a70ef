import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { exists, readPid, writePid } from '../processes/processes';
import { runProgram } from '../processes/run-program';
import { StartupError } from '../processes/startup-error';

/** One `npm start` on a data folder. */
export interface Instance {
  /** An earlier one was killed, so its children may take a moment to end. */
  readonly afterCrash: boolean;
  release(): Promise<void>;
}

/** Records that this process uses the data folder. Throws StartupError when another `npm start` does. */
export async function claimDataFolder(dataFolder: string): Promise<Instance> {
  const file = path.join(dataFolder, 'npm-start.pid');
  await mkdir(dataFolder, { recursive: true }).catch((error: unknown) => {
    throw notWritable(dataFolder, error);
  });
  const before = readPid(file)?.pid;
  if (before !== undefined && before !== process.pid && exists(before) && (await isNpmStart(before))) {
    throw new StartupError(
      `Forewarn is already running on ${dataFolder} (process ${String(before)}): stop it with Ctrl-C in its terminal, or set FOREWARN_DATA and the ports to run a second one.`,
    );
  }
  try {
    writePid(file, process.pid);
  } catch (error) {
    throw notWritable(dataFolder, error);
  }
  return { afterCrash: before !== undefined, release: () => rm(file, { force: true }) };
}

function notWritable(dataFolder: string, error: unknown): StartupError {
  const { code = 'unknown fault' } = error as NodeJS.ErrnoException;
  return new StartupError(
    `The data folder ${dataFolder} cannot be written (${code}): set FOREWARN_DATA to a folder of yours, or start as the user it belongs to.`,
  );
}

/** Process numbers are used again, so only one that runs this command counts. */
async function isNpmStart(pid: number): Promise<boolean> {
  const command =
    (await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => undefined)) ??
    (await runProgram('ps', ['-p', String(pid), '-o', 'command=']).then(
      ({ output }) => output,
      () => '',
    ));
  return /dev[\\/]start[\\/]main\.js/.test(command);
}
