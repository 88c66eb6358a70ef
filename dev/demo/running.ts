import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { adminTokenFile, readAdminToken } from '../start/admin-token';
import { loopback, type DevSettings } from '../start/settings';
import { StartupError } from '../processes/startup-error';

type Call = <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T>;

/** The running Forewarn of `npm start`, as the other development commands access it. */
export interface RunningForewarn {
  /** An answer of the API as JSON. Throws StartupError with the problem's text when the API refuses. */
  readonly call: Call;
  /** The same with another token than the admin's. */
  readonly as: (token: string) => Call;
  readonly connection: Connection;
  readonly namespace: string;
}

/** Throws StartupError when it is not running. */
export async function connectToRunning(settings: DevSettings): Promise<RunningForewarn> {
  const base = loopback(settings.httpPort);
  const token = await readAdminToken(adminTokenFile(settings.dataFolder));
  const ready = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!ready || !token) {
    throw new StartupError(
      `Forewarn does not run here (${base}${token ? '' : ', and there is no admin token yet'}): run "npm start" in another terminal first, with the same FOREWARN_ variables as here.`,
    );
  }
  const as =
    (given: string): Call =>
    (method, path, body) =>
      call(method, `${base}${path}`, given, body);
  return {
    ...{ call: as(token), as },
    ...(await connectToTemporal(settings)),
  };
}

async function connectToTemporal(settings: DevSettings): Promise<{ connection: Connection; namespace: string }> {
  if (settings.own.temporalAddress) {
    const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
    return { connection: await Connection.connect(connectionOptions), namespace };
  }
  const address = `127.0.0.1:${String(settings.temporalPort)}`;
  const connection = await Connection.connect({ address, connectTimeout: 5_000 }).catch(() => {
    throw new StartupError(
      `Temporal does not answer at ${address}: run "npm start" with the same FOREWARN_TEMPORAL_PORT as here.`,
    );
  });
  return { connection, namespace: settings.temporalNamespace };
}

async function call<T>(method: string, url: string, token: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(60_000),
  });
  const answer = (await response.json()) as T & Problem;
  if (response.ok) return answer;
  const faults = (answer.errors ?? []).map(({ field, message }) => `\n  ${field} ${message}`);
  throw new StartupError(`${answer.detail ?? `The API answers ${String(response.status)}.`}${faults.join('')}`);
}

/** A problem document (RFC 9457) of the API. */
interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}
