import type { Reply } from './reply';
import { SessionFault } from './wire';

interface Credentials {
  readonly user: string;
  readonly pass: string;
}

/**
 * Logs in by PLAIN (RFC 4616) or LOGIN, whichever the server offers first among the two. Throws SessionFault with the
 * server's words when it refuses, or offers neither.
 */
export async function logIn(
  { user, pass }: Credentials,
  offered: readonly string[],
  ask: (line: string) => Promise<Reply>,
): Promise<void> {
  const way = offered.find((name) => name === 'PLAIN' || name === 'LOGIN');
  if (way === 'PLAIN') {
    check(await ask(`AUTH PLAIN ${base64(`\0${user}\0${pass}`)}`), 235);
    return;
  }
  if (way === 'LOGIN') {
    check(await ask('AUTH LOGIN'), 334);
    check(await ask(base64(user)), 334);
    check(await ask(base64(pass)), 235);
    return;
  }
  throw new SessionFault(`the server offers no way to log in that is known here (PLAIN, LOGIN): ${offered.join(' ')}`);
}

function check(reply: Reply, code: number): void {
  if (reply.code !== code) throw new SessionFault(reply.text);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
