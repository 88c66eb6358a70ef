import { valid } from 'semver';
import type { ServerVersion } from './api-types';
import { globalOutput, type GlobalOptions } from './context';
import { fitOf, type Fit } from './fit';
import type { Io } from './io';
import { readAddress, readSettings } from './settings';

/** How long the server may take to say its version (ms); whoever asks waits for no more than a word about it. */
const PATIENCE_MS = 3_000;

type Asked = Pick<GlobalOptions, 'url' | 'json'>;

/**
 * The options of the program beside `--version`; undefined when something else is asked. Only without a command before it: as an
 * option of the program it would hide a command's own --version.
 */
export function versionAsked(argv: readonly string[], asked: Asked = {}): Asked | undefined {
  const [first, ...rest] = argv;
  if (first === '--version') return rest.includes('--json') ? { ...asked, json: true } : asked;
  if (first === '--json') return versionAsked(rest, { ...asked, json: true });
  if (first === '--no-color') return versionAsked(rest, asked);
  if (first?.startsWith('--url=')) return versionAsked(rest, { ...asked, url: first.slice('--url='.length) });
  const [url, ...more] = rest;
  return first === '--url' && url !== undefined ? versionAsked(more, { ...asked, url }) : undefined;
}

/** Says the version, on stdout alone so that scripts can read it, and whether it fits the server signed in to (O5). Never throws. */
export async function sayVersion(io: Io, asked: Asked): Promise<void> {
  const { version } = io;
  const output = globalOutput(io, asked);
  const compared = await compare(io, asked);
  output.result({ version, ...compared }, () => version);
  output.note(compared.text);
}

interface Compared {
  readonly url: string | null;
  readonly server: ServerVersion | null;
  /** null: nothing to compare with. */
  readonly fit: Fit | null;
  readonly text: string;
}

async function compare(io: Io, asked: Asked): Promise<Compared> {
  const nothing = { server: null, fit: null };
  let url: string | null = null;
  try {
    url = readAddress(io, asked);
    const { token } = readSettings(io, asked);
    const server = await ask(url, token);
    return { url, server, ...fitOf(io.version, server, url) };
  } catch (error) {
    return { ...nothing, url, text: `Not compared with a server: ${error instanceof Error ? error.message : ''}` };
  }
}

/** Throws Error with why there is no answer. */
async function ask(url: string, token: string): Promise<ServerVersion> {
  const response = await fetch(`${url}/v1/version`, {
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw new Error(`${url} does not answer.`, { cause: error });
  });
  if (response.status === 401) throw new Error(`${url} does not take the token. Run: forewarn sign-in`);
  // versions before 0.3 have no such operation
  if (response.status === 404)
    throw new Error(`${url} does not say its version; it may be older than this command line.`);
  const body = (await response.json().catch(() => undefined)) as Partial<ServerVersion> | undefined;
  const [version, oldestClient] = [valid(body?.version), valid(body?.oldestClient)];
  if (response.ok && version !== null && oldestClient !== null) return { version, oldestClient };
  throw new Error(`${url} answers ${String(response.status)}, not as Forewarn does.`);
}
