/**
 * Required first by programs that start many processes (jest, the benchmarks): the Node processes they start end with them, and
 * so do their children; and the program itself ends with the npm that started it. It is not needed when started by hand.
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
