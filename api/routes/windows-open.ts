import { openedAs, openingSchema, toSpec } from '../../domain/window/opening';
import type { Config } from '../../config/config';
import { BRIEFED } from '../../domain/staff-roles';
import { hasStaff } from '../../store/staff';
import { openWindow, type OpeningDependencies } from '../opening';
import { mayOverride } from '../overrides';
import { route, type Route } from '../route';
import { openedSchema } from '../schemas/windows';

/** A complete body, as the documentation and the README show it. */
const OPENING_EXAMPLE = {
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
export function openWindowRoute(deps: OpeningDependencies & Pick<Config, 'approvals' | 'supportAddress'>): Route {
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
    async handle({ body, caller, now, attempt }) {
      if (body.override !== undefined) mayOverride(caller);
      const hasBrief = await hasStaff(deps.db, BRIEFED);
      const as = openedAs(body, { approvalRequired: deps.approvals === 'required', hasBrief });
      const spec = toSpec(body, deps.supportAddress);
      const opened = await openWindow(deps, { spec, as, by: caller.name, now, attempt });
      return { body: opened, headers: { Location: `/v1/windows/${opened.reference}` } };
    },
  });
}
