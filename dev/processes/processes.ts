import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether a process runs. A process that has ended but was not collected by its parent (a zombie) does not. With `program`, it
 * must also be that program, where the system shows it (Linux): process numbers are used again.
 */
export function isRunning(pid: number, program?: string): boolean {
  const known = lookUp(pid);
  return exists(pid, program) && known?.state !== 'Z';
}

/** Whether the system still knows the process, zombies included. */
export function exists(pid: number, program?: string): boolean {
  const known = lookUp(pid);
  if (known && program !== undefined && known.program !== program) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists, but is not ours
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What /proc says, where it exists; a program's name is cut after 15 characters. */
function lookUp(pid: number): { readonly program: string; readonly state: string } | undefined {
  try {
    // "pid (name) state …": the name may contain anything, parentheses included
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return { program: stat.slice(stat.indexOf('(') + 1, end), state: stat.charAt(end + 2) };
  } catch {
    return undefined;
  }
}

/** Checks every 50 ms until the result is true; false when `timeoutMs` passed first. */
export async function eventually(question: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await question()) return true;
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Records a process and its program, for `endLeftBehind` in a later run. */
export function writePid(pidFile: string, pid: number, program = ''): void {
  writeFileSync(pidFile, `${String(pid)}\n${program}\n`);
}

/**
 * Ends a program that an earlier run recorded in `pidFile` and left behind: asks first, kills after 5 s. Does nothing when it
 * is gone, or when the number now belongs to another program.
 */
export async function endLeftBehind(pidFile: string): Promise<void> {
  const { pid, program } = readPid(pidFile) ?? {};
  if (!pid || !program) return;
  // Linux cuts a program's name
  const name = path.basename(program).slice(0, 15);
  if (!isRunning(pid, name)) return;
  process.kill(pid, 'SIGTERM');
  if (await eventually(() => !isRunning(pid, name), 5_000)) return;
  process.kill(pid, 'SIGKILL');
  await eventually(() => !isRunning(pid, name), 5_000);
}

/** The process number from `writePid`; undefined without a file or a number. */
export function readPid(pidFile: string): { readonly pid: number; readonly program: string } | undefined {
  try {
    const [first = '', program = ''] = readFileSync(pidFile, 'utf8').split('\n');
    const pid = Number.parseInt(first, 10);
    return pid > 0 ? { pid, program } : undefined;
  } catch {
    return undefined;
  }
}
