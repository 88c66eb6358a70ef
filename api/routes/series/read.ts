import { listSeriesWithNext, readSeries } from '../../../use-cases/read-series';
import { route, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';
import { seriesAnswer, seriesSummary } from './answers';
import { seriesAnswerSchema, seriesPageSchema, seriesParams, seriesQuery } from './schemas';

/** `GET /v1/series` and `GET /v1/series/{id}`. */
export function readSeriesRoutes(deps: Dependencies): Route[] {
  return [listSeries(deps), getSeries(deps)];
}

const listSeries = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/series',
    id: 'listSeries',
    tag: 'series',
    summary: 'List series',
    description: 'Newest first, each with the night that comes next.',
    problems: [],
    success: { status: 200, description: 'A page of series' },
    query: seriesQuery,
    answer: seriesPageSchema,
    async handle({ query: { state, ...page }, now }) {
      const { items, next } = await listSeriesWithNext(db, { state }, page, now);
      return { body: { items: items.map(seriesSummary), next } };
    },
  });

const getSeries = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/series/{id}',
    id: 'getSeries',
    tag: 'series',
    summary: 'Show a series and its nights',
    description: 'Nights that have a window come with its reference and phase, refused ones with the reason.',
    problems: [],
    success: { status: 200, description: 'The series' },
    params: seriesParams,
    answer: seriesAnswerSchema,
    async handle({ params, now }) {
      return { body: seriesAnswer(await readSeries(db, params.id, now)) };
    },
  });
