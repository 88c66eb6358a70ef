/** The seed of this run, which jest.config.js settles and prints; see settle-seed.cjs. */
export const SEED = Number(process.env.FOREWARN_TEST_SEED);
