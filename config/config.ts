import { z } from 'zod';

/** The environment is read here and nowhere else; every fault is reported at once. */

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

const schema = z.object({
  /** postgres://user:password@host:port/database */
  DATABASE_URL: url,
  /** smtp://[user:password@]host:port, smtps:// for TLS from the first byte; credentials belong here, by secret. */
  SMTP_URL: url,
  FOREWARN_SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(10),
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
  FOREWARN_PROVIDER_NAME: z.string().default('Example Provider'),
  FOREWARN_HTTP_HOST: z.string().default('127.0.0.1'),
  FOREWARN_HTTP_PORT: port.default(8080),
  /** Where customers reach the pages. */
  FOREWARN_PUBLIC_URL: url.default('http://127.0.0.1:8080'),
  /** Where operators reach the Temporal UI. */
  FOREWARN_TEMPORAL_UI_URL: url.default('http://127.0.0.1:8233'),
  /** Seals the secrets that sign webhooks; webhooks are off without it. A secret itself: keep it like the database's password. */
  FOREWARN_SECRETS_KEY: keys.optional(),
  /** `loopback`: webhooks may go to this machine, over plain http too. For development only. */
  FOREWARN_WEBHOOKS_ALLOW: z.enum(['loopback']).optional(),
  FOREWARN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly smtpConnections: number;
  readonly mailEngine: z.output<typeof schema>['FOREWARN_MAIL_ENGINE'];
  readonly mailRate: number | undefined;
  readonly mailMaxMessages: number | undefined;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly keyFile: string } | undefined;
  readonly mailFrom: string;
  readonly providerName: string;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
  /** 32 bytes each, the one in use first; undefined where webhooks are off. */
  readonly secretsKeys: readonly Buffer[] | undefined;
  readonly webhooks: { readonly allowLoopback: boolean };
  readonly logLevel: z.output<typeof schema>['FOREWARN_LOG_LEVEL'];
}

/** The typed configuration. Throws one Error that lists every variable at fault and the rule it breaks. */
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
    mailFrom: env.FOREWARN_MAIL_FROM,
    providerName: env.FOREWARN_PROVIDER_NAME,
    httpHost: env.FOREWARN_HTTP_HOST,
    httpPort: env.FOREWARN_HTTP_PORT,
    publicUrl: env.FOREWARN_PUBLIC_URL.replace(/\/$/, ''),
    temporalUiUrl: env.FOREWARN_TEMPORAL_UI_URL.replace(/\/$/, ''),
    secretsKeys: env.FOREWARN_SECRETS_KEY,
    webhooks: { allowLoopback: env.FOREWARN_WEBHOOKS_ALLOW === 'loopback' },
    logLevel: env.FOREWARN_LOG_LEVEL,
  };
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
