// npm run record-histories -- <folder>: runs every path on the time-skipping server and keeps the histories as golden ones.
// A new folder for each change of the workflows; the older ones stay, because windows that began under them still run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const label = process.argv[2];
if (!label || !/^[a-z0-9-]+$/.test(label)) {
  console.error(
    'Name the folder to record into, lower-case words joined by hyphens: npm run record-histories -- 0-3-0',
  );
  process.exit(1);
}
if (existsSync(path.join(import.meta.dirname, 'histories', label))) {
  console.error(
    `test/replay/histories/${label} is there already; recorded histories are never overwritten. Choose a new name.`,
  );
  process.exit(1);
}
for (const tests of [['--selectProjects=workflows'], ['--selectProjects=long', '--testPathPatterns=work-lives']]) {
  const { status } = spawnSync('npx', ['jest', ...tests], {
    stdio: 'inherit',
    env: { ...process.env, RECORD_HISTORIES: label },
  });
  if (status !== 0) process.exit(status ?? 1);
}
