import path from 'node:path';
import { demoWindow } from '../demo/window';
import { projectRoot } from '../project-root';
import { loopback, standInLinks, type DevSettings } from './settings';
import type { Terminal } from './terminal';

export interface SummaryFacts {
  readonly settings: DevSettings;
  readonly token: string;
  readonly tokenFile: string;
  readonly databaseUrl: string;
  /** The path of the Temporal CLI, which may not be on the PATH. */
  readonly temporalCli: string | undefined;
  readonly seconds: string;
  /** UTC ms. */
  readonly now: number;
}

/** The text on the terminal once everything runs: the addresses of all parts, and the first thing to try. */
export function summary(terminal: Pick<Terminal, 'bold' | 'dim'>, facts: SummaryFacts): string {
  const { settings, token, tokenFile, databaseUrl, temporalCli, seconds, now } = facts;
  const { bold, dim } = terminal;
  const base = loopback(settings.httpPort);
  const rows: [string, string][] = [
    ['Status page', settings.publicUrl],
    ['Console', `${settings.publicUrl}/console`],
    ['Customer portal', `${settings.publicUrl}/portal ${dim('(as noc@<customer>: the link is in the mail desk)')}`],
    ['API', `${base}/v1`],
    ['API documentation', `${base}/docs`],
    ...(isUiKnown(settings) ? [['Temporal UI', windowsInTemporal(settings)] as [string, string]] : []),
    settings.own.smtpUrl
      ? ['Mail goes to', withoutPassword(settings.own.smtpUrl)]
      : ['Mail desk', loopback(settings.mailDeskHttpPort)],
    ...standInLinks(settings).map(({ name, url }): [string, string] => [name, url]),
    ['PostgreSQL', withoutPassword(databaseUrl)],
    ['Command line', commandLine(settings)],
    ...(temporalCli ? [['Temporal CLI', temporalCommand(settings, temporalCli)] as [string, string]] : []),
    ['Admin token', `${token} ${dim(`(kept in ${near(tokenFile)})`)}`],
  ];
  return [
    '',
    bold(`Forewarn is running (${seconds})`),
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(23)}${value}`),
    '',
    bold('Open a standard window, 15 days from now:'),
    '',
    curl(base, token, demoWindow(now)),
    '',
    `Then move its clock with ${bold('npm run fast-forward -- <reference> next')}, or watch a whole life with ${bold('npm run demo')}.`,
    dim(
      `Ctrl-C stops everything. Data stays in ${near(settings.dataFolder)}, logs are in ${near(path.join(settings.dataFolder, 'logs'))}.`,
    ),
  ].join('\n');
}

/** Whether we know the UI of the Temporal server: for the user's own server only when it is configured. */
function isUiKnown({ own, temporalUiUrl, temporalUiPort }: DevSettings): boolean {
  return !own.temporalAddress || temporalUiUrl !== loopback(temporalUiPort);
}

/** The windows in the Temporal UI, found by the attribute only they have. */
function windowsInTemporal({ temporalUiUrl, temporalNamespace }: DevSettings): string {
  const query = encodeURIComponent('MaintenanceReference STARTS_WITH "MW-"');
  return `${temporalUiUrl}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows?query=${query}`;
}

/** `forewarn` is not on the PATH in a checkout; this works in any folder and terminal of the machine. */
function commandLine({ dataFolder, httpPort }: DevSettings): string {
  const usual = path.join(projectRoot(), '.data');
  const variables = [
    ...(dataFolder === usual ? [] : [`FOREWARN_DATA=${word(dataFolder)}`]),
    ...(httpPort === 8080 ? [] : [`FOREWARN_HTTP_PORT=${String(httpPort)}`]),
  ];
  return [...variables, 'node', word(path.join(projectRoot(), 'dist', 'cli', 'main.js')), 'windows'].join(' ');
}

function temporalCommand({ temporalPort }: DevSettings, program: string): string {
  return `${word(program)} workflow list --address 127.0.0.1:${String(temporalPort)}`;
}

/** One word for a POSIX shell. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The path relative to the working directory when it is below it, otherwise the whole path. */
function near(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') || relative === '' ? file : relative;
}

/** A curl command, ready to paste into a POSIX shell. */
export function curl(base: string, token: string, body: object): string {
  const fields = Object.entries(body).map(([name, value]) => `      ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return [
    `  curl -sS ${base}/v1/windows \\`,
    `    -H 'Authorization: Bearer ${token}' \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -d '{`,
    // in a shell string a quote is written by ending the string, an escaped quote, and starting it again
    fields.join(',\n').replaceAll("'", "'\\''"),
    `    }'`,
  ].join('\n');
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}
