/**
 * Preloaded (`node --require`) into Node processes that must not outlive whoever started them: when the parent is gone, killed
 * included, the process asks itself to end in order, and ends after a while in any case. Product code knows nothing of it.
 */
const { setInterval, setTimeout } = require('node:timers');
const { isMainThread } = require('node:worker_threads');

const GRACE_MS = 8_000;
const LOOK_MS = 500;

// worker threads inherit the preload, too
if (isMainThread) {
  const parent = process.ppid;
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), GRACE_MS).unref();
  };
  // an orphan is given another parent
  setInterval(() => process.ppid !== parent && end(), LOOK_MS).unref();
  // at once, and also when the parent was gone before we looked first; jest's workers need their channel as it is
  if (process.channel && !/[\\/]jest-worker[\\/]/.test(process.argv[1] ?? '')) {
    process.once('disconnect', end);
    // listening alone keeps no process alive
    process.channel.unref();
  }
}
