/**
 * Compiles TypeScript to JavaScript without checking types, for `npm start` and the other development commands: a fraction of a
 * second where tsc takes many. Exits with code 1 and the file's name when a file does not parse.
 */
import path from 'node:path';
import { transformFile } from '@swc/core';
import options from '../../swc.config.cjs';
import { copyAssets } from './copy-assets.mjs';
import { STAMP, sourcesStamp } from './stamp.mjs';
import { dist, filesBelow, removeOthers, root, writeOutput } from './tree.mjs';

// the first two are made by worker/bundle.ts, which knows when they are stale
const KEPT = ['workflow-bundle.js', 'workflow-bundle.sha256', STAMP];

async function compile(source) {
  const output = source.replace(/\.tsx?$/, '.js');
  const file = path.join(root, source);
  const { code, map } = await transformFile(file, {
    ...options,
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    sourceFileName: path.relative(path.dirname(path.join(dist, output)), file),
  }).catch((error) => {
    // the text after the excerpt is the compiler's own stack
    throw new Error(`${source} cannot be compiled:\n${error.message.split('\n\n\n')[0]}`);
  });
  await writeOutput(output, `${code}//# sourceMappingURL=${path.basename(output)}.map\n`);
  await writeOutput(`${output}.map`, map);
  return [output, `${output}.map`];
}

// taken before anything is read, so that a later change is compiled the next time
const stamp = await sourcesStamp();
const skip = ['node_modules', 'dist', 'test'];
const sources = (await filesBelow('', skip)).filter(
  (file) => /\.tsx?$/.test(file) && !/(\.d|\.test)\.tsx?$/.test(file),
);
const results = await Promise.allSettled(sources.map(compile));
const faults = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
if (faults.length > 0) {
  console.error(faults.join('\n\n'));
  process.exit(1);
}
await removeOthers(
  new Set([...results.flatMap(({ value }) => value), ...(await copyAssets({ development: true })), ...KEPT]),
);
await writeOutput(STAMP, stamp);
