import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runMain } from '../processes/run-main';
import { CLI_TYPES, cliTypes } from './cli-types';

/** `npm run generate:cli-types`: writes the types anew after a change of what the API answers. */
async function main(): Promise<void> {
  const types = await cliTypes();
  await mkdir(path.dirname(CLI_TYPES), { recursive: true });
  await writeFile(CLI_TYPES, types);
}

runMain(main);
