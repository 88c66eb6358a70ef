/**
 * Required first by what starts many processes (jest, the benchmarks): the Node processes it starts end with it, and theirs
 * with them; and it ends itself with the npm that started it. Whoever starts it by hand may leave it alone.
 */
const path = require('node:path');

const preload = path.join(__dirname, 'end-with-parent.cjs');
const option = `--require ${JSON.stringify(preload)}`;
const given = process.env.NODE_OPTIONS ?? '';
// a child of ours has it already
if (!given.includes(preload)) {
  process.env.NODE_OPTIONS = `${given} ${option}`.trim();
  if (process.env.npm_lifecycle_event !== undefined) require(preload);
}
