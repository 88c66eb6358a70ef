import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TokenName, useApi } from '../api/support/api';
import { useServer } from './server';
import { forewarn } from './terminal';

/** The command line in a folder of its own, against the API over HTTP, for the tests of one file. */
export function useCommandLine(api: ReturnType<typeof useApi>) {
  const server = useServer(() => api.app);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'forewarn-cli-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A folder in which the owner of a token runs commands. */
  const as = (token: TokenName) => ({
    env: { FOREWARN_URL: server.origin, FOREWARN_TOKEN: api.tokens[token] },
    folder,
  });
  return {
    as,
    run: (token: TokenName, ...argv: string[]) => forewarn(argv, as(token)),
    inFolder: (...names: string[]) => path.join(folder, ...names),
    /** Writes a file, a value that is not text as JSON. Returns its name. */
    file: async (name: string, content: string | object): Promise<string> => {
      await writeFile(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
      return name;
    },
  };
}
