import { leavesOf } from '../domain/rules/written-policy';
import type { SettingName } from './config';
import type { RulesFile } from './rules-file';

/** Each value in force, and where it comes from. */

/** Whether a setting's value may be shown. A setting that is not here does not compile. */
const SHOWN: Readonly<Record<SettingName, 'plain' | 'secret'>> = {
  DATABASE_URL: 'secret',
  SMTP_URL: 'secret',
  FOREWARN_CONFIG: 'plain',
  FOREWARN_SMTP_CONNECTIONS: 'plain',
  FOREWARN_MAIL_ENGINE: 'plain',
  FOREWARN_MAIL_RATE: 'plain',
  FOREWARN_MAIL_MAX_MESSAGES: 'plain',
  FOREWARN_DKIM_DOMAIN: 'plain',
  FOREWARN_DKIM_SELECTOR: 'plain',
  FOREWARN_DKIM_KEY_FILE: 'plain',
  FOREWARN_MAIL_FROM: 'plain',
  FOREWARN_TOKEN_DAYS: 'plain',
  FOREWARN_APPROVALS: 'plain',
  FOREWARN_SIGNALS: 'plain',
  FOREWARN_SUPPORT_ADDRESS: 'plain',
  FOREWARN_REPLY_TO: 'plain',
  FOREWARN_CALENDAR_ORGANIZER: 'plain',
  FOREWARN_PROVIDER_NAME: 'plain',
  FOREWARN_HTTP_HOST: 'plain',
  FOREWARN_HTTP_PORT: 'plain',
  FOREWARN_WORKER_HTTP_PORT: 'plain',
  FOREWARN_WORKER_HTTP_HOST: 'plain',
  FOREWARN_RETURN_PATH: 'plain',
  FOREWARN_INBOUND_SMTP_PORT: 'plain',
  FOREWARN_INBOUND_SMTP_HOST: 'plain',
  FOREWARN_INBOUND_AUTHSERV_ID: 'plain',
  FOREWARN_PUBLIC_URL: 'plain',
  FOREWARN_TEMPORAL_UI_URL: 'plain',
  FOREWARN_API_RATE: 'plain',
  FOREWARN_METRICS_TOKEN: 'secret',
  FOREWARN_STATUSPAGE_KEY: 'secret',
  FOREWARN_STATUSPAGE_PAGE: 'plain',
  FOREWARN_STATUSPAGE_MAP: 'plain',
  FOREWARN_STATUSPAGE_URL: 'plain',
  FOREWARN_SLACK_TOKEN: 'secret',
  FOREWARN_SLACK_CHANNEL: 'plain',
  FOREWARN_SLACK_SIGNING_SECRET: 'secret',
  FOREWARN_SLACK_USERS: 'plain',
  FOREWARN_SLACK_URL: 'plain',
  // whoever has its address can post
  FOREWARN_SLACK_WEBHOOK: 'secret',
  FOREWARN_TRUSTED_PROXIES: 'plain',
  FOREWARN_SECRETS_KEY: 'secret',
  FOREWARN_RETENTION: 'plain',
  FOREWARN_PAYLOAD_KEYS: 'secret',
  FOREWARN_WEBHOOKS_ALLOW: 'plain',
  FOREWARN_EXECUTORS: 'plain',
  FOREWARN_SILENCES: 'plain',
  FOREWARN_PORTAL: 'plain',
  FOREWARN_OIDC_ISSUER: 'plain',
  FOREWARN_OIDC_CLIENT_ID: 'plain',
  FOREWARN_OIDC_CLIENT_SECRET: 'secret',
  FOREWARN_OIDC_NAME: 'plain',
  FOREWARN_OIDC_SCOPES: 'plain',
  FOREWARN_PORTAL_OIDC_ISSUER: 'plain',
  FOREWARN_PORTAL_OIDC_CLIENT_ID: 'plain',
  FOREWARN_PORTAL_OIDC_CLIENT_SECRET: 'secret',
  FOREWARN_PORTAL_OIDC_NAME: 'plain',
  FOREWARN_WORKER_ROLES: 'plain',
  FOREWARN_LOG_LEVEL: 'plain',
};

export const VALUE_SOURCES = ['default', 'file', 'environment'] as const;

/** A value in force. */
export interface ValueInForce {
  /** A variable of the environment, or the path of a rule, such as `classes.standard.lead`. */
  readonly name: string;
  /** In words, as the file or the environment writes it; null: not set, or a secret. */
  readonly value: string | null;
  readonly from: (typeof VALUE_SOURCES)[number];
  readonly isSecret: boolean;
}

/** Variables whose values are not shown, and that come from a secret store. */
export const SECRET_SETTINGS: readonly string[] = Object.entries(SHOWN).flatMap(([name, shown]) =>
  shown === 'secret' ? [name] : [],
);

/** Why the file of rules may not set a variable, if so. */
export function mayStand(variable: string): string | undefined {
  if (variable === 'FOREWARN_CONFIG') return 'names this file: it belongs in the environment';
  const shown = Object.hasOwn(SHOWN, variable) ? SHOWN[variable as SettingName] : undefined;
  if (shown === undefined) return 'is not a variable that the product reads; docs/running.md lists those';
  return shown === 'secret' ? 'is a secret: it belongs in the environment, not in a file of rules' : undefined;
}

/** Settings and rules with their sources, by name. `settings`: what was read; `given`: the environment itself. */
export function valuesInForce(
  file: RulesFile,
  settings: Readonly<Partial<Record<SettingName, unknown>>>,
  given: NodeJS.ProcessEnv,
): readonly ValueInForce[] {
  const rules = rulesInForce(file);
  return [
    ...settingsInForce(file, settings, given),
    // the variable replaces those
    ...(isGiven(given, 'FOREWARN_RETENTION') ? rules.filter(({ name }) => !name.startsWith('retention.')) : rules),
  ];
}

function settingsInForce(
  file: RulesFile,
  settings: Readonly<Partial<Record<SettingName, unknown>>>,
  given: NodeJS.ProcessEnv,
): ValueInForce[] {
  return (Object.keys(SHOWN) as SettingName[]).map((name) => {
    const isSecret = SHOWN[name] === 'secret';
    const source = isGiven(given, name) ? 'environment' : Object.hasOwn(file.settings, name) ? 'file' : 'default';
    const value = { environment: given[name], file: file.settings[name], default: usual(settings[name]) }[source];
    return { name, value: isSecret ? null : (value ?? null), from: source, isSecret };
  });
}

/** The rules of a file. */
export function rulesInForce(file: RulesFile): ValueInForce[] {
  return leavesOf(file.plain).map(([name, value]) => {
    return { name, value, from: file.says(name) ? 'file' : 'default', isSecret: false };
  });
}

/** Set to nothing is not set: compose files pass so what is not. */
export function isGiven(environment: NodeJS.ProcessEnv, name: SettingName): boolean {
  return environment[name] !== undefined && environment[name] !== '';
}

/** A default that is made of other values, such as of the rules, is not shown here. */
function usual(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
