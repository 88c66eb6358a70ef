import { connect, createServer } from 'node:net';
import { StartupError } from './startup-error';

const HOST = '127.0.0.1';

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** True when nothing listens on the port of 127.0.0.1 and we may. */
export async function isPortFree(port: number): Promise<boolean> {
  // binding alone is not enough: on some systems a listener on 0.0.0.0 does not prevent a bind to 127.0.0.1
  return !(await isAnswering(port)) && (await canListen(port));
}

function isAnswering(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST, timeout: 1_000 });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** A port another program may already use: its purpose, and the variable that changes it. */
export interface WantedPort {
  readonly port: number;
  readonly purpose: string;
  readonly variable: string;
}

/** Throws one StartupError that names every port in use, its purpose and the variable that sets another. */
export async function requireFreePorts(wanted: readonly WantedPort[]): Promise<void> {
  const seen = new Map<number, WantedPort>();
  for (const one of wanted) {
    const other = seen.get(one.port);
    if (other && one.port !== 0) {
      throw new StartupError(
        `Port ${String(one.port)} is wanted twice, for the ${other.purpose} and the ${one.purpose}: set ${other.variable} or ${one.variable} to another.`,
      );
    }
    seen.set(one.port, one);
  }
  const free = await Promise.all(wanted.map(async ({ port }) => port === 0 || (await isPortFree(port))));
  const taken = wanted.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const list = taken.map(({ port, purpose, variable }) => `${String(port)} (${purpose}; ${variable} sets another)`);
  throw new StartupError(
    taken.length === 1
      ? `Port ${list.join('')} is in use: stop the program that holds it, or set the variable.`
      : `Ports are in use: ${list.join(', ')}. Stop the programs that hold them, or set the variables.`,
  );
}
