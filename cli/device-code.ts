import { hostname } from 'node:os';
import { CalledOff, Refused, TimedOut, Unreachable, Unusable } from './failures';
import type { Io } from './io';

/** Signing in at a machine without a browser, by a code that is confirmed in the console (RFC 8628). */

/** What the API answers to begin with, as far as it is used here (RFC 8628, 3.2). Seconds. */
interface Begun {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete?: string;
  readonly expires_in: number;
  readonly interval?: number;
}

interface Answered {
  readonly access_token?: string;
  readonly error?: string;
  readonly error_description?: string;
}

const CLIENT = 'forewarn-cli';
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Between two questions, unless the API says otherwise, and so much more whenever it was too soon (s). */
const INTERVAL = 5;

/**
 * Asks for a code, has it shown, and waits for the token that comes when somebody has approved it. Throws Unusable where nobody signs in,
 * CalledOff when it was declined, TimedOut when nobody answered in time, and Unreachable.
 */
export async function signInByCode(
  { pause }: Pick<Io, 'pause'>,
  url: string,
  shown: (page: string, code: string) => void,
): Promise<string> {
  const begun = await send(`${url}/device/authorization`, { client_id: CLIENT, machine: hostname() });
  if (begun.status === 404) {
    throw new Unusable(`Nobody signs in at ${url}. Ask an administrator for a token, and run \`forewarn login\`.`);
  }
  const { device_code: code, ...told } = codesIn(begun, url);
  shown(told.verification_uri_complete ?? told.verification_uri, told.user_code);
  let interval = told.interval ?? INTERVAL;
  for (let waited = 0; waited < told.expires_in; waited += interval) {
    await pause(interval * 1_000);
    const answer = await asked(`${url}/device/token`, { client_id: CLIENT, grant_type: GRANT_TYPE, device_code: code });
    if (answer === undefined || answer.error === 'authorization_pending') continue;
    if (answer.access_token !== undefined) return answer.access_token;
    if (answer.error === 'slow_down') interval += INTERVAL;
    else if (answer.error === 'expired_token') break;
    else throw new CalledOff(`Not signed in: ${answer.error_description ?? answer.error ?? 'no reason is given'}.`);
  }
  throw new TimedOut('Nobody confirmed the code in time. Run `forewarn sign-in` again.');
}

function codesIn({ status, body }: { status: number; body: unknown }, url: string): Begun {
  const begun = body as Partial<Begun> | undefined;
  const { device_code, user_code, verification_uri, expires_in } = begun ?? {};
  if (status === 200 && device_code && user_code && verification_uri && expires_in) return begun as Begun;
  const { error_description: why } = (body ?? {}) as Answered;
  throw new Refused({
    title: 'No code was given',
    status,
    detail: why ?? `${url} did not answer as Forewarn does. Check FOREWARN_URL, and any proxy in between.`,
    code: 'not-forewarn',
    errors: [],
  });
}

/** Undefined when there was no usable answer: the next one may come (RFC 8628, 3.5). */
async function asked(target: string, fields: Readonly<Record<string, string>>): Promise<Answered | undefined> {
  try {
    const { status, body } = await send(target, fields);
    return status < 500 && typeof body === 'object' && body !== null ? body : undefined;
  } catch (error) {
    if (error instanceof Unreachable) return undefined;
    throw error;
  }
}

async function send(
  target: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ status: number; body: unknown }> {
  let response: Response;
  try {
    const body = new URLSearchParams(fields);
    response = await fetch(target, { method: 'POST', body, headers: { 'User-Agent': CLIENT } });
  } catch (error) {
    throw new Unreachable(`${new URL(target).origin} cannot be reached. Check FOREWARN_URL, and try again.`, {
      cause: error,
    });
  }
  const body: unknown = await response.json().catch(() => undefined);
  return { status: response.status, body };
}
