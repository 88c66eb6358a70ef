require('./dev/processes/end-together.cjs');
const swc = require('./swc.config.cjs');
const { seedOf } = require('./test/support/choose-seed.cjs');

// settled once; jest's workers inherit it
if (process.env.JEST_WORKER_ID === undefined) {
  process.env.FOREWARN_TEST_SEED = String(seedOf());
  process.stderr.write(`FOREWARN_TEST_SEED=${process.env.FOREWARN_TEST_SEED}\n`);
}

// ESM-only packages that jest on Node 20 cannot require(): they are transformed instead
const esm = ['preact', 'parse5', 'entities', 'cookie', 'openid-client', 'oauth4webapi', 'jose'];
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|tsx|js|mjs)$': ['@swc/jest', { ...swc, sourceMaps: 'inline' }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.cache/'],
  clearMocks: true,
  setupFiles: ['<rootDir>/test/support/seed-fast-check.ts'],
};
const servers = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};
const project = (displayName, more = {}) => ({
  ...shared,
  ...more,
  displayName,
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.{ts,tsx}`],
});

/** @type {import('jest').Config} */
module.exports = {
  // a loaded machine is slow, not wrong
  testTimeout: 180_000,
  cacheDirectory: '<rootDir>/.cache/jest',
  projects: [
    project('unit'),
    project('replay'),
    project('workflows'),
    project('store', servers),
    project('api', servers),
    project('integration', servers),
    project('browser', servers),
    // minutes, not part of the gate
    project('long', servers),
  ],
};
