import { documentedSeriesSchema, seriesSchemaBy } from '../../../domain/series/body';
import type { NoticePolicy } from '../../../domain/notices/notice-policy';
import type { WorkChecks } from '../../../use-cases/check-work';
import type { SeriesDependencies } from '../../../use-cases/find-series';
import { planSeries } from '../../../use-cases/plan-series';
import { route, type Route } from '../../http/route';
import { seriesAnswer } from './answers';
import { seriesAnswerSchema } from './schemas';

const EXAMPLE = {
  name: 'Kernel updates of rack A12',
  window: {
    title: 'Kernel updates in rack A12',
    class: 'standard',
    reason: 'platform-security',
    scope: { locations: ['eu-1/dc-1/rack-a12'] },
    impact: { level: 'outage', minutes: 10, description: 'Each server restarts once.' },
    pointOfContact: 'noc@provider.example',
  },
  recurrence: {
    every: 'month',
    nthWeekday: { nth: 2, weekday: 'tuesday' },
    at: '02:30',
    durationMinutes: 120,
    timeZone: 'Europe/Paris',
    from: '2027-01-01',
  },
};

/** `POST /v1/series`. */
export function createSeriesRoute({
  policy,
  ...deps
}: SeriesDependencies & WorkChecks & { readonly policy: NoticePolicy }): Route {
  return route({
    method: 'post',
    path: '/v1/series',
    id: 'createSeries',
    tag: 'series',
    summary: 'Plan recurring windows',
    description:
      'From now on a window is opened for every night of the series, `leadDays` before it, as `POST /v1/windows` would. The ' +
      'answer has the next nights with local and UTC times, and says where clocks change: a time that does not exist is shifted ' +
      'forward by the gap, of one that comes twice the first is meant.',
    example: EXAMPLE,
    resume: 'with-reference',
    problems: ['never-fires', 'unknown-scope', 'empty-audience', 'temporal-unreachable', 'no-answer-yet'],
    success: { status: 201, description: 'The series is at work', headers: { Location: 'The series' } },
    body: seriesSchemaBy(policy),
    documentedBody: documentedSeriesSchema,
    answer: seriesAnswerSchema,
    async handle({ body, acting, now, attempt }) {
      const made = await planSeries(deps, body, { acting, now, attempt });
      return { body: seriesAnswer(made), headers: { Location: `/v1/series/${made.series.id}` } };
    },
  });
}
