/**
 * node when-told.cjs <script> <argument>…
 * Loads what the script loads, which takes a second, while what it needs is still starting; runs the script once the parent
 * says so. The script knows nothing of it.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { clearInterval, setInterval } = require('node:timers');

const [node, , script, ...args] = process.argv;
process.argv = [node, script, ...args];

const load = createRequire(script);
for (const [, name] of readFileSync(script, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)) load(name);

// listening keeps no process alive here (end-with-parent.cjs)
const waiting = setInterval(() => undefined, 60_000);
process.once('message', () => {
  clearInterval(waiting);
  load(script);
});
