import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow, root, writeOutput } from './tree.mjs';

/** Files read at run time that are not TypeScript, by folder: templates, style sheets, scripts of the pages. */
const TEXT = ['.liquid', '.html', '.css', '.svg', '.csv', '.json', '.txt', '.ico', '.png'];
const PRODUCT = {
  api: TEXT,
  channels: TEXT,
  store: TEXT,
  web: [...TEXT, '.js'],
};
/** Additional folders for `npm start`. */
const DEVELOPMENT = { 'stand-ins': [...TEXT, '.js'] };

/** Copies them to the same place below dist/ and returns their names there. */
export async function copyAssets({ development }) {
  const folders = { ...PRODUCT, ...(development ? DEVELOPMENT : {}) };
  const files = (await Promise.all(Object.keys(folders).map((folder) => filesBelow(folder)))).flat();
  const assets = files.filter((file) => folders[file.slice(0, file.indexOf('/'))].includes(path.extname(file)));
  await Promise.all(assets.map(async (file) => writeOutput(file, await readFile(path.join(root, file)))));
  return assets;
}

// `npm run build`: what the image runs
if (process.argv[1] === fileURLToPath(import.meta.url)) await copyAssets({ development: false });
