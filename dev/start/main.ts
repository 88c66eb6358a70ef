import path from 'node:path';
import { runMain } from '../processes/run-main';
import { endLeftBehind } from '../processes/processes';
import { readDevSettings } from './settings';
import type { RunningDatabase } from './database';
import { claimDataFolder } from './instance';
import { startEverything } from './run';
import { summary } from './summary';
import { createTerminal, secondsSince, type Terminal } from './terminal';
import { createSupervisor } from '../processes/supervisor';

/** `npm start`: all of Forewarn on this machine, on the loopback address, until Ctrl-C. Returns the exit code. */
async function main(terminal: Terminal): Promise<number> {
  const settings = readDevSettings();
  const instance = await claimDataFolder(settings.dataFolder);
  const progress = (line: string) => terminal.say(terminal.dim(`  ${line}`));
  const supervisor = createSupervisor({ logFolder: path.join(settings.dataFolder, 'logs'), tell: progress });
  const aborted = new AbortController();
  let database: RunningDatabase | undefined;

  terminal.say(terminal.bold('Starting Forewarn'));
  if (instance.afterCrash) await endLeftBehind(path.join(settings.dataFolder, 'temporal.pid'));
  const startup = startEverything(
    {
      settings,
      supervisor,
      progress,
      signal: aborted.signal,
      fail: (reason) => aborted.abort(reason),
      afterCrash: instance.afterCrash,
    },
    (started) => (database = started),
  );

  const shutDown = async () => {
    aborted.abort();
    await supervisor.stop(['api', 'worker']);
    await supervisor.stop();
    // a part that was starting when it was aborted may still have started
    await startup.catch(() => undefined);
    await supervisor.stop();
    await database?.stop();
    await instance.release();
  };
  const interrupted = interruption(terminal, () => supervisor.kill());

  try {
    const running = await Promise.race([startup, interrupted]);
    if (running) terminal.say(summary(terminal, { settings, ...running, seconds: secondsSince(0), now: Date.now() }));
    await interrupted;
    terminal.say(`\n${terminal.dim('Stopping …')}`);
    return 0;
  } finally {
    await shutDown();
  }
}

/**
 * Resolves with the first Ctrl-C (or termination signal); the second kills the children, the third ends this process
 * immediately.
 */
function interruption(terminal: Terminal, kill: () => void): Promise<undefined> {
  return new Promise((resolve) => {
    let count = 0;
    const onSignal = () => {
      count += 1;
      if (count === 1) resolve(undefined);
      if (count === 2) {
        terminal.say('Killing what is left');
        kill();
      }
      if (count > 2) process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}

runMain(() => main(createTerminal()));
