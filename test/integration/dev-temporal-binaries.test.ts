import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTemporalBinary, type Way } from '../../dev/temporal/binaries';

let folder: string;
let fetched: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forewarn-dev-binaries-'));
  fetched = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers `--version` as the CLI does. */
function program(name: string, version: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`);
  chmodSync(file, 0o755);
  return file;
}

const failing = (name: string): Way => ({
  name,
  fetch: () => {
    fetched.push(name);
    return Promise.reject(new Error('no network'));
  },
});

/** Leaves a program of that version in the task's folder. */
const bringing = (version: string): Way => ({
  name: 'brings it',
  fetch: (task) => {
    fetched.push('brings it');
    return Promise.resolve(program(path.relative(folder, path.join(task.folder, 'deep', 'temporal')), version));
  },
});

const options = (ways: readonly Way[], searchPath: readonly string[] = []) => ({
  ways,
  searchPath: searchPath.map((name) => path.join(folder, name)).join(path.delimiter),
  cacheFolder: path.join(folder, 'cache'),
});

describe('finding the Temporal CLI', () => {
  test('the configured path comes first, and nothing else is looked at', async () => {
    const file = program('mine/temporal', '1.0.0');
    program('path/temporal', '1.9.1');
    expect(await findTemporalBinary('temporal', { ...options([], ['path']), configured: file })).toBe(file);
  });

  test('a configured path that is no program is a sentence, not a download', async () => {
    const find = findTemporalBinary('temporal', {
      ...options([bringing('1.9.1')]),
      configured: path.join(folder, 'absent'),
    });
    await expect(find).rejects.toThrow(/^FOREWARN_TEMPORAL_CLI names .*absent, which is not an executable program/);
    expect(fetched).toEqual([]);
  });

  test.each(['1.9.1', '1.9.2', '1.10.0'])('one on PATH of version %s is taken', async (version) => {
    const file = program('path/temporal', version);
    expect(await findTemporalBinary('temporal', options([bringing('1.9.1')], ['empty', 'path']))).toBe(file);
    expect(fetched).toEqual([]);
  });

  test.each(['1.9.0', '0.12.0', '2.0.0'])(
    'one on PATH of version %s is passed over for a later one',
    async (version) => {
      program('old/temporal', version);
      const file = program('path/temporal', '1.9.1');
      expect(await findTemporalBinary('temporal', options([], ['old', 'path']))).toBe(file);
    },
  );

  test('what was fetched is kept in the cache, whole, and found there the next time', async () => {
    const found = await findTemporalBinary('temporal', options([failing('first'), bringing('1.9.1')]));
    expect(path.dirname(found)).toBe(path.join(folder, 'cache'));
    expect(path.basename(found)).toContain('1.9.1');
    expect(readdirSync(path.join(folder, 'cache'))).toEqual([path.basename(found)]);
    expect(await findTemporalBinary('temporal', options([failing('never')]))).toBe(found);
    expect(fetched).toEqual(['first', 'brings it']);
  });

  test('a fetched program of the wrong version is not kept', async () => {
    await expect(findTemporalBinary('temporal', options([bringing('1.8.0')]))).rejects.toThrow(
      /brings it: version 1\.8\.0 cannot be used/,
    );
    expect(readdirSync(path.join(folder, 'cache'))).toEqual([]);
  });

  test('two at once both get it', async () => {
    const both = await Promise.all([1, 2].map(() => findTemporalBinary('temporal', options([bringing('1.9.1')]))));
    expect(new Set(both).size).toBe(1);
    expect(existsSync(both[0] ?? '')).toBe(true);
  });

  test('when no way leads there, the error lists what became of each', async () => {
    program('old/temporal', '1.2.0');
    const error = await findTemporalBinary('temporal', options([failing('the site'), failing('pip')], ['old'])).catch(
      (fault: unknown) => fault,
    );
    expect(error).toMatchObject({ name: 'StartupError' });
    const { message } = error as Error;
    for (const part of [
      'FOREWARN_TEMPORAL_CLI: not set',
      'version 1.2.0 cannot be used',
      'not there yet',
      'the site: no network',
      'pip: no network',
      'TEMPORAL_ADDRESS',
    ]) {
      expect(message).toContain(part);
    }
  });

  test('the test server cannot tell its version: one on PATH is believed', async () => {
    const file = program('path/temporal-test-server', 'unknown');
    expect(await findTemporalBinary('temporal-test-server', options([], ['path']))).toBe(file);
  });
});
