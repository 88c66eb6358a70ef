import { listSeries } from '../../../store/series/series';
import { route, type Route } from '../../http/route';
import { seriesAnswerSchema, seriesPageSchema, seriesParams, seriesQuery } from './schemas';
import { seriesAnswer, seriesSummary } from './answers';
import { seriesOf, type SeriesDependencies } from './dependencies';

/** `GET /v1/series` and `GET /v1/series/{id}`. */
export function readSeriesRoutes({ db }: Pick<SeriesDependencies, 'db'>): Route[] {
  return [
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
      async handle({ query, now }) {
        const { state, ...page } = query;
        const { items, next } = await listSeries(db, { state }, page);
        return { body: { items: await Promise.all(items.map((series) => seriesSummary(db, series, now))), next } };
      },
    }),

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
        return { body: await seriesAnswer(db, await seriesOf(db, params.id), now) };
      },
    }),
  ];
}
