import { readFile, writeFile } from 'node:fs/promises';
import { runMain } from '../processes/run-main';
import { DASHBOARD_FILE, dashboardText } from './dashboard';

/** `npm run generate:dashboard`: writes the Grafana dashboard anew; with `--check` it only reports whether it is current. */
async function main(): Promise<void> {
  const text = await dashboardText();
  if ((await readFile(DASHBOARD_FILE, 'utf8').catch(() => '')) === text) return;
  if (process.argv.includes('--check'))
    throw new Error(`${DASHBOARD_FILE} is not current. Run: npm run generate:dashboard`);
  await writeFile(DASHBOARD_FILE, text);
}

runMain(main);
