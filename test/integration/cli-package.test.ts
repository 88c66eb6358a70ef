import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VERSION } from '../../config/version';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { useApi } from '../api/support/api';
import { useServer } from '../support/server';
import type { Said } from '../support/terminal';

jest.setTimeout(240_000);

const api = useApi();
const server = useServer(() => api.app);
let folder: string;

/** What somebody has: the package that npm installed, or the file alone, with nothing of the project around it. */
const installed: Record<'package' | 'file', readonly string[]> = { package: [], file: [] };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'forewarn-packages-'));
  const made = path.join(folder, 'made');
  await ran(process.execPath, ['--import', 'tsx', path.join('dev', 'package-cli', 'main.ts'), made], projectRoot());
  const laptop = path.join(folder, 'laptop');
  await mkdir(laptop);
  const tarball = path.join(made, `forewarn-cli-${VERSION}.tgz`);
  await ran(
    'npm',
    ['install', tarball, '--offline', '--no-audit', '--no-fund', '--cache', path.join(folder, 'npm')],
    laptop,
  );
  await mkdir(path.join(folder, 'bin'));
  await copyFile(path.join(made, 'forewarn.cjs'), path.join(folder, 'bin', 'forewarn'));
  installed.package = [path.join(laptop, 'node_modules', '.bin', 'forewarn')];
  // without an ending, as people name a program
  installed.file = [process.execPath, path.join(folder, 'bin', 'forewarn')];
});
afterAll(() => rm(folder, { recursive: true }));

async function ran(file: string, args: readonly string[], cwd: string): Promise<void> {
  expect(await runProgram(file, args, { cwd, timeoutMs: 200_000 })).toMatchObject({ code: 0 });
}

const below = (...names: string[]) => path.join(folder, 'laptop', 'node_modules', 'forewarn-cli', ...names);

/** Somebody on a laptop: of the environment only where programs are. */
function forewarn(which: keyof typeof installed, argv: readonly string[], more: object = {}): Promise<Said> {
  const [file = '', ...before] = installed[which];
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    FOREWARN_URL: server.origin,
    FOREWARN_TOKEN: api.tokens.approver,
    ...more,
  };
  return new Promise((resolve) => {
    execFile(file, [...before, ...argv], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe.each(['package', 'file'] as const)('O5: the command line as a %s, without the server', (which) => {
  it('says its version, and that it fits', async () => {
    const said = await forewarn(which, ['--version']);
    expect(said).toMatchObject({
      code: 0,
      stdout: `${VERSION}\n`,
      stderr: expect.stringContaining(' fits ') as string,
    });
  });

  it('lists its commands, and where those of the server are', async () => {
    const { code, stdout } = await forewarn(which, ['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: forewarn /);
    expect(stdout).toContain('node dist/ops/prepare.js');
  });

  it('asks and changes a real API', async () => {
    const added = await forewarn(which, [
      ...['blackouts', 'add', '--id', `fair-${which}`, '--organization', 'acme', '--reason', 'A trade fair.'],
      ...['--start', '2027-11-01T00:00:00Z', '--end', '2027-11-08T00:00:00Z'],
    ]);
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const listed = await forewarn(which, ['blackouts', '--json']);
    expect(JSON.parse(listed.stdout)).toContainEqual(expect.objectContaining({ id: `fair-${which}` }));
    const refused = await forewarn(which, ['window', 'MW-2026-9999']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('MW-2026-9999');
  });

  it('without a token says how to get one, and looks for no checkout', async () => {
    const { code, stderr } = await forewarn(which, ['windows'], { FOREWARN_TOKEN: '' });
    expect(code).toBe(2);
    expect(stderr).toContain('Run `forewarn login` or `forewarn sign-in`');
    expect(stderr).not.toContain('npm start');
  });
});

describe('O5: the package', () => {
  it('needs nothing else and has no part of the server', async () => {
    const about = JSON.parse(await readFile(below('package.json'), 'utf8')) as Record<string, unknown>;
    expect(about).toMatchObject({
      name: 'forewarn-cli',
      version: VERSION,
      bin: { forewarn: 'forewarn.cjs' },
      license: 'Apache-2.0',
      engines: { node: expect.stringMatching(/^>=20/) as string },
    });
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'scripts']) {
      expect(about).not.toHaveProperty(kind);
    }
    const others = (await readdir(below('..'))).filter((name) => !name.startsWith('.'));
    expect(others).toEqual(['forewarn-cli']);
    const required = (await readFile(below('forewarn.cjs'), 'utf8')).matchAll(/require\("([^"]+)"\)/g);
    const names = [...new Set([...required].map(([, name = '']) => name))];
    expect(names).toContain('node:fs');
    expect(names.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  it('is small, and passes on the licences of what is inside', async () => {
    expect((await readdir(below())).sort()).toEqual(['LICENSE', 'README.md', 'forewarn.cjs', 'package.json']);
    expect((await stat(below('forewarn.cjs'))).size).toBeLessThan(500_000);
    const text = await readFile(below('forewarn.cjs'), 'utf8');
    const inside = [...text.slice(text.indexOf('/*! Packages')).matchAll(/^(\S+) \d+\.\d+\.\d+$/gm)].map(
      ([, name]) => name,
    );
    expect(inside).toEqual(expect.arrayContaining(['cli-table3', 'commander', 'semver']));
    expect(inside.filter((name) => /temporal|^pg$|kysely|express|preact/.test(name ?? ''))).toEqual([]);
  });
});
