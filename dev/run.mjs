/**
 * node dev/run.mjs <script below dist/> <argument>…
 * Compiles changed files, then runs the script in this process, in the caller's working directory.
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
// Node 22 and newer cache compiled code, also in the processes we start
process.env.NODE_COMPILE_CACHE ??= path.join(root, '.cache', 'node');
const load = createRequire(import.meta.url);
if (process.env.npm_lifecycle_event !== undefined) {
  // when npm runs it, it ends with npm, so that nothing continues that no terminal can stop
  load('./processes/end-with-parent.cjs');
  // npm changed to the checkout; paths are relative to where npm was called
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
}

const file = path.resolve(root, script);
process.argv = [node, file, ...args];
load(file);
