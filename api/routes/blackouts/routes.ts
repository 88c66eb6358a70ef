import type { z } from 'zod';
import { toIso } from '../../../domain/shared/time';
import { listBlackouts, type Blackout, type NightInside } from '../../../store/planning/blackouts';
import { makeBlackout, takeBlackoutOff } from '../../../use-cases/manage-blackouts';
import { route, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';
import {
  blackoutBody,
  blackoutParams,
  blackoutSchema,
  blackoutsPageSchema,
  blackoutsQuery,
  madeBlackoutSchema,
} from './schemas';

/** `/v1/blackouts`: times in which no window may take place (L9). */
export function blackoutRoutes(deps: Dependencies): Route[] {
  return [createBlackout(deps), readBlackouts(deps), deleteBlackout(deps)];
}

const EXAMPLE = {
  id: 'black-friday-2027',
  start: '2027-11-25T00:00:00Z',
  end: '2027-11-30T00:00:00Z',
  reason: 'Every shop sells.',
};

const createBlackout = ({ db }: Dependencies) =>
  route({
    method: 'post',
    path: '/v1/blackouts',
    id: 'createBlackout',
    tag: 'blackouts',
    summary: 'Keep a time free of windows',
    description:
      'For one organization or for everybody. A plan inside it is refused from now on, unless an approver overrides it; an emergency ' +
      'and work under way are told, not refused. Windows planned inside it before stay: the answer lists them.',
    example: EXAMPLE,
    problems: ['already-done'],
    success: { status: 201, description: 'The blackout is in force', headers: { Location: 'The list it is in' } },
    body: blackoutBody,
    answer: madeBlackoutSchema,
    async handle({ body, acting, now }) {
      const { blackout, inside } = await makeBlackout(db, body, { acting, at: now });
      return {
        body: { ...blackoutAnswer(blackout), warnings: inside.map((night) => warning(night)) },
        headers: { Location: '/v1/blackouts' },
      };
    },
  });

const readBlackouts = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/blackouts',
    id: 'listBlackouts',
    tag: 'blackouts',
    summary: 'List blackouts',
    description: 'By start. Filters narrow each other.',
    problems: [],
    success: { status: 200, description: 'One page of blackouts' },
    query: blackoutsQuery,
    answer: blackoutsPageSchema,
    async handle({ query: { organization, from, to, ...page } }) {
      const { items, next } = await listBlackouts(db, { organizationId: organization, from, to }, page);
      return { body: { items: items.map(blackoutAnswer), next } };
    },
  });

const deleteBlackout = ({ db }: Dependencies) =>
  route({
    method: 'delete',
    path: '/v1/blackouts/{id}',
    id: 'deleteBlackout',
    tag: 'blackouts',
    summary: 'Take a blackout off',
    description: 'Plans are free of it at once. The answer is what it was.',
    problems: [],
    success: { status: 200, description: 'The blackout is off' },
    params: blackoutParams,
    answer: blackoutSchema,
    async handle({ params: { id }, acting, now }) {
      return { body: blackoutAnswer(await takeBlackoutOff(db, id, { acting, at: now })) };
    },
  });

function blackoutAnswer(blackout: Blackout): z.input<typeof blackoutSchema> {
  const { id, organizationId, startsAt, endsAt, reason, createdBy, createdAt } = blackout;
  return {
    ...{ id, organization: organizationId, start: toIso(startsAt), end: toIso(endsAt) },
    ...{ reason, createdBy, createdAt: toIso(createdAt) },
  };
}

function warning({ reference, startsAt, endsAt }: NightInside): z.input<typeof madeBlackoutSchema>['warnings'][number] {
  const [start, end] = [toIso(startsAt), toIso(endsAt)];
  return {
    reference,
    start,
    end,
    text: `${reference} is planned inside it, ${start} to ${end}: move it or let it stand`,
  };
}
