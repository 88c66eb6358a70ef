import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageCli } from '../package-cli/package-cli';
import { runProgram } from '../processes/run-program';
import { StartupError } from '../processes/startup-error';
import { releasedChangelog } from './changelog';
import { chartsIn, releasedChart } from './charts';
import { HISTORIES } from './checks';

const NPM_MS = 120_000;

export interface Step {
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

/**
 * What a release does, in this order: first what can fail, which touches nothing that git keeps, then what is written. `day` is ISO, UTC.
 */
export async function stepsOf(root: string, version: string, day: string): Promise<Step[]> {
  const packages = path.join(root, 'dist', 'packages');
  const charts = await chartsIn(root);
  const ours = path.join(root, HISTORIES, version);
  const between = path.join(root, HISTORIES, 'unreleased');
  const sets = existsSync(between) ? await readdir(between) : [];
  const moved =
    sets.length === 0 ? '' : `, and move what was recorded since the last release there: ${sets.join(', ')}`;
  return [
    {
      what: 'pack the command line: dist/packages',
      run: () => packageCli(version, packages),
    },
    {
      what: `record every path of a window: ${HISTORIES}/${version}${moved}`,
      async run() {
        await record(root, version, ours);
        for (const set of sets) await rename(path.join(between, set), path.join(ours, set));
        if (sets.length > 0) await rmdir(between);
      },
    },
    {
      what: 'write the version: package.json, package-lock.json (the API and its OpenAPI document read it there)',
      run: () => writeVersion(root, version),
    },
    ...charts.map((chart) => ({
      what: `write the version: ${chart}`,
      run: async () => writeFile(path.join(root, chart), await releasedChart(path.join(root, chart), version)),
    })),
    {
      what: `turn Unreleased into ${version} of ${day}: CHANGELOG.md`,
      async run() {
        const file = path.join(root, 'CHANGELOG.md');
        await writeFile(file, releasedChangelog(await readFile(file, 'utf8'), version, day));
      },
    },
  ];
}

/** Takes minutes: it runs the tests that record. What a broken run has recorded is removed. */
async function record(root: string, version: string, folder: string): Promise<void> {
  // Ctrl-C ends the tests; this process stays to remove what they have left
  const stay = () => undefined;
  process.on('SIGINT', stay);
  const child = spawn(process.execPath, [path.join('test', 'replay', 'record.mjs'), '--release', version], {
    cwd: root,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', stay);
  if (code === 0 && existsSync(folder)) return;
  await rm(folder, { recursive: true, force: true });
  throw new StartupError(
    'The histories could not be recorded, so nothing was released. What the tests say stands above.',
  );
}

async function writeVersion(root: string, version: string): Promise<void> {
  const args = ['version', version, '--no-git-tag-version', '--ignore-scripts'];
  const { code, output } = await runProgram('npm', args, { cwd: root, timeoutMs: NPM_MS });
  if (code !== 0) throw new StartupError(`npm version failed:\n${output}`);
}

/** What a person does with it: each line a command. */
export async function leftFor(root: string, version: string): Promise<string[]> {
  const charts = await chartsIn(root);
  return [
    'npm test',
    `git add --all && git commit --message "Version ${version}"`,
    `git tag --annotate v${version} --message "Version ${version}"`,
    'git push --follow-tags',
    `docker build --tag forewarn:${version} .`,
    ...charts.map((chart) => `helm package ${path.dirname(chart)}`),
    `npm publish dist/packages/forewarn-cli-${version}.tgz`,
  ];
}
