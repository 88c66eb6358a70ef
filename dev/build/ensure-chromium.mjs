// The browser tests need a Chromium; this finds one or installs Debian's when it may, and says what to do otherwise.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const found = () => places.find((place) => place && existsSync(place));

if (!found()) {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    console.log('Installing Chromium for the browser tests …');
    const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium');
  }
  if (!found()) {
    console.error(
      'The browser tests need Chromium or Chrome. Install one, or set CHROMIUM to the path of its program.',
    );
    process.exit(1);
  }
}
