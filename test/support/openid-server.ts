import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Person, StandInClient } from '../../stand-ins/openid/stand-in';

export const CLIENT = { id: 'forewarn', secret: 'a secret of the tests' };
/** Whose people are customers. */
export const PORTAL_CLIENT = { id: 'forewarn-portal', secret: 'another secret of the tests' };

/** The stand-in of a provider of identities as a process: it is made of ES modules, which jest cannot load as they are. */
export async function startOpenIdServer(
  publicUrl: string,
  people: readonly Person[],
  customers: readonly Person[] = [],
): Promise<{ readonly issuer: string; readonly close: () => Promise<void> }> {
  const root = path.join(__dirname, '..', '..');
  const clients: StandInClient[] = [
    {
      ...{ ...CLIENT, people },
      ...{ redirectTo: [`${publicUrl}/sign-in/callback`], signedOutTo: [`${publicUrl}/sign-in`] },
    },
    {
      ...{ ...PORTAL_CLIENT, people: customers },
      ...{ redirectTo: [`${publicUrl}/portal/openid/callback`], signedOutTo: [`${publicUrl}/portal/sign-in`] },
    },
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'stand-ins', 'openid', 'main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      OPENID_STAND_IN_PORT: '0',
      OPENID_STAND_IN_CLIENTS: JSON.stringify(clients),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { issuer: await saidAddress(child), close: () => ended(child) };
}

async function saidAddress(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const [, address] = /people sign in at (\S+)/.exec(said) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`the provider of identities did not start: ${said}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
