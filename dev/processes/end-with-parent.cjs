/**
 * Preloaded (`node --require`) into Node processes that must not outlive their parent: when the parent is gone, even killed,
 * the process asks itself to end in order, and ends after a grace period in any case. Product code knows nothing about it.
 */
const { readFileSync } = require('node:fs');
const { setInterval, setTimeout } = require('node:timers');
const { isMainThread } = require('node:worker_threads');

const GRACE_MS = 8_000;
const LOOK_MS = 500;

/** Where the system shows it (Linux); an orphan gets another parent. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return undefined;
  }
}

/** npm runs a script in a shell, which waits for us even when npm is killed, so npm itself is checked as well. */
function shellsParent() {
  const { npm_lifecycle_event: script, npm_lifecycle_script: command } = process.env;
  if (script === undefined || command === undefined) return undefined;
  try {
    const line = readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').split('\0');
    return line.includes('-c') && line.some((word) => word.startsWith(command)) ? parentOf(process.ppid) : undefined;
  } catch {
    return undefined;
  }
}

// worker threads inherit the preload, too
if (isMainThread) {
  const parent = process.ppid;
  const npm = shellsParent();
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    process.kill(process.pid, 'SIGTERM');
    // not process.exit: it waits for threads of native modules, which may wait for a service that has ended as well
    const kill = () => process.kill(process.pid, 'SIGKILL');
    setTimeout(kill, GRACE_MS).unref();
    process.once('exit', kill);
  };
  const isLeft = () => process.ppid !== parent || (npm !== undefined && parentOf(parent) !== npm);
  setInterval(() => isLeft() && end(), LOOK_MS).unref();
  // check at once, also when the parent ended before the first check; jest's workers need their channel unchanged
  if (process.channel && !/[\\/]jest-worker[\\/]/.test(process.argv[1] ?? '')) {
    process.once('disconnect', end);
    // listening alone keeps no process alive
    process.channel.unref();
  }
}
