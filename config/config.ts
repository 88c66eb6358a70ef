import { z } from 'zod';
import type { SignInRules } from '../domain/access/sign-in-rules';
import type { Brands } from '../domain/brands/brand';
import { returnMailboxFault } from '../domain/delivery/return-path';
import { readRetention, type RetentionPeriods } from '../domain/retention/retention';
import { policyOf, retentionOf, type CalendarRules } from '../domain/rules/rules';
import type { NoticePolicy } from '../domain/notices/notice-policy';
import { USUAL_SIGNALS } from '../domain/window/authority';
import { COMMAND_NAMES, type CommandName } from '../domain/window/commands/commands';
import { readBrands } from './brands';
import { readExecutors, type ExecutorsConfig } from './executors';
import { isGiven, mayStand, valuesInForce, type ValueInForce } from './in-force';
import { readPayloadKeys, type PayloadKeysSetting } from './payload-keys';
import { readRulesFile, usualRules } from './rules-file';
import { readSilences, type SilencesConfig } from './silences';
import { WORKER_ROLES, type WorkerRole } from './worker-roles';

/** The environment, and the file of rules it names, are read here and nowhere else; every fault is reported at once. */

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.string().refine((value) => URL.canParse(value), 'must be an address with a scheme');

/** Keys of 32 bytes in base64, the one in use first, separated by commas; set to nothing is not set. */
const keys = z
  .string()
  .transform((text) =>
    text.trim() === '' ? undefined : text.split(',').map((part) => Buffer.from(part.trim(), 'base64')),
  )
  .refine((list) => list === undefined || list.every((key) => key.length === 32), {
    message:
      'must be 32 random bytes in base64, such as `openssl rand -base64 32` prints; several are separated by commas',
  });

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function isSafeIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}

/** As a compose file passes what is not set. */
const maybe = <T extends z.ZodType<unknown, string>>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional());

/** The address of a provider of OpenID Connect. */
const issuer = maybe(
  url.refine((value) => isSafeIssuer(value), 'must begin with https://, or be http:// on this machine'),
);

const schema = z.object({
  /** postgres://user:password@host:port/database */
  DATABASE_URL: url,
  /** smtp://[user:password@]host:port, smtps:// for TLS from the first byte; credentials belong here, by secret. */
  SMTP_URL: url,
  /** The file of the provider's own rules, see docs/rules.md; the environment wins over what it sets. */
  FOREWARN_CONFIG: maybe(z.string()),
  FOREWARN_SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(20),
  /** Our own sender, or nodemailer behind the same port. */
  FOREWARN_MAIL_ENGINE: z.enum(['engine', 'nodemailer']).default('engine'),
  /** Messages a second from each worker process; no limit when left out. */
  FOREWARN_MAIL_RATE: z.coerce.number().positive().max(100_000).optional(),
  /** A connection is closed after so many messages; kept when left out. */
  FOREWARN_MAIL_MAX_MESSAGES: z.coerce.number().int().min(1).optional(),
  /** Signs mail when all three are given; the file holds the private key as PEM, RSA or Ed25519. */
  FOREWARN_DKIM_DOMAIN: z.string().min(1).optional(),
  FOREWARN_DKIM_SELECTOR: z.string().min(1).optional(),
  FOREWARN_DKIM_KEY_FILE: z.string().min(1).optional(),
  FOREWARN_MAIL_FROM: z.string().default('Maintenance <maintenance@provider.example>'),
  /** How long a token of the API is valid when nobody says otherwise, and how long at most one of a person (days). */
  FOREWARN_TOKEN_DAYS: z.coerce.number().int().min(1).max(3_650).default(365),
  /** `required`: every window needs a second person's approval (L8); `by-request`: those opened with "draft". */
  FOREWARN_APPROVALS: z.enum(['by-request', 'required']).default('by-request'),
  /** Commands that operators may give by signals in Temporal, which prove nobody (T5); `none`. Of windows opened from then on. */
  FOREWARN_SIGNALS: maybe(
    z
      .string()
      .transform((text) => (text.trim() === 'none' ? [] : text.split(',').map((name) => name.trim())))
      .pipe(
        z.array(z.enum(COMMAND_NAMES, `must be none, or commands separated by commas, of ${COMMAND_NAMES.join(', ')}`)),
      ),
  ),
  /**
   * The mailbox of people: whom mails name while a window has no point of contact, and where answers go or are passed on to; the
   * address of FOREWARN_MAIL_FROM when left out.
   */
  FOREWARN_SUPPORT_ADDRESS: maybe(z.email()),
  /** The Reply-To of every mail; see composition/mailboxes.ts for what it is when left out. */
  FOREWARN_REPLY_TO: maybe(z.email()),
  /** The mailbox that answers to invitations go to, `Name <address>`; FOREWARN_MAIL_FROM when left out. */
  FOREWARN_CALENDAR_ORGANIZER: z.string().min(1).optional(),
  FOREWARN_PROVIDER_NAME: z.string().default('Example Provider'),
  FOREWARN_HTTP_HOST: z.string().default('127.0.0.1'),
  FOREWARN_HTTP_PORT: port.default(8080),
  /** Where a worker process says how it is: off when left out, 0 for any free port. */
  FOREWARN_WORKER_HTTP_PORT: port.optional(),
  FOREWARN_WORKER_HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  /**
   * A mailbox of the provider's for mail that comes back, such as bounces@provider.example: each mail leaves with a return path
   * of its own, bounces+<token>@provider.example. The address of FOREWARN_MAIL_FROM for all of them when left out.
   */
  FOREWARN_RETURN_PATH: maybe(
    z.string().superRefine((mailbox, context) => {
      const fault = returnMailboxFault(mailbox);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    }),
  ),
  /** An SMTP listener for bounces and answers, in the API process: off when left out, 0 for any free port. */
  FOREWARN_INBOUND_SMTP_PORT: port.optional(),
  FOREWARN_INBOUND_SMTP_HOST: z.string().min(1).default('127.0.0.1'),
  /**
   * The name under which our own mail server writes Authentication-Results (RFC 8601): then an answer counts only when that
   * server says its sender is genuine.
   */
  FOREWARN_INBOUND_AUTHSERV_ID: z.string().min(1).optional(),
  /** Where customers reach the pages. */
  FOREWARN_PUBLIC_URL: url.default('http://127.0.0.1:8080'),
  /** Where operators reach the Temporal UI. */
  FOREWARN_TEMPORAL_UI_URL: url.default('http://127.0.0.1:8233'),
  /** Requests a second of each API token, averaged over ten seconds, in each API process; 0 is no limit. */
  FOREWARN_API_RATE: z.coerce.number().min(0).max(100_000).default(50),
  /** Lets a scraper read /metrics; tokens of staff do, too. */
  FOREWARN_METRICS_TOKEN: z
    .string()
    .refine(
      (token) => token === '' || /^[A-Za-z0-9._~+/-]{16,}=*$/.test(token),
      'must be 16 or more letters, digits or ._~+/-',
    )
    // as a compose file passes what is not set
    .transform((token) => (token === '' ? undefined : token))
    .optional(),
  /** Atlassian Statuspage, when the first three are given: an API key, the page's id, and the file that maps components. */
  FOREWARN_STATUSPAGE_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be one word')
    .optional(),
  FOREWARN_STATUSPAGE_PAGE: z
    .string()
    .regex(/^[\w-]+$/, 'must be the id of a page, such as ab12cd34ef56')
    .optional(),
  FOREWARN_STATUSPAGE_MAP: z.string().min(1).optional(),
  /** Where its API is. */
  FOREWARN_STATUSPAGE_URL: url.default('https://api.statuspage.io/v1'),
  /** The internal chat (C4): a bot's token and the id of its channel; see docs/slack.md. */
  FOREWARN_SLACK_TOKEN: maybe(z.string().regex(/^[\x21-\x7e]+$/, 'must be one word, such as xoxb-…')),
  FOREWARN_SLACK_CHANNEL: maybe(
    z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'must be the id of a channel, such as C024BE91L'),
  ),
  /** Buttons are shown and presses read when it is given. */
  FOREWARN_SLACK_SIGNING_SECRET: maybe(z.string().min(16, 'must have 16 or more characters')),
  /** Who may press: ids, each with the name that stands for the person, such as `U024BE7LH=anna`; nobody when left out. */
  FOREWARN_SLACK_USERS: maybe(z.string()),
  FOREWARN_SLACK_URL: url.default('https://slack.com/api/'),
  /** An incoming webhook instead of a bot, of Slack or another chat: plain messages, no threads, no buttons. */
  FOREWARN_SLACK_WEBHOOK: maybe(url),
  /** How many proxies stand in front of the API and name the reader in X-Forwarded-For: what limits readers by address needs it. */
  FOREWARN_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Seals the secrets that sign webhooks and signs links in mails; webhooks and subscribing by mail are off without it. A secret itself: keep it like the database's password. */
  FOREWARN_SECRETS_KEY: keys.optional(),
  /** How long what names people is kept, in days: `deliveries=365,messages=never`; domain/retention/retention.ts has the kinds. */
  FOREWARN_RETENTION: z
    .string()
    .default('')
    .transform((setting, context) => {
      const read = readRetention(setting);
      if ('periods' in read) return read.periods;
      context.addIssue({ code: 'custom', message: read.fault });
      return z.NEVER;
    }),
  /** Encrypts what Temporal is given (T4), the first key; all of them decrypt. See payload-keys.ts; off when left out. */
  FOREWARN_PAYLOAD_KEYS: maybe(z.string()),
  /** `loopback`: webhooks may go to this machine, over plain http too. For development only. */
  FOREWARN_WEBHOOKS_ALLOW: z.enum(['loopback']).optional(),
  /** The file of executors, which carry out maintenance; see docs/executors.md. */
  FOREWARN_EXECUTORS: maybe(z.string()),
  /** The file of monitoring that is silent for the work (C8); see docs/silences.md. */
  FOREWARN_SILENCES: maybe(z.string()),
  /** `mail-link`: customers sign in to the portal by a link in a mail (T9); see docs/portal.md. */
  FOREWARN_PORTAL: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.enum(['off', 'mail-link']).default('off'),
  ),
  /** Sign-in by OpenID Connect (T9), when the first three are given; see docs/sign-in.md. Plain http on this machine alone. */
  FOREWARN_OIDC_ISSUER: issuer,
  FOREWARN_OIDC_CLIENT_ID: maybe(z.string().max(500)),
  FOREWARN_OIDC_CLIENT_SECRET: maybe(z.string()),
  /** As the button calls the provider; the host of the issuer when left out. */
  FOREWARN_OIDC_NAME: maybe(z.string().max(100)),
  /** Scopes besides openid, email and profile, separated by blanks. */
  FOREWARN_OIDC_SCOPES: maybe(
    z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e ]{1,500}$/, 'must be scopes separated by blanks'),
  ),
  /** The same of customers, beside the link by mail, when the first three are given; see docs/portal.md. */
  FOREWARN_PORTAL_OIDC_ISSUER: issuer,
  FOREWARN_PORTAL_OIDC_CLIENT_ID: maybe(z.string().max(500)),
  FOREWARN_PORTAL_OIDC_CLIENT_SECRET: maybe(z.string()),
  FOREWARN_PORTAL_OIDC_NAME: maybe(z.string().max(100)),
  /** What a worker process does, separated by commas; all of it when left out. */
  FOREWARN_WORKER_ROLES: maybe(
    z
      .string()
      .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))])
      .pipe(z.array(z.enum(WORKER_ROLES, `must be roles separated by commas, of ${WORKER_ROLES.join(', ')}`))),
  ),
  FOREWARN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** A variable the product reads. */
export type SettingName = keyof typeof schema.shape;

/** Every variable the product reads, apart from those of Temporal's own tools and Node. */
export const SETTINGS: readonly string[] = Object.keys(schema.shape);

/** A Slack app with a bot in the internal channel. */
export interface SlackBot {
  readonly token: string;
  /** The channel's id. */
  readonly channel: string;
  /** Ends with a slash. */
  readonly url: string;
  readonly signingSecret: string | undefined;
  /** By Slack's user id; a name where one was given. Nobody else may press. */
  readonly users: ReadonlyMap<string, string | undefined>;
}

/** What windows are opened by from now on (P6). */
export interface ConfiguredRules {
  /** Without the calendar, of which composition/rules.ts knows the holidays. */
  readonly policy: NoticePolicy;
  readonly calendar: CalendarRules;
  /** Where they stand; undefined without a file. */
  readonly file: string | undefined;
}

export interface Config {
  readonly rules: ConfiguredRules;
  /** As whom customers are written to, and what they see (P7). */
  readonly brands: Brands;
  /** Each value in force, and where it comes from; secrets without their value. */
  readonly inForce: readonly ValueInForce[];
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly smtpConnections: number;
  readonly mailEngine: z.output<typeof schema>['FOREWARN_MAIL_ENGINE'];
  readonly mailRate: number | undefined;
  readonly mailMaxMessages: number | undefined;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly keyFile: string } | undefined;
  readonly statuspage:
    { readonly key: string; readonly page: string; readonly mapFile: string; readonly url: string } | undefined;
  readonly slack: SlackBot | { readonly webhook: string } | undefined;
  readonly mailFrom: string;
  readonly approvals: z.output<typeof schema>['FOREWARN_APPROVALS'];
  /** How long a token is valid (days). */
  readonly tokenDays: number;
  /** Commands that signals may give. */
  readonly signals: readonly CommandName[];
  readonly supportAddress: string;
  /** The one people read, when it was given. */
  readonly supportMailbox: string | undefined;
  readonly replyTo: string | undefined;
  readonly calendarOrganizer: string | undefined;
  readonly returnMailbox: string | undefined;
  readonly inboundSmtpPort: number | undefined;
  readonly inboundSmtpHost: string;
  readonly inboundAuthservId: string | undefined;
  readonly providerName: string;
  readonly httpHost: string;
  readonly httpPort: number;
  /** Undefined: workers serve nothing. */
  readonly workerHttpPort: number | undefined;
  readonly workerHttpHost: string;
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
  /** Of each API token; undefined is no limit. */
  readonly rateLimit: { readonly requests: number; readonly windowMs: number } | undefined;
  readonly metricsToken: string | undefined;
  readonly trustedProxies: number;
  /** 32 bytes each, the one in use first; undefined where webhooks and subscribing by mail are off. */
  readonly secretsKeys: readonly Buffer[] | undefined;
  readonly retention: RetentionPeriods;
  /** The one in use first; undefined: Temporal is given plain text. */
  readonly payloadKeys: PayloadKeysSetting | undefined;
  readonly webhooks: { readonly allowLoopback: boolean };
  /** undefined: nothing is restarted from here. */
  readonly executors: ExecutorsConfig | undefined;
  /** undefined: monitoring hears nothing of windows. */
  readonly silences: SilencesConfig | undefined;
  /** undefined: nobody signs in, and there is no console. */
  readonly signIn: SignInConfig | undefined;
  /** How customers sign in to the portal. */
  readonly portal: z.output<typeof schema>['FOREWARN_PORTAL'];
  /** undefined: customers sign in by mail alone. */
  readonly portalSignIn: OpenIdConfig | undefined;
  readonly workerRoles: readonly WorkerRole[];
  readonly logLevel: z.output<typeof schema>['FOREWARN_LOG_LEVEL'];
}

/** A provider of OpenID Connect. */
export interface OpenIdConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/** The provider of identities, and what its people may do here (T3, T9). */
export interface SignInConfig extends OpenIdConfig {
  readonly rules: SignInRules;
}

/**
 * The typed configuration. Throws one Error that lists every variable at fault and the rule it breaks, or every fault of the file of
 * rules.
 */
export function readConfig(given: NodeJS.ProcessEnv = process.env): Config {
  const named = isGiven(given, 'FOREWARN_CONFIG') ? given.FOREWARN_CONFIG : undefined;
  const file = named === undefined ? usualRules() : readRulesFile(named, mayStand);
  const fromFile = Object.entries(file.settings).filter(([name]) => !isGiven(given, name as SettingName));
  const environment = { ...given, ...Object.fromEntries(fromFile) };
  const result = schema.safeParse(environment);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment cannot be used:\n${faults.join('\n')}`);
  }
  const env = result.data;
  const supportAddress = env.FOREWARN_SUPPORT_ADDRESS ?? addressIn(env.FOREWARN_MAIL_FROM);
  const ownBrand = {
    providerName: env.FOREWARN_PROVIDER_NAME,
    publicUrl: env.FOREWARN_PUBLIC_URL.replace(/\/$/, ''),
    mailFrom: env.FOREWARN_MAIL_FROM,
    replyTo: env.FOREWARN_REPLY_TO,
    calendarOrganizer: env.FOREWARN_CALENDAR_ORGANIZER,
    supportAddress,
    supportMailbox: env.FOREWARN_SUPPORT_ADDRESS,
    returnMailbox: returnMailboxOf(env),
  };
  return {
    ...ownBrand,
    brands: readBrands(file, named, environment, ownBrand),
    rules: { policy: policyOf(file.rules), calendar: file.rules.calendar, file: named },
    inForce: valuesInForce(file, env, given),
    databaseUrl: env.DATABASE_URL,
    smtpUrl: env.SMTP_URL,
    smtpConnections: env.FOREWARN_SMTP_CONNECTIONS,
    mailEngine: env.FOREWARN_MAIL_ENGINE,
    mailRate: env.FOREWARN_MAIL_RATE,
    mailMaxMessages: env.FOREWARN_MAIL_MAX_MESSAGES,
    dkim: dkimOf(env),
    statuspage: statuspageOf(env),
    slack: slackOf(env),
    approvals: env.FOREWARN_APPROVALS,
    portal: env.FOREWARN_PORTAL,
    tokenDays: env.FOREWARN_TOKEN_DAYS,
    signals: env.FOREWARN_SIGNALS ?? USUAL_SIGNALS,
    inboundSmtpPort: env.FOREWARN_INBOUND_SMTP_PORT,
    inboundSmtpHost: env.FOREWARN_INBOUND_SMTP_HOST,
    inboundAuthservId: env.FOREWARN_INBOUND_AUTHSERV_ID,
    httpHost: env.FOREWARN_HTTP_HOST,
    httpPort: env.FOREWARN_HTTP_PORT,
    workerHttpPort: env.FOREWARN_WORKER_HTTP_PORT,
    workerHttpHost: env.FOREWARN_WORKER_HTTP_HOST,
    temporalUiUrl: env.FOREWARN_TEMPORAL_UI_URL.replace(/\/$/, ''),
    rateLimit: rateLimitOf(env.FOREWARN_API_RATE),
    metricsToken: env.FOREWARN_METRICS_TOKEN,
    trustedProxies: env.FOREWARN_TRUSTED_PROXIES,
    secretsKeys: env.FOREWARN_SECRETS_KEY,
    retention: isGiven(environment, 'FOREWARN_RETENTION') ? env.FOREWARN_RETENTION : retentionOf(file.rules),
    payloadKeys: payloadKeysOf(env, environment),
    webhooks: { allowLoopback: env.FOREWARN_WEBHOOKS_ALLOW === 'loopback' },
    executors: env.FOREWARN_EXECUTORS === undefined ? undefined : readExecutors(env.FOREWARN_EXECUTORS, environment),
    silences: env.FOREWARN_SILENCES === undefined ? undefined : readSilences(env.FOREWARN_SILENCES, environment),
    signIn: signInOf(env, file.rules.signIn),
    portalSignIn: portalSignInOf(env),
    workerRoles: env.FOREWARN_WORKER_ROLES ?? WORKER_ROLES,
    logLevel: env.FOREWARN_LOG_LEVEL,
  };
}

/** The address of `Name <address>`. */
function addressIn(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** Over ten seconds, so that a short burst is let through and whoever is refused need not wait long. */
function rateLimitOf(perSecond: number): Config['rateLimit'] {
  return perSecond === 0 ? undefined : { requests: Math.ceil(perSecond * 10), windowMs: 10_000 };
}

function dkimOf(env: z.output<typeof schema>): Config['dkim'] {
  const { FOREWARN_DKIM_DOMAIN: domain, FOREWARN_DKIM_SELECTOR: selector, FOREWARN_DKIM_KEY_FILE: keyFile } = env;
  if (domain && selector && keyFile) return { domain, selector, keyFile };
  if (!domain && !selector && !keyFile) return undefined;
  throw new Error(
    'The environment cannot be used:\n  FOREWARN_DKIM_DOMAIN, FOREWARN_DKIM_SELECTOR and FOREWARN_DKIM_KEY_FILE belong ' +
      'together: set all three to sign mail, or none',
  );
}

function payloadKeysOf(
  { FOREWARN_PAYLOAD_KEYS: setting }: z.output<typeof schema>,
  environment: NodeJS.ProcessEnv,
): Config['payloadKeys'] {
  return setting === undefined ? undefined : readPayloadKeys(setting, environment);
}

function signInOf(env: z.output<typeof schema>, rules: SignInRules): SignInConfig | undefined {
  const found = openIdOf(env, 'FOREWARN_OIDC');
  const scopes = (env.FOREWARN_OIDC_SCOPES ?? '').split(' ').filter((one) => one !== '');
  return found && { ...found, scopes, rules };
}

function portalSignInOf(env: z.output<typeof schema>): OpenIdConfig | undefined {
  const found = openIdOf(env, 'FOREWARN_PORTAL_OIDC');
  if (!found || env.FOREWARN_PORTAL !== 'off') return found;
  throw new Error(
    'The environment cannot be used:\n  FOREWARN_PORTAL_OIDC_ISSUER needs FOREWARN_PORTAL=mail-link: without it there is no portal to sign in to',
  );
}

/** The provider that these settings name; undefined where they name none. */
function openIdOf(
  env: z.output<typeof schema>,
  which: 'FOREWARN_OIDC' | 'FOREWARN_PORTAL_OIDC',
): OpenIdConfig | undefined {
  const { [`${which}_ISSUER` as const]: issuer, [`${which}_CLIENT_ID` as const]: clientId } = env;
  const { [`${which}_CLIENT_SECRET` as const]: clientSecret, [`${which}_NAME` as const]: name } = env;
  if (!issuer && !clientId && !clientSecret) return undefined;
  const fault = (text: string) => new Error(`The environment cannot be used:\n  ${text}`);
  if (!issuer || !clientId || !clientSecret) {
    throw fault(
      `${which}_ISSUER, ${which}_CLIENT_ID and ${which}_CLIENT_SECRET belong together: set all three to have people sign in, or none`,
    );
  }
  if (!env.FOREWARN_SECRETS_KEY)
    throw fault(`${which}_ISSUER needs FOREWARN_SECRETS_KEY: what is kept while somebody signs in is sealed with it`);
  return { issuer, clientId, clientSecret, name: name ?? new URL(issuer).host, scopes: [] };
}

function returnMailboxOf(env: z.output<typeof schema>): string | undefined {
  const { FOREWARN_RETURN_PATH: mailbox, FOREWARN_SECRETS_KEY: keys } = env;
  if (mailbox === undefined || keys) return mailbox;
  throw new Error(
    'The environment cannot be used:\n  FOREWARN_RETURN_PATH needs FOREWARN_SECRETS_KEY: the return path of each mail is made with it, so that nobody else can',
  );
}

function statuspageOf(env: z.output<typeof schema>): Config['statuspage'] {
  const { FOREWARN_STATUSPAGE_KEY: key, FOREWARN_STATUSPAGE_PAGE: page, FOREWARN_STATUSPAGE_MAP: mapFile } = env;
  const address = env.FOREWARN_STATUSPAGE_URL.replace(/\/$/, '');
  if (key && page && mapFile) return { key, page, mapFile, url: address };
  if (!key && !page && !mapFile) return undefined;
  throw new Error(
    'The environment cannot be used:\n  FOREWARN_STATUSPAGE_KEY, FOREWARN_STATUSPAGE_PAGE and FOREWARN_STATUSPAGE_MAP belong ' +
      'together: set all three to keep a page at Atlassian Statuspage, or none',
  );
}

function slackOf(env: z.output<typeof schema>): Config['slack'] {
  const { FOREWARN_SLACK_TOKEN: token, FOREWARN_SLACK_CHANNEL: channel, FOREWARN_SLACK_WEBHOOK: webhook } = env;
  const fault = (text: string) => new Error(`The environment cannot be used:\n  ${text}`);
  if (webhook) {
    if (!token && !channel) return { webhook };
    throw fault('FOREWARN_SLACK_WEBHOOK stands alone: set it, or FOREWARN_SLACK_TOKEN and FOREWARN_SLACK_CHANNEL');
  }
  if (!token && !channel) return undefined;
  if (!token || !channel)
    throw fault('FOREWARN_SLACK_TOKEN and FOREWARN_SLACK_CHANNEL belong together: set both to post to Slack, or none');
  const users = new Map<string, string | undefined>();
  for (const part of env.FOREWARN_SLACK_USERS?.split(',') ?? []) {
    const [, id, name] = /^\s*([UW][A-Z0-9]{2,})\s*(?:=\s*(\S[^=]{0,99}?))?\s*$/.exec(part) ?? [];
    if (id === undefined)
      throw fault('FOREWARN_SLACK_USERS: must be ids with names, such as U024BE7LH=anna,W012A3CDE=ben');
    users.set(id, name);
  }
  const url = env.FOREWARN_SLACK_URL.replace(/\/*$/, '/');
  return { token, channel, url, users, signingSecret: env.FOREWARN_SLACK_SIGNING_SECRET };
}
