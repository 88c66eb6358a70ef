import path from 'node:path';
import { loopback } from './settings';
import { runProgram } from '../processes/run-program';
import { StartupError } from '../processes/startup-error';
import type { StartContext } from './context';
import { answersOk } from './http';

const DIST = path.join(__dirname, '..', '..');
/** Bundling from the start takes seconds; a fresh bundle is recognised in one. */
const SLOW_MS = 1_500;

/** Makes the workflow bundle unless it is fresh, in a process of its own: webpack would hold us up. */
export async function bundleWorkflows({ progress, signal }: StartContext): Promise<void> {
  const slow = setTimeout(() => progress('bundling the workflows'), SLOW_MS);
  const { code, output } = await runProgram(process.execPath, [path.join(DIST, 'worker', 'bundle.js')], {
    signal,
  }).finally(() => clearTimeout(slow));
  if (code !== 0) throw new StartupError(`The workflows cannot be bundled, see workflows/ and domain/:\n${output}`);
}

/** The environment of worker and API: what config/config.ts reads, and where Temporal is. */
export function applicationEnvironment(
  { settings }: StartContext,
  parts: {
    readonly secretsKey: string;
    readonly databaseUrl: string;
    readonly smtpUrl: string;
    readonly temporal: Readonly<Record<string, string | undefined>>;
    readonly standIns: NodeJS.ProcessEnv;
  },
): NodeJS.ProcessEnv {
  return {
    // a receiver of webhooks under development stands on this machine
    FOREWARN_WEBHOOKS_ALLOW: 'loopback',
    FOREWARN_SECRETS_KEY: parts.secretsKey,
    ...process.env,
    ...parts.temporal,
    ...parts.standIns,
    DATABASE_URL: parts.databaseUrl,
    SMTP_URL: parts.smtpUrl,
    FOREWARN_HTTP_PORT: String(settings.httpPort),
    FOREWARN_PUBLIC_URL: settings.publicUrl,
    FOREWARN_TEMPORAL_UI_URL: settings.temporalUiUrl,
  };
}

/** Needs the bundle, the database and Temporal. */
export function startWorker({ supervisor }: StartContext, env: NodeJS.ProcessEnv): Promise<void> {
  return supervisor.start({
    name: 'worker',
    run: { script: path.join(DIST, 'worker', 'main.js') },
    env,
    ready: 'message',
    graceMs: 20_000,
  });
}

/** Needs the database and Temporal. */
export function startApi({ supervisor, settings }: StartContext, env: NodeJS.ProcessEnv): Promise<void> {
  return supervisor.start({
    name: 'api',
    run: { script: path.join(DIST, 'api', 'main.js') },
    env,
    ready: answersOk(`${loopback(settings.httpPort)}/readyz`),
  });
}
