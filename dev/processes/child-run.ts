import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { worthShowing, type ChildLog } from './child-log';
import { eventually, writePid } from './processes';
import { projectRoot } from '../project-root';
import { StartupError } from './startup-error';
import { withParent } from './with-parent';

/** A process to keep running. */
export interface ChildPlan {
  /** Names the log file and prefixes each line on the terminal. */
  readonly name: string;
  /** A JavaScript file, or another program, which cannot notice that its parent ended. */
  readonly run: { readonly script: string } | { readonly program: string };
  readonly args?: readonly string[];
  /** What a script needs: the script is started and loaded at once, and runs when this resolves. */
  readonly after?: Promise<unknown>;
  /** A file for the process number, for `endLeftBehind` in a later run. */
  readonly pidFile?: string;
  readonly env: NodeJS.ProcessEnv;
  /** How readiness is detected: the child says so (`process.send('ready')`), or this check returns true. */
  readonly ready: 'message' | (() => Promise<boolean>);
  /** Selects the output for the terminal besides the child's end; `worthShowing` by default. */
  readonly show?: typeof worthShowing;
  /** One minute by default. */
  readonly readyWithinMs?: number;
  /** The time between asking it to end and killing it (ms). */
  readonly graceMs?: number;
}

const PRELOAD = path.join(projectRoot(), 'dev', 'processes', 'end-with-parent.cjs');
const WHEN_TOLD = path.join(projectRoot(), 'dev', 'processes', 'when-told.cjs');

const LAST_WORDS_MS = 50;

/** One run of a child. */
export interface Run {
  readonly pid: number | undefined;
  readonly ready: Promise<void>;
  /** Resolves with a description of how it ended; never rejects. */
  readonly ended: Promise<string>;
  wasReady(): boolean;
  end(graceMs: number): Promise<void>;
  kill(): void;
}

/** Starts the child once. Its output goes to the log; its errors go to `tell` once it is ready. */
export function launch(plan: ChildPlan, log: ChildLog, tell: (line: string) => void): Run {
  const { name, env, show = worthShowing, readyWithinMs = 60_000 } = plan;
  const { command, args, isNode } = commandOf(plan);
  const child = spawn(command, args, {
    env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(isNode ? (['ipc'] as const) : [])],
  });
  if (plan.pidFile && child.pid) writePid(plan.pidFile, child.pid, 'program' in plan.run ? plan.run.program : command);
  let isReady = false;
  let over = false;
  let lastWords = '';
  for (const stream of ['stdout', 'stderr'] as const) {
    const source = child[stream];
    if (!source) continue;
    log.follow(source, (line) => {
      const shown = show(line, stream);
      // a fault that is a list has its rows below it
      if (shown === undefined && /^ {2}\S/.test(line) && /:(\n|$)/.test(lastWords)) lastWords += `\n${line}`;
      if (shown === undefined) return;
      lastWords = shown;
      // before it is ready, the caller that waits for it reports its fault once
      if (isReady) tell(`${name} | ${shown}`);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      // "close" would wait for processes that inherited the pipes; the last output needs only an instant
      if (plan.pidFile) rmSync(plan.pidFile, { force: true });
      const how = signal ? `was ended by ${signal}` : `ended with code ${String(code)}`;
      setTimeout(() => resolve(how), LAST_WORDS_MS);
    });
  }).finally(() => (over = true));
  const ready = becomesReady(plan, child, () => over, readyWithinMs).then(async (outcome) => {
    if (outcome === 'ready') {
      isReady = true;
      return;
    }
    if (outcome === 'late') killGroup(child);
    const how = outcome === 'late' ? `did not get ready within ${String(readyWithinMs / 1000)} s` : await ended;
    throw new StartupError(
      `The ${name} ${how}${lastWords ? `: ${lastWords.replace(new RegExp(`^${name}: `), '')}` : ''}${lastWords.includes('\n') ? '\n' : '. '}Its log is ${log.file}.`,
    );
  });
  return {
    pid: child.pid,
    ready,
    ended,
    wasReady: () => isReady,
    kill: () => killGroup(child),
    end: async (graceMs) => {
      if (over) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => killGroup(child), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Both kinds end with this process. */
function commandOf({ run, args = [], after }: ChildPlan): {
  command: string;
  args: readonly string[];
  isNode: boolean;
} {
  if ('program' in run) return { ...withParent(run.program, args), isNode: false };
  const { script } = run;
  return {
    command: process.execPath,
    args: ['--enable-source-maps', '--require', PRELOAD, ...(after ? [WHEN_TOLD] : []), script, ...args],
    isNode: true,
  };
}

async function becomesReady(
  { ready, after }: ChildPlan,
  child: ChildProcess,
  isOver: () => boolean,
  withinMs: number,
): Promise<'ready' | 'late' | 'over'> {
  let said = false;
  child.on('message', (message) => (said ||= message === 'ready'));
  if (after) {
    await after;
    // one that has ended meanwhile is handled below
    if (child.connected) child.send('begin');
  }
  const question = ready === 'message' ? () => Promise.resolve(said) : ready;
  const arrived = await eventually(async () => isOver() || (await question().catch(() => false)), withinMs);
  if (isOver()) return 'over';
  return arrived ? 'ready' : 'late';
}

/** The child and everything it started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // already gone
  }
}
