import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SETTINGS } from '../../config/config';
import { SECRET_SETTINGS } from '../../config/in-force';
import { WORKER_ROLES } from '../../config/worker-roles';
import { projectRoot } from '../../dev/project-root';

const folder = path.join(projectRoot(), 'ops', 'systemd');
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const UNITS = readdirSync(folder).filter((name) => name.endsWith('.service'));

/** A unit's assignments, `Name=value`; a name may stand in it several times. */
const valuesOf = (unit: string, name: string) =>
  read(unit)
    .split('\n')
    .flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));

/** The longest orderly stop of a worker (s): shutdownForceTime in worker/create-workers.ts. */
const LONGEST_STOP = Number(
  /shutdownForceTime: '(\d+)s'/.exec(
    readFileSync(path.join(projectRoot(), 'worker', 'create-workers.ts'), 'utf8'),
  )?.[1],
);

/** The settings of a file for EnvironmentFile. */
const settingsIn = (file: string) =>
  read(file)
    .split('\n')
    .flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

describe('O1: systemd', () => {
  test('has a unit for each process', () => {
    expect(UNITS).toEqual(['api', 'delivery', 'prepare', 'worker'].map((name) => `forewarn-${name}.service`));
  });

  test.each(UNITS)('%s: each line is a section, a comment or an assignment', (unit) => {
    const odd = read(unit)
      .split('\n')
      .filter((line) => !/^(|#.*|\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*)$/.test(line));
    expect(odd).toEqual([]);
  });

  test.each(UNITS)('%s has no rights it does not need', (unit) => {
    for (const [name, value] of [
      ['DynamicUser', 'yes'],
      ['NoNewPrivileges', 'yes'],
      ['ProtectSystem', 'strict'],
      ['ProtectHome', 'yes'],
      ['PrivateTmp', 'yes'],
      ['CapabilityBoundingSet', ''],
    ] as const)
      expect([name, ...valuesOf(unit, name)]).toEqual([name, value]);
  });

  test.each(UNITS)('%s starts a program of the product with its settings from the two files', (unit) => {
    const [, program = ''] = /dist\/(\S+)\.js/.exec(valuesOf(unit, 'ExecStart')[0] ?? '') ?? [];
    expect(existsSync(path.join(projectRoot(), `${program}.ts`))).toBe(true);
    expect(valuesOf(unit, 'EnvironmentFile')).toEqual(['/etc/forewarn/forewarn.env', '/etc/forewarn/secrets.env']);
  });

  test.each(['forewarn-worker.service', 'forewarn-delivery.service'])('%s may stop in order', (unit) => {
    expect(LONGEST_STOP).toBeGreaterThan(0);
    expect(Number(valuesOf(unit, 'TimeoutStopSec')[0])).toBeGreaterThan(LONGEST_STOP);
    expect(valuesOf(unit, 'Restart')).toEqual(['on-failure']);
  });

  test('the workers together have every role, each once', () => {
    const roles = UNITS.flatMap((unit) => valuesOf(unit, 'Environment')).flatMap(
      (value) => /^FOREWARN_WORKER_ROLES=(.*)$/.exec(value)?.[1]?.split(',') ?? [],
    );
    expect([...roles].sort()).toEqual([...WORKER_ROLES].sort());
  });

  test('the files of settings name what exists, each where it belongs', () => {
    const plain = settingsIn('forewarn.env').filter((name) => !name.startsWith('TEMPORAL_'));
    const secret = settingsIn('secrets.env');
    expect([...plain, ...secret].filter((name) => !SETTINGS.includes(name))).toEqual([]);
    expect(plain.filter((name) => SECRET_SETTINGS.includes(name))).toEqual([]);
    expect(secret.filter((name) => !SECRET_SETTINGS.includes(name))).toEqual([]);
  });
});
