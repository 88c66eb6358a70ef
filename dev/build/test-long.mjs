/**
 * npm run test:long
 * Tests that take too long for `npm test`: the core on Node 24, tests of the gate with larger figures, and the tests of
 * test/long. Each part reports how long it took; all are run, even when an earlier one failed. Ends with 1 when one failed.
 * With arguments, only the parts whose names contain one of them.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const jest = (...args) => [process.execPath, 'node_modules/jest/bin/jest.js', ...args];
const only = (project, pattern) => jest(`--selectProjects=${project}`, `--testPathPatterns=${pattern}`);

const PARTS = [
  { name: 'core on Node 24', command: ['npm', 'run', '--silent', 'test:core:24'] },
  {
    name: 'lives: 300 random lives by the core and by the workflow',
    command: only('workflows', 'divergence'),
    env: { FOREWARN_TEST_LIVES: '300' },
  },
  {
    name: 'policies: 10,000 lives by random rules',
    command: only('unit', 'policy-model'),
    env: { FOREWARN_TEST_LIVES: '10000' },
  },
  { name: 'told: 500 random lives of deliveries', command: only('store', 'told-or-known'), env: { FAULT_RUNS: '500' } },
  {
    name: 'looks: every page and story in each size and scheme, every mail in each brand',
    command: jest(
      '--testPathPatterns=browser/',
      '--testPathPatterns=integration/console-night',
      '--testPathPatterns=unit/mail-table',
      '--maxWorkers=2',
    ),
    env: { FOREWARN_TEST_LOOKS: 'all' },
  },
  {
    name: 'requests: 9,000 made of the document',
    command: only('api', 'api/openapi'),
    env: { FOREWARN_TEST_REQUESTS: '9000' },
  },
  {
    name: 'at once: 200 windows',
    command: only('integration', 'integration/at-once'),
    env: { FOREWARN_TEST_WINDOWS: '200' },
  },
  {
    name: 'halves: 50 windows that lost one',
    command: only('integration', 'integration/reconciling'),
    env: { FAULT_RUNS: '50' },
  },
  {
    name: 'statuspage: 100 lives under faults',
    command: only('integration', 'statuspage-faults'),
    env: { FAULT_RUNS: '100' },
  },
  {
    name: 'injection: 10,000 hostile texts in mails',
    command: only('integration', 'mail-injection'),
    env: { INJECTION_TEXTS: '10000' },
  },
  { name: 'slack: 100 lives under faults', command: only('integration', 'slack-faults'), env: { FAULT_RUNS: '100' } },
  {
    name: 'long: 10 kills in a notice, 200 windows at once, 50 kills and 300 lives of work, all else of test/long',
    command: jest('--selectProjects=long', '--runInBand'),
    env: {
      ...{ FOREWARN_TEST_KILLS: '10', FOREWARN_TEST_WINDOWS: '200' },
      ...{ FOREWARN_TEST_WORK_KILLS: '50', FOREWARN_TEST_WORK_LIVES: '300' },
    },
  },
];

const wanted = process.argv.slice(2);
const results = [];
for (const { name, command, env } of PARTS) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  console.log(`\n== ${name}`);
  const began = Date.now();
  const [program, ...args] = command;
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  results.push(
    `${status === 0 ? 'passed' : 'FAILED'}  ${String(Math.round((Date.now() - began) / 1_000)).padStart(5)} s  ${name}`,
  );
}
console.log(`\n${results.join('\n')}`);
process.exit(results.some((line) => line.startsWith('FAILED')) ? 1 : 0);
