import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../project-root';
import { StartupError } from '../processes/startup-error';

/**
 * The environment of the development commands (`npm start`, `demo`, `fast-forward`), read once. The product's own configuration
 * is config/config.ts; `npm start` sets it for its children.
 */

const port = z.coerce.number('must be a port number').int('must be a port number').min(1).max(65_535);
const address = z.string().refine((value) => URL.canParse(value), 'must be an address with a scheme');

const schema = z.object({
  FOREWARN_DATA: z.string().optional(),
  FOREWARN_HTTP_PORT: port.default(8080),
  FOREWARN_TEMPORAL_PORT: port.default(7233),
  FOREWARN_TEMPORAL_UI_PORT: port.default(8233),
  FOREWARN_MAIL_DESK_SMTP_PORT: port.default(1025),
  FOREWARN_MAIL_DESK_HTTP_PORT: port.default(8025),
  FOREWARN_STATUSPAGE_STAND_IN_PORT: port.default(8026),
  FOREWARN_SLACK_STAND_IN_PORT: port.default(8027),
  FOREWARN_EXECUTOR_STAND_IN_PORT: port.default(8028),
  FOREWARN_OPENID_STAND_IN_PORT: port.default(8029),
  FOREWARN_PUBLIC_URL: address.optional(),
  FOREWARN_TEMPORAL_UI_URL: address.optional(),
  FOREWARN_TEMPORAL_CLI: z.string().optional(),
  /** "no": leave an empty inventory empty. */
  FOREWARN_DEMO_INVENTORY: z.enum(['yes', 'no']).default('yes'),
  DATABASE_URL: address.optional(),
  SMTP_URL: address.optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
});

/** Every variable of the development commands. */
export const DEV_SETTINGS: readonly string[] = Object.keys(schema.shape);

export interface DevSettings {
  /** an absolute path */
  readonly dataFolder: string;
  readonly httpPort: number;
  readonly temporalPort: number;
  readonly temporalUiPort: number;
  readonly mailDeskSmtpPort: number;
  readonly mailDeskHttpPort: number;
  readonly statuspageStandInPort: number;
  readonly slackStandInPort: number;
  readonly executorStandInPort: number;
  readonly openIdStandInPort: number;
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
  readonly temporalCli: string | undefined;
  readonly demoInventory: boolean;
  /** Services of the user; undefined for one that `npm start` runs itself. */
  readonly own: {
    readonly databaseUrl: string | undefined;
    readonly smtpUrl: string | undefined;
    readonly temporalAddress: string | undefined;
    /** The user's page, workspace or automation; config/config.ts reads its address. */
    readonly statuspage: boolean;
    readonly slack: boolean;
    readonly executors: boolean;
    readonly openId: boolean;
  };
  readonly temporalNamespace: string;
}

/** Any of these variables means that the user has a page, or a chat, of their own. */
const OWN_STATUSPAGE = ['KEY', 'PAGE', 'MAP', 'URL'].map((name) => `FOREWARN_STATUSPAGE_${name}`);
const OWN_SLACK = ['TOKEN', 'CHANNEL', 'SIGNING_SECRET', 'URL', 'WEBHOOK'].map((name) => `FOREWARN_SLACK_${name}`);

/** Throws one StartupError that lists every faulty variable. An empty variable counts as not set. */
export function readDevSettings(environment: NodeJS.ProcessEnv = process.env): DevSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map(({ path: name, message }) => `  ${name.join('.')}: ${message}`);
    throw new StartupError(
      `These variables of the environment cannot be used, correct or unset them:\n${faults.join('\n')}`,
    );
  }
  const env = result.data;
  return {
    // relative to the caller's working directory
    dataFolder: env.FOREWARN_DATA ? path.resolve(env.FOREWARN_DATA) : path.join(projectRoot(), '.data'),
    httpPort: env.FOREWARN_HTTP_PORT,
    temporalPort: env.FOREWARN_TEMPORAL_PORT,
    temporalUiPort: env.FOREWARN_TEMPORAL_UI_PORT,
    mailDeskSmtpPort: env.FOREWARN_MAIL_DESK_SMTP_PORT,
    mailDeskHttpPort: env.FOREWARN_MAIL_DESK_HTTP_PORT,
    statuspageStandInPort: env.FOREWARN_STATUSPAGE_STAND_IN_PORT,
    slackStandInPort: env.FOREWARN_SLACK_STAND_IN_PORT,
    executorStandInPort: env.FOREWARN_EXECUTOR_STAND_IN_PORT,
    openIdStandInPort: env.FOREWARN_OPENID_STAND_IN_PORT,
    publicUrl: withoutSlash(env.FOREWARN_PUBLIC_URL ?? loopback(env.FOREWARN_HTTP_PORT)),
    temporalUiUrl: withoutSlash(env.FOREWARN_TEMPORAL_UI_URL ?? loopback(env.FOREWARN_TEMPORAL_UI_PORT)),
    temporalCli: env.FOREWARN_TEMPORAL_CLI,
    demoInventory: env.FOREWARN_DEMO_INVENTORY === 'yes',
    own: {
      databaseUrl: env.DATABASE_URL,
      smtpUrl: env.SMTP_URL,
      temporalAddress: env.TEMPORAL_ADDRESS,
      statuspage: OWN_STATUSPAGE.some((name) => given[name] !== undefined),
      slack: OWN_SLACK.some((name) => given[name] !== undefined),
      executors: given.FOREWARN_EXECUTORS !== undefined,
      openId: given.FOREWARN_OIDC_ISSUER !== undefined,
    },
    temporalNamespace: env.TEMPORAL_ADDRESS ? env.TEMPORAL_NAMESPACE : 'default',
  };
}

/** An address on this machine only. */
export function loopback(port: number): string {
  return `http://127.0.0.1:${String(port)}`;
}

/** The pages of the stand-ins that `npm start` runs, by the names of the services they replace. */
export function standInLinks({
  own,
  ...ports
}: Pick<DevSettings, 'own' | 'slackStandInPort' | 'statuspageStandInPort' | 'executorStandInPort'>): {
  name: string;
  url: string;
}[] {
  return [
    ...(own.slack ? [] : [{ name: 'Chat (Slack stand-in)', url: loopback(ports.slackStandInPort) }]),
    ...(own.statuspage ? [] : [{ name: 'Statuspage stand-in', url: loopback(ports.statuspageStandInPort) }]),
    ...(own.executors ? [] : [{ name: 'Demo executor', url: loopback(ports.executorStandInPort) }]),
  ];
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}
