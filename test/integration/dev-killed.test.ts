import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leaveNothingRunning, POSTGRES, TEMPORAL } from '../support/killed';

const data = mkdtempSync(path.join(tmpdir(), 'forewarn-killed-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** Far from those of a person's own `npm start`; what else listens there fails the test with its port. */
const PORTS = [
  ...['HTTP', 'TEMPORAL', 'TEMPORAL_UI', 'MAIL_DESK_SMTP', 'MAIL_DESK_HTTP'],
  ...['STATUSPAGE_STAND_IN', 'SLACK_STAND_IN'],
].map((name, index) => [`FOREWARN_${name}_PORT`, String(20_000 + (process.pid % 4_000) * 8 + index)]);

leaveNothingRunning([
  {
    name: 'a test run with PostgreSQL, Temporal, the time-skipping server, worker and API',
    command: [
      process.execPath,
      ...['node_modules/jest/bin/jest.js', '--selectProjects=workflows', '--selectProjects=integration'],
      ...['--maxWorkers=2', '--testPathPatterns=(workflows/lives|faults/disturbed)'],
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
    has: [POSTGRES, TEMPORAL, /mail-desk/, /statuspage/, /slack/, /dist\/worker\/main/, /dist\/api\/main/],
    signal: 'SIGKILL',
    env: { FOREWARN_DATA: data, ...(Object.fromEntries(PORTS) as Record<string, string>) },
  },
]);
