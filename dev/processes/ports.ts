import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { StartupError } from './startup-error';

const HOST = '127.0.0.1';

/** Below the ports that systems give to outgoing connections, which could take one before it is used. */
const CHOSEN = { from: 20_000, to: 32_000 } as const;
const MOST_TRIES = 200;

/** A TCP port on 127.0.0.1 that was free a moment ago. By chance, so that two processes that choose at once do not choose the same. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = randomInt(CHOSEN.from, CHOSEN.to);
    if (await isPortFree(port)) return port;
  }
  throw new StartupError(
    `No port from ${String(CHOSEN.from)} to ${String(CHOSEN.to)} seems to be free on this machine.`,
  );
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
