import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { dist, filesBelow, root } from './tree.mjs';

/** Below dist/: of which state of the sources it was compiled. */
export const STAMP = 'sources.sha256';

/** Name, size and time of change of every file that is compiled or copied, or says how. */
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

/** Whether dist/ is compiled from the sources as they are. */
export async function isCompiled() {
  const kept = await readFile(path.join(dist, STAMP), 'utf8').catch(() => undefined);
  return kept !== undefined && kept === (await sourcesStamp());
}
