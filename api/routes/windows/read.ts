import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { countAudience } from '../../../store/inventory/audience';
import { countAnswers } from '../../../store/windows/acknowledgements';
import type { PageRequest } from '../../../store/database/cursor';
import type { Database } from '../../../store/database/database';
import { listChannelStates } from '../../../store/channels/channel-states';
import { conflictsOf } from '../../../store/planning/read';
import { listDeliveries, listNotices } from '../../../store/ledger/notices';
import { readTimelinePage } from '../../../store/windows/timeline-page';
import { getRfos, getWindow, listWindows, type WindowSummary } from '../../../store/windows/windows';
import {
  channelAnswer,
  deliveryAnswer,
  lineAnswer,
  noticeAnswer,
  rfoAnswer,
  summaryAnswer,
  windowAnswer,
} from './answers';
import { linksOf, type Addresses } from './links';
import { route, type Caller, type Route } from '../../http/route';
import { reference } from '../../http/schemas';
import {
  deliveriesPageSchema,
  noticesSchema,
  rfosSchema,
  timelinePageSchema,
  windowSchema,
  windowsPageSchema,
} from './schemas';
import { deliveriesQuery, timelineQuery, windowsQuery } from './query';

const params = z.strictObject({ reference });
const ok = (description: string) => ({ status: 200, description }) as const;

/** Everything that can be read of windows; a customer token sees its organization's part, and other windows do not exist. */
export function readWindowRoutes({ db, addresses }: { db: Database; addresses: Addresses }): Route[] {
  const linksFor = ({ view, announcedAt }: WindowSummary, caller: Caller) =>
    linksOf(view, announcedAt, addresses, isStaff(caller));

  return [
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
        const page = await listWindows(db, filters, { cursor, limit }, caller);
        return {
          body: { items: page.items.map((window) => summaryAnswer(window, linksFor(window, caller))), next: page.next },
        };
      },
    }),

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
      answer: windowSchema,
      async handle({ params, caller }) {
        const window = await existing(db, params.reference, caller);
        const { scope, visibility } = window.view.spec;
        const [timeline, notices, audience, conflicts, channels, answers] = await Promise.all([
          timelinePage(db, params.reference, caller, {}),
          listNotices(db, params.reference, caller),
          isStaff(caller) ? countAudience(db, scope, visibility === 'private') : undefined,
          isStaff(caller) ? conflictsOf(db, params.reference) : [],
          isStaff(caller) ? listChannelStates(db, params.reference) : [],
          isStaff(caller) ? countAnswers(db, params.reference) : undefined,
        ]);
        return {
          body: windowAnswer(window, {
            links: linksFor(window, caller),
            audience,
            conflicts,
            channels: channels.map(channelAnswer),
            answers,
            timeline,
            notices: notices.map(noticeAnswer),
          }),
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/windows/{reference}/timeline',
      id: 'getTimeline',
      tag: 'windows',
      summary: 'What happened, in order',
      description:
        'Every event with who, when and through which door (T2), and what customers answered in between (C5).',
      problems: [],
      success: ok('One page of events'),
      params,
      query: timelineQuery,
      answer: timelinePageSchema,
      async handle({ params, query, caller }) {
        await existing(db, params.reference, caller);
        return { body: await timelinePage(db, params.reference, caller, query) };
      },
    }),

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
        await existing(db, params.reference, caller);
        const notices = await listNotices(db, params.reference, caller);
        return { body: { items: notices.map(noticeAnswer) } };
      },
    }),

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
        await existing(db, params.reference, caller);
        const page = await listDeliveries(db, params.reference, { ...query, slug: notice }, caller);
        return { body: { items: page.items.map(deliveryAnswer), next: page.next } };
      },
    }),

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
        await existing(db, params.reference, caller);
        const versions = await getRfos(db, params.reference, caller);
        return { body: { items: versions.map((version) => rfoAnswer(version, isStaff(caller))) } };
      },
    }),
  ];
}

function isStaff(caller: Caller): boolean {
  return caller.organizationId === null;
}

async function existing(db: Database, reference: string, caller: Caller): Promise<WindowSummary> {
  const window = await getWindow(db, reference, caller);
  if (window) return window;
  throw new KnownError('not-found', `There is no window ${reference}. GET /v1/windows lists those you can see.`);
}

async function timelinePage(db: Database, reference: string, caller: Caller, request: PageRequest) {
  const { items, next } = await readTimelinePage(db, reference, caller, request);
  return { items: items.map((line) => lineAnswer(line, isStaff(caller))), next };
}
