import { z } from 'zod';

/** The environment is read here and nowhere else; every fault is reported at once. */

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.string().refine((value) => URL.canParse(value), 'must be an address with a scheme');

const schema = z.object({
  /** postgres://user:password@host:port/database */
  DATABASE_URL: url,
  /** smtp://[user:password@]host:port, smtps:// for TLS from the first byte; credentials belong here, by secret. */
  SMTP_URL: url,
  FOREWARN_SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(10),
  FOREWARN_MAIL_FROM: z.string().default('Maintenance <maintenance@provider.example>'),
  FOREWARN_PROVIDER_NAME: z.string().default('Example Provider'),
  FOREWARN_HTTP_HOST: z.string().default('127.0.0.1'),
  FOREWARN_HTTP_PORT: port.default(8080),
  /** Where customers reach the pages. */
  FOREWARN_PUBLIC_URL: url.default('http://127.0.0.1:8080'),
  /** Where operators reach the Temporal UI. */
  FOREWARN_TEMPORAL_UI_URL: url.default('http://127.0.0.1:8233'),
  FOREWARN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly smtpConnections: number;
  readonly mailFrom: string;
  readonly providerName: string;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
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
    mailFrom: env.FOREWARN_MAIL_FROM,
    providerName: env.FOREWARN_PROVIDER_NAME,
    httpHost: env.FOREWARN_HTTP_HOST,
    httpPort: env.FOREWARN_HTTP_PORT,
    publicUrl: env.FOREWARN_PUBLIC_URL.replace(/\/$/, ''),
    temporalUiUrl: env.FOREWARN_TEMPORAL_UI_URL.replace(/\/$/, ''),
    logLevel: env.FOREWARN_LOG_LEVEL,
  };
}
