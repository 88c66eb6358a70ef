import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { pythonPackages } from '../support/clients/tools';
import { SEED } from '../support/seed';
import { useStack } from '../support/use-stack';

/** Requests that another program makes from the document, in all phases it has: examples, each bound, random, in sequence. */
const SCHEMATHESIS = { name: 'schemathesis-4.32.5', requirement: 'schemathesis==4.32.5' };
const BUDGET_S = 240;
const PATIENCE_MS = (BUDGET_S + 360) * 1_000;

/**
 * Not asked: whether whatever the document allows is accepted. Dates that have to be ahead, cursors of other lists, keys used
 * before and rules between fields are refused with words, and no JSON Schema says them.
 */
const NOT_ASKED = 'positive_data_acceptance';

/** What it finds and is right as it is. */
const ACCEPTED = [
  // an import is answered row by row
  /^ST201 POST \/v1\/inventory(\/|$)/,
];

const world = useStack({
  racks: [{ count: 50 }],
  env: { FOREWARN_SECRETS_KEY: Buffer.alloc(32, 1).toString('base64') },
});

let folder: string;
beforeAll(async () => {
  const clients = path.join(projectRoot(), '.cache', 'clients');
  await mkdir(clients, { recursive: true });
  folder = await mkdtemp(path.join(clients, '.schemathesis-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Report {
  readonly test_cases: { readonly generated: number };
  readonly operations: { readonly total: number; readonly tested: number };
  readonly failures: readonly { readonly code: string; readonly operations: readonly string[] }[];
}

test(
  `T8: requests made from the document, good and bad, are answered as the document says (seed ${String(SEED)})`,
  async () => {
    const requirements = path.join(folder, 'requirements.txt');
    await writeFile(requirements, `${SCHEMATHESIS.requirement}\n`);
    const packages = await pythonPackages(SCHEMATHESIS.name, requirements);
    const report = path.join(folder, 'report.json');
    const { output } = await runProgram(
      'python3',
      [
        ...['-c', 'from schemathesis.cli import schemathesis; schemathesis()', 'run'],
        `${world.stack.apiUrl}/openapi.json`,
        ...['--header', `Authorization: Bearer ${world.stack.token}`, '--seed', String(SEED)],
        ...['--checks', 'all', '--exclude-checks', NOT_ASKED, '--continue-on-failure', '--max-time', String(BUDGET_S)],
        ...['--report', 'json', '--report-json-path', report],
      ],
      { cwd: folder, env: { ...process.env, PYTHONPATH: packages }, timeoutMs: PATIENCE_MS },
    );
    const { test_cases, operations, failures } = JSON.parse(await readFile(report, 'utf8')) as Report;
    const found = failures.flatMap(({ code, operations: where }) => where.map((one) => `${code} ${one}`));
    const unlisted = found.filter((one) => !ACCEPTED.some((right) => right.test(one)));
    if (unlisted.length > 0) throw new Error(`${unlisted.join('\n')}\n\n${output.slice(0, 20_000)}`);
    expect(operations.tested).toBe(operations.total);
    process.stderr.write(`${String(test_cases.generated)} requests to ${String(operations.total)} operations\n`);
  },
  PATIENCE_MS,
);
