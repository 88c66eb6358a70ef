import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow, root, writeOutput } from './tree.mjs';

/** What is not TypeScript and is read at run time, by folder: templates, style sheets, the pages' few scripts, demo data. */
const TEXT = ['.liquid', '.html', '.css', '.svg', '.csv', '.json', '.txt', '.ico', '.png'];
const ASSETS = {
  api: TEXT,
  channels: TEXT,
  store: TEXT,
  web: [...TEXT, '.js'],
  'stand-ins': [...TEXT, '.js'],
};

/** Copies them to the same place below dist/; answers their names there. */
export async function copyAssets() {
  const files = (await Promise.all(Object.keys(ASSETS).map((folder) => filesBelow(folder)))).flat();
  const assets = files.filter((file) => ASSETS[file.slice(0, file.indexOf('/'))].includes(path.extname(file)));
  await Promise.all(assets.map(async (file) => writeOutput(file, await readFile(path.join(root, file)))));
  return assets;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await copyAssets();
