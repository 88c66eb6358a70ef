import type { z } from 'zod';
import { wallClock } from '../../../domain/series/clock';
import { nightOn } from '../../../domain/series/nights';
import { toIso } from '../../../domain/shared/time';
import type { Series } from '../../../store/series/series';
import type { SeriesWithNext, SeriesWithNights, ShownNight } from '../../../use-cases/read-series';
import { isoOrNull } from '../../http/schemas';
import type { nightSchema, seriesAnswerSchema, seriesPageSchema } from './schemas';

/** A series with what became of its nights, and those to come. */
export function seriesAnswer({ series, nights }: SeriesWithNights): z.input<typeof seriesAnswerSchema> {
  return {
    ...factsOf(series),
    window: { ...series.template },
    nights: nights.map((night) => nightAnswer(series, night)),
  };
}

/** A series in a list, with the night that comes next. */
export function seriesSummary({ series, next }: SeriesWithNext): z.output<typeof seriesPageSchema>['items'][number] {
  return { ...factsOf(series), next: next && nightAnswer(series, next) };
}

function factsOf(series: Series) {
  const { id, name, state, leadDays, recurrence, createdBy, changedBy } = series;
  const [createdAt, changedAt] = [toIso(series.createdAt), toIso(series.changedAt)];
  return { id, name, state, leadDays, recurrence, createdBy, createdAt, changedBy, changedAt };
}

function nightAnswer({ recurrence }: Series, shown: ShownNight): z.input<typeof nightSchema> {
  const { night, startsAt, endsAt } = shown;
  const clocks = {
    night,
    start: toIso(startsAt),
    end: toIso(endsAt),
    localStart: wallClock(startsAt, recurrence.timeZone).iso,
    localEnd: wallClock(endsAt, recurrence.timeZone).iso,
    note: nightOn(recurrence, night)?.note ?? null,
  };
  if ('opensAt' in shown) {
    const opensAt = isoOrNull(shown.opensAt);
    return { ...clocks, state: 'planned', opensAt, reference: null, phase: null, reason: null, by: null };
  }
  const { state, reference, phase, reason, by } = shown;
  return { ...clocks, state, opensAt: null, reference, phase, reason, by };
}
