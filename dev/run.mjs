/**
 * node dev/run.mjs <script below dist/> <argument>…
 * Compiles what changed, then is the script, standing where the person stands.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isCompiled } from './build/stamp.mjs';
import { root } from './build/tree.mjs';

const [node, , script, ...args] = process.argv;
if (!(await isCompiled())) {
  const { status } = spawnSync(node, [path.join(root, 'dev', 'build', 'compile.mjs')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
// Node 22 and newer: code that was compiled once is loaded faster, in the processes we start as well
process.env.NODE_COMPILE_CACHE ??= path.join(root, '.cache', 'node');
const load = createRequire(import.meta.url);
if (process.env.npm_lifecycle_event !== undefined) {
  // run by npm we end with it: nothing goes on that no terminal can stop
  load('./processes/end-with-parent.cjs');
  // npm moved to the checkout; paths are read from where the person stands
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
}

const file = path.resolve(root, script);
process.argv = [node, file, ...args];
load(file);
