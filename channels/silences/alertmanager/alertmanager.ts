import { z } from 'zod';
import { toIso } from '../../../domain/shared/time';
import { refused, ServiceFailure } from '../../convergence/service-failure';
import { createRequests, type RequestsOptions } from '../requests';
import type { MonitoringSystem, ReadCovered, SilenceTerms } from '../system';
import { locationSets, resourceSets, setOf, type AlertLabels, type MatcherSet } from './matchers';

/** Prometheus Alertmanager, API v2 (0.16 and newer). */

export interface AlertmanagerOptions extends AlertLabels {
  readonly name: string;
  /** `http://alertmanager:9093`, with its path prefix where it has one. */
  readonly url: string;
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly timeoutMs: number;
}

/** More resources than this are no regular expressions any more (50 silences). */
const MOST_RESOURCES = 10_000;
const CREATED_BY = 'Forewarn';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const matcher = z.object({
  ...{ name: z.string(), value: z.string(), isRegex: z.boolean() },
  // absent before 0.22
  isEqual: z.boolean().default(true),
});
const silencesAnswer = z.array(
  z.object({
    ...{ id: z.string(), comment: z.string(), startsAt: instant, endsAt: instant, matchers: z.array(matcher) },
    status: z.object({ state: z.enum(['pending', 'active', 'expired']) }),
  }),
);
const statusAnswer = z.object({ versionInfo: z.object({ version: z.string() }) });

export function createAlertmanager(options: AlertmanagerOptions): MonitoringSystem<MatcherSet> {
  const { name } = options;
  const title = titleOf(options);
  const requests = createRequests(requestsOf(options));
  const body = ({ matchers }: MatcherSet, { startsAt, endsAt, comment }: SilenceTerms) => ({
    ...{ matchers, startsAt: toIso(startsAt), endsAt: toIso(endsAt), comment, createdBy: CREATED_BY },
  });
  const post = (silence: object) => requests.write({ method: 'POST', path: '/api/v2/silences', body: silence });

  return {
    name,
    title,
    get calls() {
      return requests.calls;
    },
    cover: (scope, resources) => coverOf(scope, resources, options),
    async find(marker) {
      const all = await requests.read(silencesAnswer, { method: 'GET', path: '/api/v2/silences' });
      return all
        .filter(({ comment, status }) => status.state !== 'expired' && comment.includes(marker))
        .map(({ id, startsAt, endsAt, matchers }) => ({ id, startsAt, endsAt, key: setOf(matchers).key }));
    },
    set: (cover, terms) => post(body(cover, terms)),
    // with the start it has it keeps its id; otherwise Alertmanager makes another one and ends this one in the same step
    change: ({ id }, cover, terms) => post({ id, ...body(cover, terms) }),
    end: ({ id }) => requests.write({ method: 'DELETE', path: `/api/v2/silence/${encodeURIComponent(id)}` }, [404]),
    async examine() {
      try {
        const { versionInfo } = await requests.read(statusAnswer, { method: 'GET', path: '/api/v2/status' });
        // one that somebody has built does not know its version
        const version = versionInfo.version === '' ? '' : `, version ${versionInfo.version}`;
        return [{ check: 'alertmanager', ok: true, text: `${title} answers${version}.` }];
      } catch (error) {
        if (!(error instanceof ServiceFailure)) throw error;
        return [{ check: 'alertmanager', ok: false, text: error.message }];
      }
    },
  };
}

export function titleOf({ name, url }: Pick<AlertmanagerOptions, 'name' | 'url'>): string {
  return `Alertmanager ${new URL(url).host} (${name})`;
}

export function requestsOf(options: AlertmanagerOptions): RequestsOptions {
  const { url, token, user, password = '', ca, timeoutMs } = options;
  const basic = user === undefined ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const authorization = token === undefined ? basic : `Bearer ${token}`;
  return {
    title: titleOf(options),
    url: url.replace(/\/+$/, ''),
    headers: authorization === undefined ? {} : { authorization },
    ...(ca === undefined ? {} : { ca }),
    timeoutMs,
    waitHeader: 'retry-after',
    credentials: 'Correct its token, or its user and password, in the file of FOREWARN_SILENCES.',
  };
}

/** Whole locations by their labels, everything else by its resources; each alert by one set at least. */
export async function coverOf(
  scope: Parameters<MonitoringSystem['cover']>[0],
  read: ReadCovered,
  options: AlertmanagerOptions,
): Promise<readonly MatcherSet[]> {
  const { sets, rest } = locationSets(scope, options);
  const isNamed =
    rest.all || [rest.locations, rest.resources, rest.kinds, Object.keys(rest.labels)].some((list) => list.length > 0);
  const resources = isNamed ? await read(rest, { limit: MOST_RESOURCES + 1 }) : [];
  if (resources.length > MOST_RESOURCES) {
    throw refused(
      `The work takes in more than 10,000 resources, and ${titleOf(options)} could be silent for them only one by one. ` +
        'Say which labels hold the location (locations, in the file of FOREWARN_SILENCES), and name the scope by whole locations.',
    );
  }
  return [...sets, ...resourceSets(resources, options)];
}
