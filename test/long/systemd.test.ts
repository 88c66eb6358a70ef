import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';

/** The units as systemd reads them (O1). */

const FROM = path.join(projectRoot(), 'ops', 'systemd');
let folder: string;
let units: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'forewarn-systemd-'));
  const names = (await readdir(FROM)).filter((name) => name.endsWith('.service'));
  units = names.map((name) => path.join(folder, name));
  for (const name of names) {
    const text = await readFile(path.join(FROM, name), 'utf8');
    // systemd wants the program to be there
    await writeFile(path.join(folder, name), text.replaceAll('/usr/bin/node', process.execPath));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** Part of Debian's package "systemd"; it needs no systemd that runs. */
const analyze = (...args: string[]) => runProgram('systemd-analyze', args);

test('systemd understands every line', async () => {
  expect(await analyze('verify', '--man=no', ...units)).toEqual({ code: 0, output: '' });
});

test('a line it does not understand is found', async () => {
  const unit = path.join(folder, 'broken.service');
  await writeFile(unit, (await readFile(units[0] ?? '', 'utf8')).replace('ProtectHome=yes', 'ProtectHomes=yes'));
  expect((await analyze('verify', '--man=no', unit)).output).toMatch(/Unknown key.* 'ProtectHomes'/);
});

test('each is exposed as little as a program can be that talks to the network and compiles its code', async () => {
  for (const unit of units) {
    const { code, output } = await analyze('security', '--offline=true', '--threshold=20', '--no-pager', unit);
    expect([code, output]).toEqual([0, expect.stringMatching(/Overall exposure level .* OK/)]);
  }
});
