/** The one place that says how TypeScript becomes JavaScript, for `npm start` and jest alike; tsc checks the types. */
module.exports = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
  module: { type: 'commonjs' },
};
