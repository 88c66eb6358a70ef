import path from 'node:path';
import { isBundleFresh } from '../../worker/bundle';
import { loopback } from './settings';
import { runProgram } from '../processes/run-program';
import { StartupError } from '../processes/startup-error';
import type { StartContext } from './context';
import { answersOk } from './http';

const DIST = path.join(__dirname, '..', '..');

/** Bundles the workflows unless the bundle is fresh, in a process of its own because webpack blocks the event loop. */
export async function bundleWorkflows({ progress, signal }: StartContext): Promise<void> {
  if (isBundleFresh()) return;
  progress('bundling the workflows');
  const { code, output } = await runProgram(process.execPath, [path.join(DIST, 'worker', 'bundle.js')], { signal });
  if (code !== 0) throw new StartupError(`The workflows cannot be bundled, see workflows/ and domain/:\n${output}`);
}

/** The environment of worker and API: the variables of config/config.ts and of Temporal. */
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
    // a webhook receiver under development runs on this machine
    FOREWARN_WEBHOOKS_ALLOW: 'loopback',
    // what people write back is passed on there, and shows in the mail desk
    FOREWARN_SUPPORT_ADDRESS: 'support@provider.example',
    // links by which customers sign in arrive in the mail desk
    FOREWARN_PORTAL: 'mail-link',
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

/** Begins once the bundle, the database and Temporal are there. */
export function startWorker(
  { supervisor }: StartContext,
  env: NodeJS.ProcessEnv,
  after: Promise<unknown>,
): Promise<void> {
  return supervisor.start({
    name: 'worker',
    run: { script: path.join(DIST, 'worker', 'main.js') },
    env,
    after,
    ready: 'message',
    graceMs: 20_000,
  });
}

/** Begins once the database and Temporal are there. */
export function startApi(
  { supervisor, settings }: StartContext,
  env: NodeJS.ProcessEnv,
  after: Promise<unknown>,
): Promise<void> {
  return supervisor.start({
    name: 'api',
    run: { script: path.join(DIST, 'api', 'main.js') },
    env,
    after,
    ready: answersOk(`${loopback(settings.httpPort)}/readyz`),
  });
}
