import { openChildLog } from './child-log';
import { launch, type ChildPlan, type Run } from './child-run';
import { messageOf } from './startup-error';

export interface SupervisorOptions {
  readonly logFolder: string;
  /** called with a line for the terminal */
  readonly tell: (line: string) => void;
  /** The pause before the first restart (ms); it doubles up to `longestPauseMs` while the child keeps ending. */
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
}

export interface Supervisor {
  /** Resolves once the child is ready. Rejects with a StartupError when it ends before, and does not restart it then. */
  start(plan: ChildPlan): Promise<void>;
  /** Ends the named children, or all, at the same time; resolves when they are gone. */
  stop(names?: readonly string[]): Promise<void>;
  /** Kills every child at once, with everything it started. */
  kill(): void;
  /** Process numbers of the running children. */
  running(): Readonly<Record<string, number>>;
}

/**
 * Runs processes, each in a group of its own, so that Ctrl-C at the terminal reaches only us and we stop them in order. They
 * end when we are killed (end-with-parent.cjs, with-parent.ts). One that ends by itself is restarted after a growing pause.
 * Their output goes to log files; the terminal shows errors only.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const children = new Map<string, SupervisedChild>();
  return {
    start: (plan) => {
      const child = supervise(plan, options);
      children.set(plan.name, child);
      return child.ready;
    },
    stop: async (names = [...children.keys()]) => {
      await Promise.all(names.map(async (name) => children.get(name)?.stop()));
    },
    kill: () => children.forEach((child) => child.kill()),
    running: () => {
      const found: Record<string, number> = {};
      for (const [name, child] of children) {
        const pid = child.pid();
        if (pid !== undefined) found[name] = pid;
      }
      return found;
    },
  };
}

interface SupervisedChild {
  readonly ready: Promise<void>;
  stop(): Promise<void>;
  kill(): void;
  readonly pid: () => number | undefined;
}

/** A child that ran this long (ms) was healthy: its next end counts as the first. */
const HEALTHY_MS = 30_000;

function supervise(
  plan: ChildPlan,
  { logFolder, tell, firstPauseMs = 500, longestPauseMs = 30_000 }: SupervisorOptions,
): SupervisedChild {
  const log = openChildLog(logFolder, plan.name);
  let current: Run | undefined;
  let stopping = false;
  let pause = firstPauseMs;
  let restart: NodeJS.Timeout | undefined;

  const begin = () => {
    const run = launch(plan, log, tell);
    const since = Date.now();
    current = run;
    void run.ended.then((how) => {
      current = undefined;
      if (stopping || !run.wasReady()) return;
      if (Date.now() - since > HEALTHY_MS) pause = firstPauseMs;
      tell(`${plan.name} | ${how}, starts again in ${String(pause / 1000)} s (log: ${log.file})`);
      restart = setTimeout(again, pause);
      pause = Math.min(pause * 2, longestPauseMs);
    });
    return run;
  };
  const again = () => {
    const run = begin();
    run.ready.catch((error: unknown) => {
      if (stopping) return;
      tell(`${messageOf(error)} Starts again in ${String(pause / 1000)} s.`);
      restart = setTimeout(again, pause);
      pause = Math.min(pause * 2, longestPauseMs);
    });
  };

  return {
    ready: begin().ready,
    pid: () => current?.pid,
    kill: () => {
      stopping = true;
      clearTimeout(restart);
      current?.kill();
    },
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      await current?.end(plan.graceMs ?? 10_000);
      await log.close();
    },
  };
}
