import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inc } from 'semver';
import { VERSION } from '../../config/version';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';

jest.setTimeout(240_000);

const NEXT = inc(VERSION, 'minor') ?? '';
const CHANGELOG = `# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Something new.\n\n## [${VERSION}] - 2026-11-28\n\n- Something old.\n`;
const CHART = `# the chart\nname: forewarn\nversion: ${VERSION} # with the product\nappVersion: "${VERSION}"\n`;
/** In place of the one that lives every path, which takes minutes. */
const RECORD = `import { mkdirSync, writeFileSync } from 'node:fs';
const [, , flag, version] = process.argv;
const folder = new URL('histories/' + version + '/', import.meta.url);
mkdirSync(folder);
writeFileSync(new URL('standard.json', folder), flag + '\\n');
process.exit(Number(process.env.RECORDING_ENDS ?? 0));
`;

/** A git repository with what a release reads and writes, committed. */
let root: string;
const at = (...names: string[]) => path.join(root, ...names);
const text = (...names: string[]) => readFile(at(...names), 'utf8');
const git = async (...args: string[]) => {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@provider.example', '-c', 'commit.gpgsign=false'];
  const { code, output } = await runProgram('git', [...who, ...args], { cwd: root, timeoutMs: 60_000 });
  expect({ args, code, output }).toMatchObject({ code: 0 });
  return output;
};
const release = (args: readonly string[], env: object = {}) =>
  runProgram(process.execPath, ['--import', 'tsx', path.join('dev', 'release', 'main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    timeoutMs: 200_000,
  });

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'forewarn-release-'));
  const files = ['cli', 'config/version.ts', 'dev', 'package.json', 'package-lock.json', 'LICENSE', '.gitignore'];
  for (const name of files) await cp(path.join(projectRoot(), name), at(name), { recursive: true });
  await symlink(path.join(projectRoot(), 'node_modules'), at('node_modules'));
  await mkdir(at('test', 'replay', 'histories', VERSION), { recursive: true });
  await writeFile(at('test', 'replay', 'histories', VERSION, 'standard.json'), 'old\n');
  await mkdir(at('test', 'replay', 'histories', 'unreleased', 'moves'), { recursive: true });
  await writeFile(at('test', 'replay', 'histories', 'unreleased', 'moves', 'moved.json'), 'between\n');
  await writeFile(at('test', 'replay', 'record.mjs'), RECORD);
  await writeFile(at('CHANGELOG.md'), CHANGELOG);
  await mkdir(at('ops', 'helm', 'forewarn'), { recursive: true });
  await writeFile(at('ops', 'helm', 'forewarn', 'Chart.yaml'), CHART);
  await git('init', '--quiet');
  // a folder in a checkout, and so ignored; here a link
  await writeFile(at('.git', 'info', 'exclude'), 'node_modules\n');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'As it is');
});
afterEach(() => rm(root, { recursive: true }));

const changed = async () =>
  (await git('status', '--porcelain', '--untracked-files=all')).split('\n').map((l) => l.trim());

test('O2: a release writes version, changelog and histories, packs the command line, and says what is left', async () => {
  const { code, output } = await release([NEXT]);
  expect({ code, output }).toMatchObject({ code: 0 });

  const lock = JSON.parse(await text('package-lock.json')) as { version: string; packages: Record<string, object> };
  expect(JSON.parse(await text('package.json'))).toMatchObject({ name: 'forewarn', version: NEXT });
  expect([lock.version, lock.packages['']]).toMatchObject([NEXT, { version: NEXT }]);
  expect(await text('ops', 'helm', 'forewarn', 'Chart.yaml')).toBe(CHART.replaceAll(VERSION, NEXT));
  const day = /^## \[.+\] - (\d{4}-\d{2}-\d{2})$/m.exec((await text('CHANGELOG.md')).replace(CHANGELOG, ''))?.[1];
  expect(Date.now() - Date.parse(day ?? '')).toBeLessThan(2 * 86_400_000);
  expect(await text('CHANGELOG.md')).toBe(
    CHANGELOG.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${NEXT}] - ${String(day)}\n`),
  );

  expect((await readdir(at('test', 'replay', 'histories'))).sort()).toEqual([VERSION, NEXT].sort());
  expect(await text('test', 'replay', 'histories', NEXT, 'standard.json')).toBe('--release\n');
  expect(await text('test', 'replay', 'histories', NEXT, 'moves', 'moved.json')).toBe('between\n');
  expect(await text('test', 'replay', 'histories', VERSION, 'standard.json')).toBe('old\n');

  expect(existsSync(at('dist', 'packages', `forewarn-cli-${NEXT}.tgz`))).toBe(true);
  const program = await runProgram(process.execPath, [at('dist', 'packages', 'forewarn.cjs'), '--version'], {
    env: { HOME: root },
  });
  expect(program.output).toMatch(new RegExp(`^${NEXT.replaceAll('.', '\\.')}\n`));

  for (const command of [
    'npm test',
    `--annotate v${NEXT}`,
    'git push --follow-tags',
    `docker build --tag forewarn:${NEXT} .`,
  ]) {
    expect(output).toContain(command);
  }
  expect(output).toContain('helm package ops/helm/forewarn\n');
  // it commits nothing, and is not given twice
  expect(await git('log', '--format=%s')).toBe('As it is');
  const again = await release([NEXT]);
  expect(again.code).toBe(1);
});

test('--dry-run says each step and what is left, and changes nothing', async () => {
  const { code, output } = await release([NEXT, '--dry-run']);
  expect(code).toBe(0);
  for (const said of [
    'would pack',
    'would record',
    'moves',
    'package-lock.json',
    'Chart.yaml',
    'CHANGELOG.md',
    'git push',
  ]) {
    expect(output).toContain(said);
  }
  expect(await changed()).toEqual(['']);
  expect(existsSync(at('dist'))).toBe(false);
});

test('everything in the way is said at once, and nothing is written', async () => {
  await writeFile(at('CHANGELOG.md'), CHANGELOG.replace('- Something new.\n', ''));
  await mkdir(at('test', 'replay', 'histories', NEXT));
  await writeFile(at('test', 'replay', 'histories', NEXT, 'standard.json'), 'taken\n');
  await git('tag', `v${NEXT}`);
  const { code, output } = await release([NEXT]);
  expect(code).toBe(1);
  expect(output).toMatch(/The tree is not clean \(M CHANGELOG\.md and 1 more\)/);
  for (const said of ['no entry under Unreleased', `The tag v${NEXT}`, `histories/${NEXT} is there already`]) {
    expect(output).toContain(said);
  }
  expect(JSON.parse(await text('package.json'))).toMatchObject({ version: VERSION });

  expect((await release([VERSION])).output).toContain(`${VERSION} is not newer than ${VERSION}`);
  expect((await release([`v${NEXT}`])).output).toContain('without a v');
  expect((await release([])).output).toContain('Name the version');
});

test('when the histories cannot be recorded, nothing is released', async () => {
  const { code, output } = await release([NEXT], { RECORDING_ENDS: '1' });
  expect(code).toBe(1);
  expect(output).toContain('nothing was released');
  expect(await changed()).toEqual(['']);
});
