/** The seed of this run, which jest.config.js chooses and prints; see choose-seed.cjs. */
export const SEED = Number(process.env.FOREWARN_TEST_SEED);
