/**
 * node when-told.cjs <script> <argument>…
 * Loads the modules of the script, which takes a second, while its services are still starting; runs the script when the parent
 * says so. The script knows nothing about it.
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
