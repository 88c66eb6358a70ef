import { z } from 'zod';
import { returnMailboxFault } from '../domain/delivery/return-path';

/** The environment is read only here; all faults are reported at once. */

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.string().refine((value) => URL.canParse(value), 'must be an address with a scheme');

/** Keys of 32 bytes in base64, separated by commas, the current one first. An empty value counts as not set. */
const keys = z
  .string()
  .transform((text) =>
    text.trim() === '' ? undefined : text.split(',').map((part) => Buffer.from(part.trim(), 'base64')),
  )
  .refine((list) => list === undefined || list.every((key) => key.length === 32), {
    message:
      'must be 32 random bytes in base64, such as `openssl rand -base64 32` prints; several are separated by commas',
  });

/** A compose file passes an empty value for a variable that is not set. */
const maybe = <T extends z.ZodType<unknown, string>>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional());

const schema = z.object({
  /** postgres://user:password@host:port/database */
  DATABASE_URL: url,
  /** smtp://[user:password@]host:port, or smtps:// for TLS from the first byte. Pass credentials by secret. */
  SMTP_URL: url,
  FOREWARN_SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(20),
  /** Our own sender, or nodemailer behind the same port. */
  FOREWARN_MAIL_ENGINE: z.enum(['engine', 'nodemailer']).default('engine'),
  /** Messages a second for each worker process; no limit by default. */
  FOREWARN_MAIL_RATE: z.coerce.number().positive().max(100_000).optional(),
  /** A connection is closed after this many messages; it stays open by default. */
  FOREWARN_MAIL_MAX_MESSAGES: z.coerce.number().int().min(1).optional(),
  /** Mail is signed when all three are given. The file holds the private key as PEM, RSA or Ed25519. */
  FOREWARN_DKIM_DOMAIN: z.string().min(1).optional(),
  FOREWARN_DKIM_SELECTOR: z.string().min(1).optional(),
  FOREWARN_DKIM_KEY_FILE: z.string().min(1).optional(),
  FOREWARN_MAIL_FROM: z.string().default('Maintenance <maintenance@provider.example>'),
  /** `required`: every window needs a second person's approval (L8); `by-request`: only those opened with "draft". */
  FOREWARN_APPROVALS: z.enum(['by-request', 'required']).default('by-request'),
  /**
   * A mailbox that people read: mails name it while a window has no point of contact, and answers go or are forwarded to it. By
   * default the address of FOREWARN_MAIL_FROM.
   */
  FOREWARN_SUPPORT_ADDRESS: maybe(z.email()),
  /** The Reply-To of every mail; composition/mailboxes.ts defines the default. */
  FOREWARN_REPLY_TO: maybe(z.email()),
  /** The mailbox for answers to invitations, `Name <address>`; by default FOREWARN_MAIL_FROM. */
  FOREWARN_CALENDAR_ORGANIZER: z.string().min(1).optional(),
  FOREWARN_PROVIDER_NAME: z.string().default('Example Provider'),
  FOREWARN_HTTP_HOST: z.string().default('127.0.0.1'),
  FOREWARN_HTTP_PORT: port.default(8080),
  /**
   * The provider's mailbox for returned mail, such as bounces@provider.example: each mail has a return path of its own,
   * bounces+<token>@provider.example. By default every mail has the address of FOREWARN_MAIL_FROM.
   */
  FOREWARN_RETURN_PATH: maybe(
    z.string().superRefine((mailbox, context) => {
      const fault = returnMailboxFault(mailbox);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    }),
  ),
  /** An SMTP listener for bounces and answers, in the API process: off by default, 0 for any free port. */
  FOREWARN_INBOUND_SMTP_PORT: port.optional(),
  FOREWARN_INBOUND_SMTP_HOST: z.string().min(1).default('127.0.0.1'),
  /**
   * The name our own mail server uses in Authentication-Results (RFC 8601). When it is set, an answer counts only if that
   * server confirmed its sender.
   */
  FOREWARN_INBOUND_AUTHSERV_ID: z.string().min(1).optional(),
  /** Where customers reach the pages. */
  FOREWARN_PUBLIC_URL: url.default('http://127.0.0.1:8080'),
  /** Where operators reach the Temporal UI. */
  FOREWARN_TEMPORAL_UI_URL: url.default('http://127.0.0.1:8233'),
  /** Requests a second for each API token, averaged over ten seconds, in each API process; 0 means no limit. */
  FOREWARN_API_RATE: z.coerce.number().min(0).max(100_000).default(50),
  /** A token that may read /metrics; staff tokens may, too. */
  FOREWARN_METRICS_TOKEN: z
    .string()
    .refine(
      (token) => token === '' || /^[A-Za-z0-9._~+/-]{16,}=*$/.test(token),
      'must be 16 or more letters, digits or ._~+/-',
    )
    // a compose file passes an empty value for a variable that is not set
    .transform((token) => (token === '' ? undefined : token))
    .optional(),
  /**
   * Atlassian Statuspage, enabled when the first three are given: an API key, the page's id, and the file that maps components.
   */
  FOREWARN_STATUSPAGE_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be one word')
    .optional(),
  FOREWARN_STATUSPAGE_PAGE: z
    .string()
    .regex(/^[\w-]+$/, 'must be the id of a page, such as ab12cd34ef56')
    .optional(),
  FOREWARN_STATUSPAGE_MAP: z.string().min(1).optional(),
  /** The address of its API. */
  FOREWARN_STATUSPAGE_URL: url.default('https://api.statuspage.io/v1'),
  /** The internal chat (C4): a bot's token and the id of its channel; see docs/slack.md. */
  FOREWARN_SLACK_TOKEN: maybe(z.string().regex(/^[\x21-\x7e]+$/, 'must be one word, such as xoxb-…')),
  FOREWARN_SLACK_CHANNEL: maybe(
    z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'must be the id of a channel, such as C024BE91L'),
  ),
  /** When it is given, buttons are shown and presses accepted. */
  FOREWARN_SLACK_SIGNING_SECRET: maybe(z.string().min(16, 'must have 16 or more characters')),
  /** Who may press: ids, each with the name to record, such as `U024BE7LH=anna`; everybody by default. */
  FOREWARN_SLACK_USERS: maybe(z.string()),
  FOREWARN_SLACK_URL: url.default('https://slack.com/api/'),
  /** An incoming webhook of Slack or another chat, instead of a bot: plain messages without threads and buttons. */
  FOREWARN_SLACK_WEBHOOK: maybe(url),
  /** The number of proxies in front of the API that append to X-Forwarded-For; rate limits by address need it. */
  FOREWARN_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /**
   * Encrypts webhook signing secrets and signs links in mails; without it webhooks and subscribing by mail are off. Protect it
   * like the database's password.
   */
  FOREWARN_SECRETS_KEY: keys.optional(),
  /** `loopback`: webhooks may go to this machine, also over plain http. For development only. */
  FOREWARN_WEBHOOKS_ALLOW: z.enum(['loopback']).optional(),
  FOREWARN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Every variable the product reads, except those of Temporal's own tools and Node. */
export const SETTINGS: readonly string[] = Object.keys(schema.shape);

/** A Slack app with a bot in the internal channel. */
export interface SlackBot {
  readonly token: string;
  /** The channel's id. */
  readonly channel: string;
  /** Ends with a slash. */
  readonly url: string;
  readonly signingSecret: string | undefined;
  /** Names by Slack's user id, where given. When empty, everybody in the channel may press. */
  readonly users: ReadonlyMap<string, string | undefined>;
}

export interface Config {
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
  readonly supportAddress: string;
  /** The mailbox that people read, when it is configured. */
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
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
  /** For each API token; undefined means no limit. */
  readonly rateLimit: { readonly requests: number; readonly windowMs: number } | undefined;
  readonly metricsToken: string | undefined;
  readonly trustedProxies: number;
  /** 32 bytes each, the current one first; undefined when webhooks and subscribing by mail are off. */
  readonly secretsKeys: readonly Buffer[] | undefined;
  readonly webhooks: { readonly allowLoopback: boolean };
  readonly logLevel: z.output<typeof schema>['FOREWARN_LOG_LEVEL'];
}

/** The typed configuration. Throws one Error that lists every faulty variable and the rule it breaks. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const result = schema.safeParse(environment);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment cannot be used:\n${faults.join('\n')}`);
  }
  const env = result.data;
  return {
    databaseUrl: env.DATABASE_URL,
    smtpUrl: env.SMTP_URL,
    smtpConnections: env.FOREWARN_SMTP_CONNECTIONS,
    mailEngine: env.FOREWARN_MAIL_ENGINE,
    mailRate: env.FOREWARN_MAIL_RATE,
    mailMaxMessages: env.FOREWARN_MAIL_MAX_MESSAGES,
    dkim: dkimOf(env),
    statuspage: statuspageOf(env),
    slack: slackOf(env),
    mailFrom: env.FOREWARN_MAIL_FROM,
    approvals: env.FOREWARN_APPROVALS,
    supportAddress: env.FOREWARN_SUPPORT_ADDRESS ?? addressIn(env.FOREWARN_MAIL_FROM),
    supportMailbox: env.FOREWARN_SUPPORT_ADDRESS,
    replyTo: env.FOREWARN_REPLY_TO,
    calendarOrganizer: env.FOREWARN_CALENDAR_ORGANIZER,
    returnMailbox: returnMailboxOf(env),
    inboundSmtpPort: env.FOREWARN_INBOUND_SMTP_PORT,
    inboundSmtpHost: env.FOREWARN_INBOUND_SMTP_HOST,
    inboundAuthservId: env.FOREWARN_INBOUND_AUTHSERV_ID,
    providerName: env.FOREWARN_PROVIDER_NAME,
    httpHost: env.FOREWARN_HTTP_HOST,
    httpPort: env.FOREWARN_HTTP_PORT,
    publicUrl: env.FOREWARN_PUBLIC_URL.replace(/\/$/, ''),
    temporalUiUrl: env.FOREWARN_TEMPORAL_UI_URL.replace(/\/$/, ''),
    rateLimit: rateLimitOf(env.FOREWARN_API_RATE),
    metricsToken: env.FOREWARN_METRICS_TOKEN,
    trustedProxies: env.FOREWARN_TRUSTED_PROXIES,
    secretsKeys: env.FOREWARN_SECRETS_KEY,
    webhooks: { allowLoopback: env.FOREWARN_WEBHOOKS_ALLOW === 'loopback' },
    logLevel: env.FOREWARN_LOG_LEVEL,
  };
}

/** The address of `Name <address>`. */
function addressIn(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** Averaged over ten seconds, so that a short burst is allowed and a refused client need not wait long. */
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
