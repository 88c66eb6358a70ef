import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Unusable } from './failures';
import { codeOf } from './files';
import type { Io } from './io';

/**
 * Tokens that `forewarn login` keeps for a person, by the address of the API: `forewarn/tokens.json` in XDG_CONFIG_HOME, or else in
 * ~/.config, which its owner alone may read.
 */

type Environment = Pick<Io, 'env'>;
type Tokens = Readonly<Record<string, string>>;

/** Undefined where no folder is known for configuration. */
function tokensFile({ env }: Environment): string | undefined {
  const { XDG_CONFIG_HOME: config = '', HOME: home = '' } = env;
  // the XDG specification has relative ones ignored
  if (path.isAbsolute(config)) return path.join(config, 'forewarn', 'tokens.json');
  return path.isAbsolute(home) ? path.join(home, '.config', 'forewarn', 'tokens.json') : undefined;
}

/** The token kept for an address; undefined when there is none. Throws Unusable for a file that others may read, or that is none. */
export function storedToken(io: Environment, url: string): string | undefined {
  const tokens = readTokens(tokensFile(io));
  return Object.hasOwn(tokens, url) ? tokens[url] : undefined;
}

function readTokens(file: string | undefined): Tokens {
  if (file === undefined) return {};
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0 && process.platform !== 'win32') {
      throw new Unusable(
        `${file} can be read by others on this machine. Run chmod 600 on it, and log in with a new token.`,
      );
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Unusable) throw error;
    if (codeOf(error) === 'ENOENT') return {};
    throw new Unusable(`${file} cannot be read (${codeOf(error)}).`, { cause: error });
  }
  try {
    const tokens = JSON.parse(text) as unknown;
    if (isTokens(tokens)) return tokens;
  } catch {
    // reported below, without its content
  }
  throw new Unusable(`${file} is not what \`forewarn login\` writes. Remove it, and log in again.`);
}

function isTokens(value: unknown): value is Tokens {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}

/** Keeps a token for an address, and answers in which file. Throws Unusable when it cannot be kept. */
export async function storeToken(io: Environment, url: string, token: string): Promise<string> {
  const file = tokensFile(io);
  if (file === undefined) {
    throw new Unusable('There is no folder to keep a token in: set XDG_CONFIG_HOME or HOME, or use FOREWARN_TOKEN.');
  }
  await write(file, { ...readTokens(file), [url]: token });
  return file;
}

/** Forgets the token of an address; false when none is kept. */
export async function forgetToken(io: Environment, url: string): Promise<boolean> {
  const file = tokensFile(io);
  const { [url]: gone, ...rest } = readTokens(file);
  if (file === undefined || gone === undefined) return false;
  if (Object.keys(rest).length === 0) await rm(file, { force: true });
  else await write(file, rest);
  return true;
}

/** Whole or not at all, and never readable by others, not even for a moment. */
async function write(file: string, tokens: Tokens): Promise<void> {
  const part = `${file}.${String(process.pid)}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await rm(part, { force: true });
    await writeFile(part, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    // whatever the umask
    await chmod(part, 0o600);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw new Unusable(`${file} cannot be written (${codeOf(error)}).`, { cause: error });
  }
}
