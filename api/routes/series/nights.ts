import type { SeriesDependencies } from '../../../use-cases/find-series';
import { leaveNightOut, takeNightIn } from '../../../use-cases/skip-nights';
import { route, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';
import { seriesAnswer } from './answers';
import { seriesAnswerSchema, seriesParams, skipBody, unskipBody } from './schemas';

const SHARED = {
  method: 'post',
  tag: 'series',
  resume: 'always',
  params: seriesParams,
  answer: seriesAnswerSchema,
} as const;

/** `POST /v1/series/{id}/skip` and `/unskip`: one night off, or on again. */
export function nightRoutes(deps: SeriesDependencies): Route[] {
  return [skip(deps), unskip(deps)];
}

const skip = ({ db }: Dependencies) =>
  route({
    ...SHARED,
    path: '/v1/series/{id}/skip',
    id: 'skipNight',
    summary: 'Leave a night out',
    description:
      'No window is opened for it. A night that has its window already is not skipped: cancel the window, so that its ' +
      'customers hear of it; the refusal names it.',
    example: { night: '2027-03-09', reason: 'The trade fair needs every server.' },
    problems: ['no-such-night', 'night-taken', 'series-ended'],
    success: { status: 200, description: 'The series without this night' },
    body: skipBody,
    async handle({ params, body: { night, reason }, acting, now }) {
      const change = { acting, at: now };
      return { body: seriesAnswer(await leaveNightOut(db, params.id, { date: night, reason }, change)) };
    },
  });

const unskip = (deps: SeriesDependencies) =>
  route({
    ...SHARED,
    path: '/v1/series/{id}/unskip',
    id: 'unskipNight',
    summary: 'Take a night in again',
    description: 'After a skip, or after a refusal whose reason is gone: its window is opened when its time comes.',
    example: { night: '2027-03-09' },
    problems: ['no-such-night', 'series-ended'],
    success: { status: 200, description: 'The series with this night' },
    body: unskipBody,
    async handle({ params, body, acting, now }) {
      return { body: seriesAnswer(await takeNightIn(deps, params.id, body.night, { acting, at: now })) };
    },
  });
