import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes';
import { StartupError, messageOf } from '../processes/startup-error';
import { findTemporalBinary } from '../temporal/binaries';
import { isServing } from '../temporal/serving';
import type { StartContext } from './context';

/** The environment with which every Temporal client finds the server. */
export type TemporalEnvironment = Readonly<Record<string, string | undefined>>;

/** The user's Temporal, or the CLI's development server with its UI and its data in `<data>/temporal.db`. */
export async function startTemporal(context: StartContext): Promise<TemporalCli> {
  if (!context.settings.own.temporalAddress) return { program: await runServer(context) };
  await useOwn();
  return { program: undefined };
}

/** The path of the CLI that runs our server; users with their own server have their own CLI. */
export interface TemporalCli {
  readonly program: string | undefined;
}

/** The settings with which worker and API find it. */
export function temporalEnvironment({
  own,
  dataFolder,
  temporalPort,
  temporalNamespace,
}: StartContext['settings']): TemporalEnvironment {
  if (own.temporalAddress) return {};
  return {
    ...withoutTemporalVariables(),
    TEMPORAL_ADDRESS: loopbackAddress(temporalPort),
    TEMPORAL_NAMESPACE: temporalNamespace,
    // a profile of the user's would add TLS settings and keys of another server
    TEMPORAL_CONFIG_FILE: path.join(dataFolder, 'no-temporal-profile.toml'),
  };
}

function loopbackAddress(port: number): string {
  return `127.0.0.1:${String(port)}`;
}

async function runServer({ settings, supervisor, progress, signal }: StartContext): Promise<string> {
  const { dataFolder, temporalPort, temporalUiPort } = settings;
  const program = await findTemporalBinary('temporal', {
    configured: settings.temporalCli,
    onProgress: progress,
    signal,
  });
  signal.throwIfAborted();
  await mkdir(dataFolder, { recursive: true });
  await supervisor.start({
    name: 'temporal',
    run: { program },
    pidFile: path.join(dataFolder, 'temporal.pid'),
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1'],
      ...['--port', String(temporalPort), '--ui-port', String(temporalUiPort)],
      ...['--db-filename', path.join(dataFolder, 'temporal.db'), '--log-level', 'warn'],
      // a window's own clock can be moved on this server (npm run demo, npm run fast-forward)
      ...['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
      ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ],
    env: process.env,
    ready: () => isServing(temporalPort),
    // its warnings concern only itself; worker and API report what matters
    show: (line, stream) => (stream === 'stderr' && /^Error:|cannot be started/i.test(line) ? line : undefined),
  });
  return program;
}

/** Every TEMPORAL_ variable of ours as undefined: a client of our own server must get none of the user's. */
function withoutTemporalVariables(): TemporalEnvironment {
  const names = Object.keys(process.env).filter((name) => name.startsWith('TEMPORAL_'));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Checks that the user's server answers, and adds the search attributes it lacks. */
async function useOwn(): Promise<void> {
  const { Connection } = await import('@temporalio/client');
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const { ensureSearchAttributes } = await import('../../temporal/register-search-attributes.js');
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const address = connectionOptions.address ?? '';
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: 10_000 }).catch(
    (error: unknown) => {
      throw new StartupError(
        `Temporal does not answer at TEMPORAL_ADDRESS ${address} (${messageOf(error)}): correct it, or unset it to have a server started.`,
      );
    },
  );
  try {
    await ensureSearchAttributes(connection, namespace);
  } catch (error) {
    const commands = Object.entries(SEARCH_ATTRIBUTES).map(
      ([name, type]) =>
        `  temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`,
    );
    throw new StartupError(
      `The search attributes could not be added to the namespace ${namespace} at ${address} (${messageOf(error)}). Add them yourself:\n${commands.join('\n')}`,
    );
  } finally {
    await connection.close();
  }
}
