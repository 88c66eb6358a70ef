import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres, stopPostgres } from '../../dev/postgres/server';
import { isRunning } from '../../dev/processes/processes';

const temporary: string[] = [];

function dataFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-dev-postgres-'));
  temporary.push(folder);
  return path.join(folder, 'data');
}

afterEach(async () => {
  for (const folder of temporary.splice(0)) {
    await stopPostgres(path.join(folder, 'data')).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  // a killed server ends the connection: the test sees it by its next query
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const postmaster = (folder: string) => Number.parseInt(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8'), 10);

describe('the embedded PostgreSQL', () => {
  test('starts, stops for good and starts again with what it held', async () => {
    const folder = dataFolder();
    const progress: string[] = [];
    const first = await startPostgres({ dataFolder: folder, durable: true, onProgress: (line) => progress.push(line) });
    const pid = postmaster(folder);
    await query(first.url, 'create table kept as select 42 as answer');
    expect(progress).toEqual(['making the database']);
    expect(await first.isRunning()).toBe(true);

    await first.stop();
    expect(isRunning(pid)).toBe(false);
    expect(await first.isRunning()).toBe(false);
    await first.stop();

    const second = await startPostgres({
      dataFolder: folder,
      durable: true,
      onProgress: (line) => progress.push(line),
    });
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(progress).toHaveLength(1);
  }, 60_000);

  test('ends a server left behind on the folder, and goes on with what it held', async () => {
    const folder = dataFolder();
    const first = await startPostgres({ dataFolder: folder, durable: false });
    await query(first.url, 'create table kept as select 42 as answer');
    const left = postmaster(folder);
    const second = await startPostgres({ dataFolder: folder, durable: false });
    expect(isRunning(left)).toBe(false);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }, 60_000);

  test('comes back with every commit after kill -9 of the postmaster', async () => {
    const folder = dataFolder();
    const first = await startPostgres({ dataFolder: folder, durable: true });
    await query(first.url, 'create table kept as select 42 as answer');
    process.kill(postmaster(folder), 'SIGKILL');

    const second = await startPostgres({ dataFolder: folder, durable: true });
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }, 60_000);

  test('uses the port it is told', async () => {
    const folder = dataFolder();
    const before = await startPostgres({ dataFolder: folder, durable: false });
    await before.stop();
    const port = Number(new URL(before.url).port);
    const again = await startPostgres({ dataFolder: folder, durable: false, port });
    expect(again.url).toBe(`postgres://postgres@127.0.0.1:${String(port)}/postgres`);
  }, 60_000);

  test('says in one sentence what is wrong with a folder, and the ways out', async () => {
    const folder = dataFolder();
    await (await startPostgres({ dataFolder: folder, durable: false })).stop();
    rmSync(path.join(folder, 'global'), { recursive: true });
    const start = startPostgres({ dataFolder: folder, durable: false });
    await expect(start).rejects.toMatchObject({ name: 'StartupError' });
    await expect(start).rejects.toThrow(
      /^The PostgreSQL data in \S+\/data cannot be used: PostgreSQL says .*Delete that folder .*FOREWARN_DATA.*DATABASE_URL/,
    );
  }, 60_000);

  test.each([
    ['files of somebody else', 'notes.txt', /has no PG_VERSION/],
    ['another major version', 'PG_VERSION', /was made by PostgreSQL 9\.6, and this is 18/],
  ])('refuses a folder with %s and leaves it alone', async (_, name, message) => {
    const folder = path.dirname(dataFolder());
    writeFileSync(path.join(folder, name), '9.6\n');
    await expect(startPostgres({ dataFolder: folder, durable: false })).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([name]);
  });
});
