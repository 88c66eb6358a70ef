import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../dev/processes/ports';
import { leaveNothingRunning, POSTGRES, TEMPORAL } from '../support/killed';

const data = mkdtempSync(path.join(tmpdir(), 'forewarn-killed-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** A data folder and ports of its own. */
async function apart(): Promise<NodeJS.ProcessEnv> {
  const names = [
    ...['HTTP', 'TEMPORAL', 'TEMPORAL_UI', 'MAIL_DESK_SMTP', 'MAIL_DESK_HTTP'],
    ...['STATUSPAGE_STAND_IN', 'SLACK_STAND_IN', 'EXECUTOR_STAND_IN', 'OPENID_STAND_IN'],
  ];
  const ports = await Promise.all(names.map(async (name) => [`FOREWARN_${name}_PORT`, String(await freePort())]));
  return { FOREWARN_DATA: data, ...(Object.fromEntries(ports) as Record<string, string>) };
}

leaveNothingRunning([
  {
    name: 'a test run with PostgreSQL, Temporal, the time-skipping server, worker and API',
    command: [
      process.execPath,
      ...['node_modules/jest/bin/jest.js', '--selectProjects=workflows', '--selectProjects=integration'],
      ...['--maxWorkers=2', '--testPathPatterns=(workflows/lives|faults/replies)'],
    ],
    has: [POSTGRES, TEMPORAL, /temporal-test-server/, /dist\/worker\/main/, /dist\/api\/main/],
    signal: 'SIGKILL',
  },
  {
    name: 'a benchmark with PostgreSQL and its sinks',
    command: [process.execPath, '--import', 'tsx', 'bench/run.ts', 'fanout'],
    has: [POSTGRES, /sink\.ts 20/],
    signal: 'SIGTERM',
  },
  {
    name: 'npm start (npm itself)',
    command: ['npm', 'start'],
    has: [
      POSTGRES,
      TEMPORAL,
      /mail-desk/,
      /statuspage/,
      /slack/,
      /stand-ins\/executor/,
      /dist\/worker\/main/,
      /dist\/api\/main/,
    ],
    signal: 'SIGKILL',
    env: apart,
  },
]);
