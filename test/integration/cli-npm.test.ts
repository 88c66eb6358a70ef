import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../dev/project-root';
import type { Said } from '../support/terminal';

/** Where the person stands: not in the checkout. */
const here = mkdtempSync(path.join(tmpdir(), 'forewarn-stands-'));
afterAll(() => rmSync(here, { recursive: true }));

/** `npm run forewarn` as from there. The API is where nobody listens. */
function forewarn(...argv: string[]): Promise<Said> {
  const args = ['--prefix', projectRoot(), 'run', '--silent', 'forewarn', '--', '--url', 'http://127.0.0.1:1', ...argv];
  const env = { ...process.env, FOREWARN_TOKEN: 'fw_none' };
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: here, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

test('forewarn --version answers the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  const { code, stdout } = await forewarn('--version');
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
}, 60_000);

test('npm run forewarn reads paths from where the person stands', async () => {
  writeFileSync(path.join(here, 'window.json'), 'no window');
  const found = await forewarn('rehearse', 'window.json');
  expect(found).toMatchObject({ code: 2, stderr: expect.stringContaining('window.json is not JSON') as string });
  // a file of the checkout is none of theirs
  const other = await forewarn('rehearse', 'package.json');
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('package.json cannot be read') as string });
}, 60_000);
