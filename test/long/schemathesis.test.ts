import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { pythonPackages } from '../support/clients/tools';
import { useStack } from '../support/use-stack';

const SCHEMATHESIS = 'schemathesis==4.32.5';
const BUDGET_S = 240;
const PATIENCE_MS = (BUDGET_S + 360) * 1_000;

const world = useStack({ racks: [{ count: 50 }] });

let folder: string;
beforeAll(async () => {
  const clients = path.join(projectRoot(), '.cache', 'clients');
  await mkdir(clients, { recursive: true });
  folder = await mkdtemp(path.join(clients, '.schemathesis-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test(
  'T8: requests made from the document, good and bad, are answered as the document says',
  async () => {
    const requirements = path.join(folder, 'requirements.txt');
    await writeFile(requirements, `${SCHEMATHESIS}\n`);
    const packages = await pythonPackages(SCHEMATHESIS.replace('==', '-'), requirements);
    const report = path.join(folder, 'report.json');
    const { output } = await runProgram(
      'python3',
      [
        ...['-c', 'from schemathesis.cli import schemathesis; schemathesis()', 'run'],
        `${world.stack.apiUrl}/openapi.json`,
        ...['--header', `Authorization: Bearer ${world.stack.token}`],
        ...['--checks', 'all', '--continue-on-failure', '--max-time', String(BUDGET_S)],
        ...['--report', 'json', '--report-json-path', report],
      ],
      { cwd: folder, env: { ...process.env, PYTHONPATH: packages }, timeoutMs: PATIENCE_MS },
    );
    process.stderr.write(output.slice(-6000));
    process.stderr.write((await readFile(report, 'utf8')).slice(0, 5000));
  },
  PATIENCE_MS,
);
