import { z } from 'zod';
import { toIso } from '../../../domain/shared/time';
import { ServiceFailure } from '../../convergence/service-failure';
import { createRequests, type Requests } from '../requests';
import type { Coverage, FoundSilence, MonitoringSystem, SilencesFinding, SilenceTerms } from '../system';
import { coveredServices, namedServices, type ServiceMapping } from './services';

/** PagerDuty's maintenance windows (REST API v2): services in one open no incidents. */

export interface PagerDutyOptions {
  readonly name: string;
  /** `https://api.pagerduty.com` */
  readonly url: string;
  readonly token: string;
  /** The address of a user there, whose maintenance windows they are. */
  readonly from: string;
  readonly services: ServiceMapping;
  readonly timeoutMs: number;
}

/** One maintenance window covers all services of the work. */
interface Services extends Coverage {
  readonly ids: readonly string[];
}

const PAGE = 100;
/** Pages of a list that are read at most. */
const MOST_PAGES = 50;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const windowsAnswer = z.object({
  maintenance_windows: z.array(
    z.object({
      ...{ id: z.string(), start_time: instant, end_time: instant, description: z.string().nullish() },
      services: z.array(z.object({ id: z.string() })),
    }),
  ),
  more: z.boolean(),
});
const servicesAnswer = z.object({ services: z.array(z.object({ id: z.string() })), more: z.boolean() });

export function createPagerDuty(options: PagerDutyOptions): MonitoringSystem<Services> {
  const { name, url, token, from, services, timeoutMs } = options;
  const title = `PagerDuty (${name})`;
  const requests = createRequests({
    ...{ title, url: url.replace(/\/+$/, ''), timeoutMs, waitHeader: 'ratelimit-reset' },
    headers: {
      ...{ authorization: `Token token=${token}`, from },
      accept: 'application/vnd.pagerduty+json;version=2',
    },
    credentials: 'Correct its token, which must be allowed to write, in the file of FOREWARN_SILENCES.',
  });
  const body = ({ ids }: Services, { startsAt, endsAt, comment }: SilenceTerms) => ({
    maintenance_window: {
      ...{ type: 'maintenance_window', start_time: toIso(startsAt), end_time: toIso(endsAt), description: comment },
      services: ids.map((id) => ({ id, type: 'service_reference' })),
    },
  });
  const at = ({ id }: Pick<FoundSilence, 'id'>) => `/maintenance_windows/${encodeURIComponent(id)}`;

  return {
    name,
    title,
    get calls() {
      return requests.calls;
    },
    async cover(scope, read) {
      const mapped = Object.keys(services.resources);
      const found = mapped.length === 0 ? [] : await read(scope, { limit: mapped.length, among: mapped });
      const ids = coveredServices(scope, new Set(found.map(({ id }) => id)), services);
      return ids.length === 0 ? [] : [{ key: ids.join(','), ids }];
    },
    find: (marker) => findWindows(requests, marker),
    set: (cover, terms) => requests.write({ method: 'POST', path: '/maintenance_windows', body: body(cover, terms) }),
    change: (found, cover, terms) => requests.write({ method: 'PUT', path: at(found), body: body(cover, terms) }),
    // 405: it has ended, and what has ended stays
    end: (found) => requests.write({ method: 'DELETE', path: at(found) }, [404, 405]),
    examine: () => examine(requests, title, services),
  };
}

async function findWindows(requests: Requests, marker: string): Promise<FoundSilence[]> {
  const found: FoundSilence[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await requests.read(windowsAnswer, {
      ...{ method: 'GET', path: '/maintenance_windows' },
      query: [['filter', 'open'], ...paged(page)],
    });
    for (const { id, start_time, end_time, description, services } of answer.maintenance_windows) {
      if (!description?.includes(marker)) continue;
      const key = services
        .map((service) => service.id)
        .sort()
        .join(',');
      found.push({ id, key, startsAt: start_time, endsAt: end_time });
    }
    if (!answer.more) break;
  }
  return found;
}

/** Whether the token is accepted, and every service that is mapped is there. */
async function examine(requests: Requests, title: string, mapping: ServiceMapping): Promise<SilencesFinding[]> {
  const check = 'pagerduty';
  const known = new Set<string>();
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await requests.read(servicesAnswer, { method: 'GET', path: '/services', query: paged(page) });
      for (const { id } of answer.services) known.add(id);
      if (!answer.more) break;
    }
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    return [{ check, ok: false, text: error.message }];
  }
  const named = namedServices(mapping);
  const missing = [...named].filter(([id]) => !known.has(id));
  if (missing.length === 0)
    return [{ check, ok: true, text: `${title} has all services of the mapping, ${String(named.size)}.` }];
  const words = missing.map(([id, by]) => `${id} (named by ${by.join(', ')})`).join('; ');
  return [
    { check, ok: false, text: `${title} has no service ${words}. Correct services in the file of FOREWARN_SILENCES.` },
  ];
}

function paged(page: number): [string, string][] {
  return [
    ['limit', String(PAGE)],
    ['offset', String(page * PAGE)],
  ];
}
