import { freePort } from '../../dev/processes/ports';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes';
import { testDatabase } from '../support/database';

const database = testDatabase();

/** Runs prepare with a Temporal that does not answer. */
async function prepare(...options: string[]) {
  const env = {
    ...process.env,
    ...{ DATABASE_URL: database.url(), SMTP_URL: 'smtp://127.0.0.1:1' },
    TEMPORAL_ADDRESS: `127.0.0.1:${String(await freePort())}`,
  };
  return runProgram(process.execPath, ['dist/ops/prepare.js', ...options], { env, cwd: projectRoot() });
}

test('O1: with --database-only the namespace is left alone, and what it must have is listed', async () => {
  const { code, output } = await prepare('--database-only');
  expect([code, output]).toEqual([0, output]);
  const listed = output.split('\n').filter((line) => line.startsWith('  '));
  expect(listed).toEqual(Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `  ${name} (${type})`));
});

test('Bad input: without it, a Temporal that does not answer is an error after the database is ready', async () => {
  const { code, output } = await prepare();
  expect(code).toBe(1);
  expect(output).toMatch(/^The database is up to date\.\nprepare: /);
});

test('Bad input: another option is refused with the one there is', async () => {
  expect(await prepare('--databse-only')).toEqual({
    code: 1,
    output: 'prepare: --databse-only is not an option: give --database-only, or nothing.',
  });
});
