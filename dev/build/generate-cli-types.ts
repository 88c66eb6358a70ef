import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runMain } from '../processes/run-main';
import { CLI_TYPES, cliTypes } from './cli-types';

/** `npm run generate:cli-types`: generates the types again; with `--check` it only reports whether they are current. */
async function main(): Promise<void> {
  const types = await cliTypes();
  if ((await readFile(CLI_TYPES, 'utf8').catch(() => '')) === types) return;
  if (process.argv.includes('--check')) {
    throw new Error(`${CLI_TYPES} is not what the API answers. Run: npm run generate:cli-types`);
  }
  await mkdir(path.dirname(CLI_TYPES), { recursive: true });
  await writeFile(CLI_TYPES, types);
}

runMain(main);
