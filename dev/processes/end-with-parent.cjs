/**
 * Preloaded (`node --require`) into every child of `npm start`: when the parent is gone, killed included, the child ends
 * itself in order, and after a while in any case. Product code knows nothing of it.
 */
const { setTimeout } = require('node:timers');
const { isMainThread } = require('node:worker_threads');

const GRACE_MS = 8_000;

// worker threads inherit the preload, too
if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), GRACE_MS).unref();
  });
  // listening alone keeps no process alive
  process.channel.unref();
}
