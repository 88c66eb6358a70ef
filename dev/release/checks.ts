import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gt, valid } from 'semver';
import { runProgram } from '../processes/run-program';
import { changelogFault } from './changelog';

const GIT_MS = 60_000;

/** Golden histories, by release. */
export const HISTORIES = path.join('test', 'replay', 'histories');

/** The version that package.json in this folder has. */
async function versionIn(root: string): Promise<string> {
  return (JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Why the project in this folder cannot be released as that version: one sentence each, with what to do. Reads only. */
export async function faultsOf(root: string, version: string): Promise<string[]> {
  const current = await versionIn(root);
  if (valid(version) !== version) {
    return [`"${version}" is not a version as of Semantic Versioning: give one such as 0.3.0, without a v.`];
  }
  const faults = [
    gt(version, current) ? undefined : `${version} is not newer than ${current}, the version in package.json.`,
    await treeFault(root),
    await tagFault(root, version),
    changelogFault(await readFile(path.join(root, 'CHANGELOG.md'), 'utf8'), version),
    existsSync(path.join(root, HISTORIES, version))
      ? `${HISTORIES}/${version} is there already; recorded histories are never overwritten.`
      : undefined,
  ];
  return faults.filter((fault) => fault !== undefined);
}

async function treeFault(root: string): Promise<string | undefined> {
  const { code, output } = await runProgram('git', ['status', '--porcelain'], { cwd: root, timeoutMs: GIT_MS });
  if (code !== 0) return `A release is made in a git checkout; git says: ${output}`;
  if (output === '') return undefined;
  const [first = '', ...others] = output.split('\n');
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
  return `The tree is not clean (${first.trim()}${more}): commit it, or put it aside with git stash --include-untracked.`;
}

async function tagFault(root: string, version: string): Promise<string | undefined> {
  const { output } = await runProgram('git', ['tag', '--list', `v${version}`], { cwd: root, timeoutMs: GIT_MS });
  return output === '' ? undefined : `The tag v${version} is there already: choose a newer version.`;
}
