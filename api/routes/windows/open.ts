import { openingSchema } from '../../../domain/window/opening';
import { optional } from '../../../domain/shared/optional';
import { openWindow, type OpeningDependencies } from '../../../use-cases/open-window';
import type { Addresses } from './links';
import { openedAnswer } from './opened-answer';
import { mayOverride } from '../../permissions';
import { route, type Route } from '../../http/route';
import { openedSchema } from '../commands/schemas';

/** A complete body, as the documentation and the README show it. */
export const OPENING_EXAMPLE = {
  title: 'Replace the power distribution unit of rack A12',
  class: 'standard',
  reason: 'hardware',
  visibility: 'public',
  slots: [{ start: '2026-12-10T01:00:00Z', end: '2026-12-10T03:00:00Z' }],
  scope: { locations: ['eu-1/dc-1/rack-a12'] },
  impact: { level: 'outage', minutes: 30, description: 'Each server loses power once.' },
  customerAction: 'None. Servers come back by themselves.',
  pointOfContact: 'noc@provider.example',
};

/** `POST /v1/windows`. */
export function openWindowRoute({
  addresses,
  ...deps
}: OpeningDependencies & { readonly addresses: Addresses }): Route {
  return route({
    method: 'post',
    path: '/v1/windows',
    id: 'openWindow',
    tag: 'windows',
    summary: 'Open a window',
    description:
      'From now on the window tells its audience by itself, as its class promises. The answer is the plan: every notice, its ' +
      'date, and how many it would reach today.',
    example: OPENING_EXAMPLE,
    resume: 'with-reference',
    problems: [
      'start-in-past',
      'end-in-past',
      'too-far-ahead',
      'notice-too-short',
      'notice-debt',
      'conflict',
      'unknown-scope',
      'empty-audience',
      'temporal-unreachable',
      'no-answer-yet',
    ],
    success: { status: 201, description: 'The window is open', headers: { Location: 'The window' } },
    body: openingSchema,
    answer: openedSchema,
    async handle({ body, caller, actor, door, now, attempt }) {
      if (body.override !== undefined) mayOverride(caller);
      const opened = await openWindow(deps, { body, actor, viewer: caller, now, attempt, ...optional({ door }) });
      const answer = openedAnswer(opened, addresses);
      return { body: answer, headers: { Location: `/v1/windows/${answer.reference}` } };
    },
  });
}
