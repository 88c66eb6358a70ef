import { lt, major, minor } from 'semver';
import type { ServerVersion } from './api-types';

/** How a command line and a server go together (O5). */
export type Fit = 'too-old' | 'fits' | 'server-newer' | 'server-older';

/** Where to get another version of the command line. */
const install = (version: string) => `npm install --global forewarn-cli@${version}`;

interface Row {
  holds(client: string, server: ServerVersion): boolean;
  /** A line for the owner of the command line. */
  says(client: string, server: ServerVersion, url: string): string;
}

/** What fits what: the first row that holds. Versions are Semantic Versions. */
const FITS: Readonly<Record<Fit, Row>> = {
  'too-old': {
    holds: (client, { oldestClient }) => lt(client, oldestClient),
    says: (client, { version, oldestClient }, url) =>
      `${client} is too old for the server at ${url}, which is ${version} and takes ${oldestClient} or newer. Run: ${install(version)}`,
  },
  fits: {
    // before 1.0 a new minor version may change anything (Semantic Versioning, 4)
    holds: (client, { version }) =>
      major(client) === major(version) && (major(client) > 0 || minor(client) === minor(version)),
    says: (client, { version }, url) => `${client} fits the server at ${url}, which is ${version}.`,
  },
  'server-newer': {
    holds: (client, { version }) => lt(client, version),
    says: (_client, { version }, url) =>
      `The server at ${url} is newer, ${version}: some of its commands may be unknown here. Run: ${install(version)}`,
  },
  'server-older': {
    holds: () => true,
    says: (_client, { version }, url) =>
      `The server at ${url} is older, ${version}: some commands may be unknown there. Run: ${install(version)}`,
  },
};

/** Whether this command line fits the server there, and what to tell its owner. */
export function fitOf(
  client: string,
  server: ServerVersion,
  url: string,
): { readonly fit: Fit; readonly text: string } {
  const fits = (Object.keys(FITS) as Fit[]).find((name) => FITS[name].holds(client, server));
  // the last row always holds
  const fit = fits ?? 'server-older';
  return { fit, text: FITS[fit].says(client, server, url) };
}
