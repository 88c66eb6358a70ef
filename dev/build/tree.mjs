import { Buffer } from 'node:buffer';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { URL, fileURLToPath } from 'node:url';

/** The project's folder, and the folder for compiled files. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const dist = path.join(root, 'dist');

/** Every file below `folder`, as paths relative to the project with `/`, without folders that hold no source of ours. */
export async function filesBelow(folder, skip = []) {
  const found = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) found.push(name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules' && !skip.includes(name))
      found.push(...(await filesBelow(name, skip)));
  }
  return found;
}

/** Writes dist/<name> unless it already has this content, so that another compilation does not disturb a running `npm start`. */
export async function writeOutput(name, content) {
  const file = path.join(dist, name);
  const bytes = Buffer.from(content);
  const present = await readFile(file).catch(() => undefined);
  if (present?.equals(bytes)) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** Below dist/: what `npm run package:cli` makes. */
const PACKAGES = 'packages/';

/** Removes files of dist/ that are not in `outputs`, so that no deleted source is left there; packages stay. */
export async function removeOthers(outputs) {
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(dist, file).split(path.sep).join('/');
    if (entry.isFile() && !outputs.has(name) && !name.startsWith(PACKAGES)) await rm(file);
  }
}
