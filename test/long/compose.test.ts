import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { freePort } from '../../dev/processes/ports';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { TEMPORAL_RELEASE } from '../../dev/temporal/programs';
import { ensureSearchAttributes } from '../../temporal/register-search-attributes';
import { pythonPackages, temporalSqlProgram } from '../support/clients/tools';
import { testDatabase } from '../support/database';
import { eventually, Program } from '../support/stack';
import { temporalCli } from '../support/temporal';

/** docker-compose.yml by the schema of its format, and the jobs it runs (O1). */

jest.setTimeout(1_200_000);

const database = testDatabase();

const root = projectRoot();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'forewarn-compose-'));
});
afterAll(() => rm(folder, { recursive: true }));

const CHECK = `
import json, sys, yaml, jsonschema
schema = json.load(open(sys.argv[1]))
validator = jsonschema.Draft202012Validator(schema)
faults = [f"{'.'.join(map(str, f.path))}: {f.message}" for f in validator.iter_errors(yaml.safe_load(open(sys.argv[2])))]
print(chr(10).join(faults))
sys.exit(1 if faults else 0)
`;

async function faultsOf(file: string) {
  const requirements = path.join(root, 'test', 'support', 'python', 'kubernetes-validate.txt');
  const packages = await pythonPackages('kubernetes-validate', requirements);
  const schema = path.join(root, 'test', 'support', 'compose-spec', 'compose-spec.json');
  return runProgram('python3', ['-c', CHECK, schema, file], { env: { ...process.env, PYTHONPATH: packages } });
}

test('the file is what the compose specification allows, field by field', async () => {
  expect(await faultsOf(path.join(root, 'docker-compose.yml'))).toEqual({ code: 0, output: '' });
});

test('a field that does not exist is found', async () => {
  const file = path.join(folder, 'broken.yml');
  await writeFile(file, 'services: { api: { image: a:1, heathcheck: {} } }\n');
  const { code, output } = await faultsOf(file);
  expect(code).toBe(1);
  expect(output).toContain("'heathcheck'");
});

test('the server and the UI it runs are those of the Temporal CLI that the tests run', async () => {
  const { output } = await runProgram(await temporalCli(), ['--version']);
  expect(output).toContain(`Server ${TEMPORAL_RELEASE.server}`);
  expect(output).toContain(`UI ${TEMPORAL_RELEASE.ui}`);
});

test('its job makes the schema of the server, and finds it there the next time', async () => {
  await symlink(await temporalSqlProgram(), path.join(folder, 'temporal-sql-tool'));
  const { hostname, port, username, password } = new URL(database.url());
  const names = ['temporal', 'temporal_visibility'];
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH ?? ''}`,
    ...{ SQL_PLUGIN: 'postgres12', SQL_HOST: hostname, SQL_PORT: port },
    ...{ SQL_USER: username, SQL_PASSWORD: password },
  };
  const job = () => runProgram('/bin/sh', [path.join(root, 'ops', 'compose', 'temporal-schema.sh')], { env });
  const on = async <Row extends object>(name: string, query: string): Promise<Row[]> => {
    const client = new Client({ connectionString: Object.assign(new URL(database.url()), { pathname: name }).href });
    await client.connect();
    const { rows } = await client.query<Row>(query);
    await client.end();
    return rows;
  };
  const versionOf = (name: string) => on<{ curr_version: string }>(name, 'select curr_version from schema_version');
  const versions = async () => (await Promise.all(names.map(versionOf))).flat().map((row) => row.curr_version);

  // a server that has them is somebody's
  const there = await on('postgres', `select from pg_database where datname in ('${names.join("', '")}')`);
  expect(there).toEqual([]);
  try {
    const first = await job();
    expect([first.code, first.output]).toEqual([0, first.output]);
    const made = await versions();
    expect(made.filter((version) => /^1\.\d+$/.test(version))).toHaveLength(names.length);
    const second = await job();
    expect([second.code, second.output]).toEqual([0, second.output]);
    expect(await versions()).toEqual(made);
  } finally {
    for (const name of names) await on('postgres', `drop database if exists ${name} with (force)`);
  }
});

test('its job makes the namespace, once, and then search attributes can be added', async () => {
  const port = String(await freePort());
  const program = await temporalCli();
  await symlink(program, path.join(folder, 'temporal'));
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH ?? ''}`,
    ...{ TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: 'maintenance', TEMPORAL_RETENTION: '168h' },
  };
  const server = new Program(
    program,
    ['server', 'start-dev', '--headless', '--port', port, '--log-level', 'error'],
    process.env,
  );
  try {
    const job = () => runProgram('/bin/sh', [path.join(root, 'ops', 'compose', 'temporal-namespace.sh')], { env });
    // it waits for the server
    const said = { code: 0, output: 'The namespace maintenance is there.' };
    expect(await job()).toEqual(said);
    expect(await job()).toEqual(said);
    const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'maintenance' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(7 * 24 * 3_600);
    await eventually('the attributes are there', async () => {
      await ensureSearchAttributes(connection, 'maintenance');
      return (await ensureSearchAttributes(connection, 'maintenance')).length === 0;
    });
    await connection.close();
  } finally {
    await server.end('SIGTERM');
  }
});
