// Runs every path on the time-skipping server and keeps the histories as golden ones, which are never overwritten:
// - npm run record-histories -- <set>: those of a change, until the next release in histories/unreleased/<set>.
// - with --release <version>, for `npm run release`: those of a release, in histories/<version>.
// The older ones stay, because windows that began under them still run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const [first, version] = process.argv.slice(2);
const isRelease = first === '--release';
if (isRelease ? !/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version ?? '') : !/^[a-z0-9-]+$/.test(first ?? '')) {
  console.error(
    'Name the set to record, lower-case words joined by hyphens: npm run record-histories -- other-nights. `npm run release` records those of a release.',
  );
  process.exit(1);
}
const folder = isRelease ? version : `unreleased/${first}`;
if (existsSync(path.join(import.meta.dirname, 'histories', folder))) {
  console.error(
    `test/replay/histories/${folder} is there already; recorded histories are never overwritten. Choose a new name.`,
  );
  process.exit(1);
}
for (const tests of [['--selectProjects=workflows'], ['--selectProjects=long', '--testPathPatterns=work-lives']]) {
  const { status } = spawnSync('npx', ['jest', ...tests], {
    stdio: 'inherit',
    env: { ...process.env, RECORD_HISTORIES: folder },
  });
  if (status !== 0) process.exit(status ?? 1);
}
