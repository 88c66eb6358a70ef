import { readFile, writeFile } from 'node:fs/promises';
import { runMain } from '../processes/run-main';
import { commandTables } from './command-tables';

/**
 * `npm run generate:commands`: generates the files from the table of commands again; with `--check` it only reports whether
 * they are current.
 */
async function main(): Promise<void> {
  const isCheck = process.argv.includes('--check');
  for (const [file, text] of await commandTables()) {
    const found = await readFile(file, 'utf8').catch(() => '');
    if (found === text) continue;
    if (isCheck) throw new Error(`${file} is not current. Run: npm run generate:commands`);
    await writeFile(file, text);
  }
}

runMain(main);
