import { KnownError } from '../../../domain/shared/errors';
import { nextNights, nightOn, type Night } from '../../../domain/series/nights';
import { toIso } from '../../../domain/shared/time';
import type { Series } from '../../../store/series/series';
import { skipNight, unskipNight } from '../../../store/series/series-nights';
import { route, type Route } from '../../http/route';
import { seriesAnswerSchema, seriesParams, skipBody, unskipBody } from './schemas';
import { seriesAnswer } from './answers';
import { refuseEnded, seriesOf, type SeriesDependencies } from './dependencies';

/** `POST /v1/series/{id}/skip` and `/unskip`: one night off, or on again. */
export function nightRoutes({ db, series: client, onLateFailure }: SeriesDependencies): Route[] {
  const shared = {
    method: 'post',
    tag: 'series',
    resume: 'always',
    params: seriesParams,
    answer: seriesAnswerSchema,
  } as const;
  return [
    route({
      ...shared,
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
      async handle({ params, body, caller, now }) {
        const series = await seriesOf(db, params.id);
        const night = nightAhead(series, body.night, now);
        await skipNight(db, series.id, night, { reason: body.reason, by: caller.name, at: now });
        return { body: await seriesAnswer(db, series, now) };
      },
    }),

    route({
      ...shared,
      path: '/v1/series/{id}/unskip',
      id: 'unskipNight',
      summary: 'Take a night in again',
      description: 'After a skip, or after a refusal whose reason is gone: its window is opened when its time comes.',
      example: { night: '2027-03-09' },
      problems: ['no-such-night', 'series-ended'],
      success: { status: 200, description: 'The series with this night' },
      body: unskipBody,
      async handle({ params, body, caller, now }) {
        const series = await seriesOf(db, params.id);
        const { night } = nightAhead(series, body.night, now);
        await unskipNight(db, series.id, night, { by: caller.name, at: now });
        if (series.state === 'active')
          await client.wake(series.id).catch((error: unknown) => onLateFailure(series.id, error));
        return { body: await seriesAnswer(db, series, now) };
      },
    }),
  ];
}

/** A night of the series that has not begun. Throws KnownError `no-such-night` or `series-ended`. */
function nightAhead(series: Series, date: string, now: number): Night {
  refuseEnded(series);
  const night = nightOn(series.recurrence, date);
  if (night && night.startsAt > now) return night;
  const ahead = nextNights(series.recurrence, now, 3).map((next) => next.night);
  const others = ahead.length > 0 ? `The next ones are ${ahead.join(', ')}.` : 'It has none left.';
  const message = night ? `began at ${toIso(night.startsAt)}` : 'is no night of this series';
  throw new KnownError('no-such-night', `The night ${date} ${message}. ${others}`, [{ field: 'night', message }]);
}
