import type { SeriesDependencies } from '../../../use-cases/find-series';
import { endSeries, pauseSeries, resumeSeries } from '../../../use-cases/run-series';
import { route, type Route } from '../../http/route';
import { seriesAnswer } from './answers';
import { seriesAnswerSchema, seriesParams } from './schemas';

const SHARED = { tag: 'series', params: seriesParams, answer: seriesAnswerSchema } as const;

/** `POST /v1/series/{id}/pause` and `/resume`, `DELETE /v1/series/{id}`. */
export function seriesLifeRoutes(deps: SeriesDependencies): Route[] {
  return [pause(deps), resume(deps), end(deps)];
}

const pause = (deps: SeriesDependencies) =>
  route({
    ...SHARED,
    method: 'post',
    path: '/v1/series/{id}/pause',
    id: 'pauseSeries',
    summary: 'Open no further windows for now',
    description: 'Windows that are open stay as they are. Nights that begin during the pause are left out.',
    resume: 'always',
    problems: ['series-ended'],
    success: { status: 200, description: 'The series is paused' },
    async handle({ params, acting, now }) {
      return { body: seriesAnswer(await pauseSeries(deps, params.id, { acting, at: now })) };
    },
  });

const resume = (deps: SeriesDependencies) =>
  route({
    ...SHARED,
    method: 'post',
    path: '/v1/series/{id}/resume',
    id: 'resumeSeries',
    summary: 'Open windows again',
    description: 'Nights inside the lead are opened at once. A schedule that is missing in Temporal is put back.',
    resume: 'always',
    problems: ['series-ended', 'temporal-unreachable', 'no-answer-yet'],
    success: { status: 200, description: 'The series is at work' },
    async handle({ params, acting, now }) {
      return { body: seriesAnswer(await resumeSeries(deps, params.id, { acting, at: now })) };
    },
  });

const end = (deps: SeriesDependencies) =>
  route({
    ...SHARED,
    method: 'delete',
    path: '/v1/series/{id}',
    id: 'endSeries',
    summary: 'End a series for good',
    description:
      'No further windows are opened. Those that are open stay: cancel them where the work is off. A second time changes nothing.',
    problems: [],
    success: { status: 200, description: 'The series has ended' },
    async handle({ params, acting, now }) {
      return { body: seriesAnswer(await endSeries(deps, params.id, { acting, at: now })) };
    },
  });
