import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from '../../dev/processes/ports';
import { withParent } from '../../dev/processes/with-parent';

/** A mail server that discards everything, in a process of its own. */
export interface Sink {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts postfix's smtp-sink where it is installed: it is written in C and leaves most of the machine to the sender. Otherwise
 * our own sink.
 */
export async function startSink(): Promise<Sink> {
  return (await startSmtpSink()) ?? startOwnSink(0);
}

/** Our own sink, which can simulate a distant server. */
export async function startOwnSink(delayMs: number): Promise<Sink> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'sink.ts'), String(delayMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return sinkOf(child, delayMs > 0 ? `own sink, ${String(delayMs)} ms away` : 'own sink', Number(port.toString()));
}

async function startSmtpSink(): Promise<Sink | undefined> {
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const { command, args } = withParent('smtp-sink', [...user, '-m', '300', `127.0.0.1:${String(port)}`, '1024']);
  const child = spawn(command, args, {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` },
  });
  const failed = new Promise<false>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
  });
  const started = await Promise.race([failed, answers(port)]);
  return started ? sinkOf(child, 'smtp-sink (postfix)', port) : undefined;
}

function sinkOf(child: ChildProcess, name: string, port: number): Sink {
  return {
    name,
    url: `smtp://127.0.0.1:${String(port)}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function answers(port: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
        .once('connect', () => resolve(true))
        .once('error', () => resolve(false));
      socket.once('close', () => undefined).end();
    });
    if (isUp) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
