import { setSeriesState } from '../../../store/series/series';
import { route, type Route } from '../../http/route';
import { seriesAnswerSchema, seriesParams } from './schemas';
import { seriesAnswer } from './answers';
import { refuseEnded, seriesOf, type SeriesDependencies } from './dependencies';

/** `POST /v1/series/{id}/pause` and `/resume`, `DELETE /v1/series/{id}`. */
export function seriesLifeRoutes({ db, series: client, onLateFailure }: SeriesDependencies): Route[] {
  const late = (id: string) => (error: unknown) => onLateFailure(id, error);
  const shared = { tag: 'series', params: seriesParams, answer: seriesAnswerSchema } as const;
  return [
    route({
      ...shared,
      method: 'post',
      path: '/v1/series/{id}/pause',
      id: 'pauseSeries',
      summary: 'Open no further windows for now',
      description: 'Windows that are open stay as they are. Nights that begin during the pause are left out.',
      resume: 'always',
      problems: ['series-ended'],
      success: { status: 200, description: 'The series is paused' },
      async handle({ params, caller, now }) {
        const { id } = await seriesOf(db, params.id);
        // the database decides what is opened, so the pause holds whether the schedule hears of it or not
        const series =
          (await setSeriesState(db, id, 'paused', { by: caller.name, at: now })) ?? (await seriesOf(db, id));
        refuseEnded(series);
        await client.pause(id, 'paused through Forewarn').catch(late(id));
        return { body: await seriesAnswer(db, series, now) };
      },
    }),

    route({
      ...shared,
      method: 'post',
      path: '/v1/series/{id}/resume',
      id: 'resumeSeries',
      summary: 'Open windows again',
      description: 'Nights inside the lead are opened at once. A schedule that is missing in Temporal is put back.',
      resume: 'always',
      problems: ['series-ended', 'temporal-unreachable', 'no-answer-yet'],
      success: { status: 200, description: 'The series is at work' },
      async handle({ params, caller, now }) {
        const paused = await seriesOf(db, params.id);
        refuseEnded(paused);
        const { id, recurrence } = paused;
        await client.schedule({ id, timeZone: recurrence.timeZone, until: recurrence.until });
        const series = (await setSeriesState(db, id, 'active', { by: caller.name, at: now })) ?? paused;
        refuseEnded(series);
        await client.wake(id).catch(late(id));
        return { body: await seriesAnswer(db, series, now) };
      },
    }),

    route({
      ...shared,
      method: 'delete',
      path: '/v1/series/{id}',
      id: 'endSeries',
      summary: 'End a series for good',
      description:
        'No further windows are opened. Those that are open stay: cancel them where the work is off. A second time changes nothing.',
      problems: [],
      success: { status: 200, description: 'The series has ended' },
      async handle({ params, caller, now }) {
        const { id } = await seriesOf(db, params.id);
        const series =
          (await setSeriesState(db, id, 'ended', { by: caller.name, at: now })) ?? (await seriesOf(db, id));
        await client.remove(id).catch(late(id));
        return { body: await seriesAnswer(db, series, now) };
      },
    }),
  ];
}
