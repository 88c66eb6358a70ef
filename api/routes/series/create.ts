import { KnownError, refusalError } from '../../../domain/shared/errors';
import { documentedSeriesSchema, seriesSchema, bodyOfNight, type SeriesBody } from '../../../domain/series/body';
import { checkRecurrence } from '../../../domain/series/check';
import { nextNights } from '../../../domain/series/nights';
import { checkScope } from '../../../use-cases/open-window';
import type { Database } from '../../../store/database/database';
import { nextSeriesId } from '../../../store/windows/references';
import { insertSeries } from '../../../store/series/series';
import { route, type Route } from '../../http/route';
import { seriesAnswerSchema } from './schemas';
import { seriesAnswer } from './answers';
import { seriesOf, type SeriesDependencies } from './dependencies';

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
export function createSeriesRoute({ db, series, onLateFailure }: SeriesDependencies): Route {
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
    body: seriesSchema,
    documentedBody: documentedSeriesSchema,
    answer: seriesAnswerSchema,
    async handle({ body, caller, now, attempt }) {
      const refusal = checkRecurrence(body.recurrence, now);
      if (refusal) throw refusalError(refusal);
      await checkAudience(db, body, now);
      const id = attempt?.reference ?? (await nextSeriesId(db, new Date(now).getUTCFullYear()));
      await attempt?.remember(id);
      const { name, window: template, recurrence, leadDays } = body;
      // first what wakes it: a schedule without a series does nothing, a series without a schedule would be forgotten
      await series.schedule({ id, timeZone: recurrence.timeZone, until: recurrence.until });
      await insertSeries(db, { id, name, template, recurrence, leadDays }, { by: caller.name, at: now });
      await series.wake(id).catch((error: unknown) => onLateFailure(id, error));
      const made = await seriesOf(db, id);
      return { body: await seriesAnswer(db, made, now), headers: { Location: `/v1/series/${id}` } };
    },
  });
}

/** Somebody would be told if the first night were opened now. Throws KnownError. */
async function checkAudience(db: Database, { window, recurrence }: SeriesBody, now: number): Promise<void> {
  const [first] = nextNights(recurrence, now, 1);
  if (!first) return;
  try {
    await checkScope(db, bodyOfNight(window, first));
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const faults = error.faults.map(({ field, message }) => ({ field: `window.${field}`, message }));
    throw new KnownError(error.code, error.message, faults);
  }
}
