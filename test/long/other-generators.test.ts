import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apiDocument } from '../../dev/build/api-document';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { go, pythonPackages } from '../support/clients/tools';

/** What one generator reads past, another stumbles over: these take minutes the first time, for they are compiled here. */
const OAPI_CODEGEN = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
const PYTHON_CLIENT = 'openapi-python-client==0.29.1';
const PATIENCE_MS = 900_000;

let folder: string;
let document: string;
beforeAll(async () => {
  const clients = path.join(projectRoot(), '.cache', 'clients');
  await mkdir(clients, { recursive: true });
  folder = await mkdtemp(path.join(clients, '.others-'));
  document = path.join(folder, 'openapi.json');
  await writeFile(document, JSON.stringify(apiDocument()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function succeeds(file: string, args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }) {
  const { code, output } = await runProgram(file, args, { ...options, timeoutMs: PATIENCE_MS });
  if (code !== 0) throw new Error(`${path.basename(file)} ended with ${String(code)}:\n${output.slice(-4_000)}`);
  return output;
}

describe('clients of other generators', () => {
  it(
    'build in Go with oapi-codegen',
    async () => {
      const client = path.join(folder, 'go');
      await mkdir(client);
      const options = { cwd: client, env: { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' } };
      const compiler = await go();
      await writeFile(path.join(client, 'go.mod'), 'module example.invalid/client\n\ngo 1.24\n');
      await succeeds(
        compiler,
        ['run', OAPI_CODEGEN, '-generate', 'types,client', '-package', 'client', '-o', 'client.go', document],
        options,
      );
      await succeeds(compiler, ['mod', 'tidy'], options);
      await expect(succeeds(compiler, ['build', './...'], options)).resolves.toBe('');
    },
    PATIENCE_MS,
  );

  it(
    'can be imported in Python with openapi-python-client, which leaves out nothing but uploads of files',
    async () => {
      const requirements = path.join(folder, 'requirements.txt');
      await writeFile(requirements, `${PYTHON_CLIENT}\n`);
      const packages = await pythonPackages('openapi-python-client-0.29.1', requirements);
      const options = { cwd: folder, env: { ...process.env, PYTHONPATH: packages } };
      const args = [
        '-m',
        'openapi_python_client',
        'generate',
        '--path',
        document,
        '--output-path',
        'client',
        '--meta',
        'none',
      ];
      const told = await succeeds('python3', args, options);
      const left = [...told.matchAll(/WARNING parsing (\S+ \S+) within/g)].map(([, operation]) => operation);
      expect(left.filter((operation) => !/^POST \/v1\/(inventory\/\w+|inbound\/email)$/.test(operation ?? ''))).toEqual(
        [],
      );
      await succeeds('python3', ['-m', 'compileall', '-q', 'client'], options);
      await succeeds(
        'python3',
        ['-c', 'from client.models import *; from client.api.windows import list_windows'],
        options,
      );
    },
    PATIENCE_MS,
  );
});
