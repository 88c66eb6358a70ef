import { leaveNothingRunning, POSTGRES, TEMPORAL } from '../support/killed';

leaveNothingRunning([
  {
    name: 'a benchmark with PostgreSQL and its sinks',
    command: [process.execPath, '--import', 'tsx', 'bench/run.ts', 'fanout'],
    has: [POSTGRES, /sink\.ts 20/],
    signal: 'SIGKILL',
  },
  {
    name: 'a benchmark of npm start',
    command: [process.execPath, '--import', 'tsx', 'bench/run.ts', 'start'],
    has: [POSTGRES, TEMPORAL, /mail-desk/, /statuspage/, /slack/, /dist\/worker\/main/],
    signal: 'SIGKILL',
  },
]);
