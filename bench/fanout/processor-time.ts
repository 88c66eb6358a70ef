import { readFile, readdir } from 'node:fs/promises';

/** Clock ticks a second in the kernel's accounting: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Processor seconds of a process and all its children so far, including those that have ended. Undefined without /proc. */
export async function processorSeconds(pid: number): Promise<number | undefined> {
  const processes = await readdir('/proc').catch(() => [] as string[]);
  const stats = await Promise.all(processes.filter((name) => /^\d+$/.test(name)).map(readStat));
  const own = stats.find((stat) => stat?.pid === pid);
  if (!own) return undefined;
  const children = stats.filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.seconds ?? 0), own.seconds + own.endedChildren);
}

/** proc(5): after the command in brackets come state, parent, … utime, stime, cutime, cstime as the 12th to 15th. */
async function readStat(name: string) {
  const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (place: number) => Number(fields[place] ?? 0);
  return {
    pid: Number(name),
    parent: at(1),
    seconds: (at(11) + at(12)) / TICKS,
    endedChildren: (at(13) + at(14)) / TICKS,
  };
}
