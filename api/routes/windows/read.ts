import { z } from 'zod';
import type { AlertSource } from '../../../channels/silences/alertmanager/other-alerts';
import { listWindows, type WindowSummary } from '../../../store/windows/windows';
import {
  readWindow,
  readWindowDeliveries,
  readWindowNotices,
  readWindowRfos,
  readWindowTimeline,
} from '../../../use-cases/read-window';
import { readOtherAlerts } from '../../../use-cases/read-other-alerts';
import { route, type Caller, type Route } from '../../http/route';
import { reference } from '../../http/schemas';
import type { Dependencies } from '../dependencies';
import { deliveryAnswer, noticeAnswer, rfoAnswer, summaryAnswer, timelineAnswer, windowAnswer } from './answers';
import { linksOf, type Addresses, type WindowLinks } from './links';
import { deliveriesQuery, timelineQuery, windowQuery, windowsQuery } from './query';
import {
  deliveriesPageSchema,
  noticesSchema,
  rfosSchema,
  timelinePageSchema,
  windowSchema,
  windowsPageSchema,
} from './schemas';

interface ReadDependencies extends Dependencies {
  readonly addresses: Addresses;
  /** Where can be asked what else fires during the work (C8). */
  readonly alertSources: readonly AlertSource[];
}

const params = z.strictObject({ reference });
const ok = (description: string) => ({ status: 200, description }) as const;

/** Everything that can be read of windows; a customer token sees its organization's part, and other windows do not exist. */
export function readWindowRoutes(deps: ReadDependencies): Route[] {
  return [readWindows(deps), getWindow(deps), getTimeline(deps), getNotices(deps), getDeliveries(deps), getRfo(deps)];
}

const readWindows = ({ db, addresses }: ReadDependencies) =>
  route({
    method: 'get',
    path: '/v1/windows',
    id: 'listWindows',
    tag: 'windows',
    summary: 'List windows',
    description: 'By planned start, latest first. Filters narrow each other.',
    problems: [],
    success: ok('One page of windows'),
    query: windowsQuery,
    answer: windowsPageSchema,
    async handle({ query: { cursor, limit, ...filters }, caller }) {
      const { items, next } = await listWindows(db, filters, { cursor, limit }, caller);
      const linksFor = await linking(addresses, caller);
      return {
        body: { items: items.map((window) => summaryAnswer(window, linksFor(window))), next },
      };
    },
  });

const getWindow = ({ db, addresses, alertSources }: ReadDependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}',
    id: 'getWindow',
    tag: 'windows',
    summary: 'One window',
    description:
      'Where it stands, its plan, its notices with their counts, and the beginning of its timeline, which holds what customers answered too.',
    problems: [],
    success: ok('The window'),
    params,
    query: windowQuery,
    answer: windowSchema,
    async handle({ params, query, caller }) {
      const read = await readWindow(db, params.reference, caller);
      const alerts = query.alerts ? await readOtherAlerts(db, alertSources, read.window.view, caller) : undefined;
      return { body: windowAnswer(read, (await linking(addresses, caller))(read.window), alerts) };
    },
  });

const getTimeline = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/timeline',
    id: 'getTimeline',
    tag: 'windows',
    summary: 'What happened, in order',
    description: 'Every event with who, when and through which door (T2), and what customers answered in between (C5).',
    problems: [],
    success: ok('One page of events'),
    params,
    query: timelineQuery,
    answer: timelinePageSchema,
    async handle({ params, query, caller }) {
      return { body: timelineAnswer(await readWindowTimeline(db, params.reference, query, caller), isStaff(caller)) };
    },
  });

const getNotices = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/notices',
    id: 'listNotices',
    tag: 'windows',
    summary: 'The notices of a window',
    description: 'Each with how many deliveries are in which state.',
    problems: [],
    success: ok('The notices in the order they were begun'),
    params,
    answer: noticesSchema,
    async handle({ params, caller }) {
      return { body: { items: (await readWindowNotices(db, params.reference, caller)).map(noticeAnswer) } };
    },
  });

const getDeliveries = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/deliveries',
    id: 'listDeliveries',
    tag: 'windows',
    summary: 'The ledger of a window',
    description: "Every delivery with its state and the server's own words; with `state=failed`, those to repair.",
    problems: [],
    success: ok('One page of deliveries, oldest first'),
    params,
    query: deliveriesQuery,
    answer: deliveriesPageSchema,
    async handle({ params, query: { notice, ...query }, caller }) {
      const { items, next } = await readWindowDeliveries(db, params.reference, { ...query, slug: notice }, caller);
      return { body: { items: items.map(deliveryAnswer), next } };
    },
  });

const getRfo = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/rfo',
    id: 'getRfo',
    tag: 'windows',
    summary: 'The reason-for-outage report',
    description: 'Every version; customer tokens see the published ones.',
    problems: [],
    success: ok('The versions, first one first'),
    params,
    answer: rfosSchema,
    async handle({ params, caller }) {
      const versions = await readWindowRfos(db, params.reference, caller);
      return { body: { items: versions.map((version) => rfoAnswer(version, isStaff(caller))) } };
    },
  });

function isStaff(caller: Caller): boolean {
  return caller.organizationId === null;
}

/** How links are made for whoever asks: a customer reads its own brand's addresses (P7). */
async function linking(addresses: Addresses, caller: Caller): Promise<(window: WindowSummary) => WindowLinks> {
  const { organizationId } = caller;
  const publicUrl = organizationId === null ? undefined : await addresses.forOrganization?.(organizationId);
  const own = publicUrl === undefined ? addresses : { ...addresses, publicUrl };
  return ({ view, announcedAt }) => linksOf(view, announcedAt, own, isStaff(caller));
}
