import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Unusable } from './failures';
import type { Io } from './io';
import { storedToken } from './stored-tokens';

/** The API's address and the token. */
export interface Settings {
  /** without a slash at the end */
  readonly url: string;
  readonly token: string;
  /** Where the token is from, and what to do when it is not good any more. */
  readonly remedy: string;
}

/**
 * From the command line and the environment: FOREWARN_URL, or the API of a local `npm start`; FOREWARN_TOKEN, or the token that
 * `forewarn login` or `forewarn sign-in` keeps for that address, or the admin token kept by that `npm start`, but only for an API on this machine. Throws
 * Unusable.
 */
export function readSettings(
  { env, folder, checkout }: Pick<Io, 'env' | 'folder' | 'checkout'>,
  given: { url?: string | undefined },
): Settings {
  const url = readAddress({ env }, given);
  const token = env.FOREWARN_TOKEN?.trim() ?? '';
  if (token !== '') {
    return {
      url,
      token,
      remedy: 'It is the one in FOREWARN_TOKEN: set another one there, or unset it and run `forewarn login`.',
    };
  }
  const stored = storedToken({ env }, url);
  if (stored !== undefined) {
    return { url, token: stored, remedy: `It is the one kept for ${url}: \`forewarn login\` takes another one.` };
  }
  const file = isLocal(url) ? localToken({ env, folder, checkout }) : undefined;
  const local = file === undefined ? undefined : readToken(file);
  if (local !== undefined)
    return { url, token: local, remedy: `It is the one in ${String(file)}: \`forewarn login\` takes another one.` };
  throw new Unusable(
    `There is no token for ${url}. Run \`forewarn login\` or \`forewarn sign-in\`, or set FOREWARN_TOKEN; an administrator issues tokens.` +
      (file === undefined ? '' : ` A local npm start keeps one in ${file}, and there is none.`),
  );
}

/** Where a local `npm start` keeps the admin token; undefined where none is known. */
function localToken({ env, folder, checkout }: Pick<Io, 'env' | 'folder' | 'checkout'>): string | undefined {
  const data = env.FOREWARN_DATA ? path.resolve(folder, env.FOREWARN_DATA) : checkout && path.join(checkout, '.data');
  return data && path.join(data, 'admin-token');
}

/** The address of the API, without a slash at the end. Throws Unusable when it is none. */
export function readAddress({ env }: Pick<Io, 'env'>, given: { url?: string | undefined }): string {
  const address = given.url ?? env.FOREWARN_URL ?? `http://127.0.0.1:${env.FOREWARN_HTTP_PORT ?? '8080'}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new Unusable(
      `"${address}" is not an http or https address. Set FOREWARN_URL, such as https://status.provider.example.`,
    );
  }
  return address.replace(/\/+$/, '');
}

/** A token kept for this machine is never sent to another one. */
function isLocal(address: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}

function readToken(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
