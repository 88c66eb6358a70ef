const { execFileSync } = require('node:child_process');
const { randomInt } = require('node:crypto');

const MOST = 2 ** 31 - 1;

/**
 * The seed of everything random in a run: FOREWARN_TEST_SEED, a whole number, or `random` for a new one. By default it is
 * derived from the commit: what passed at a commit passes there again, and each commit has its own draws.
 */
function seedOf(given = process.env.FOREWARN_TEST_SEED ?? '') {
  if (given === 'random') return randomInt(MOST);
  if (given === '') return seedOfCommit();
  const seed = Number(given);
  if (!Number.isInteger(seed) || seed < 0 || seed > MOST) {
    throw new Error(`FOREWARN_TEST_SEED must be a whole number up to ${MOST}, or "random"; it is "${given}"`);
  }
  return seed;
}

function seedOfCommit() {
  try {
    const options = { cwd: __dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return parseInt(execFileSync('git', ['rev-parse', 'HEAD'], options).slice(0, 7), 16);
  } catch {
    return randomInt(MOST); // no repository, such as an unpacked archive
  }
}

module.exports = { seedOf };
