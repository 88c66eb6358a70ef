import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { dist, filesBelow, root } from './tree.mjs';

/** Below dist/: the state of the sources it was compiled from. */
export const STAMP = 'sources.sha256';

/** Name, size and modification time of every file that is compiled or copied or configures that. */
export async function sourcesStamp() {
  const files = await filesBelow('', ['node_modules', 'dist', 'test', 'docs']);
  const lines = await Promise.all(
    files.sort().map(async (file) => {
      const { mtimeMs, size } = await stat(path.join(root, file));
      return `${file} ${mtimeMs} ${size}\n`;
    }),
  );
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** Whether dist/ was compiled from the current sources. */
export async function isCompiled() {
  const kept = await readFile(path.join(dist, STAMP), 'utf8').catch(() => undefined);
  return kept !== undefined && kept === (await sourcesStamp());
}
