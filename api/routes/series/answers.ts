import type { z } from 'zod';
import { readClock, wallClock } from '../../../domain/series/clock';
import { nextNights, nightOn, type Night } from '../../../domain/series/nights';
import { DAY, toIso } from '../../../domain/shared/time';
import type { Database } from '../../../store/database/database';
import type { Series } from '../../../store/series/series';
import { settledNights, type SettledNight } from '../../../store/series/series-nights';
import type { nightSchema, seriesAnswerSchema, seriesPageSchema } from './schemas';

/** So many nights are shown on either side of now. */
const SHOWN = 12;

type NightAnswer = z.input<typeof nightSchema>;

/** A series with what became of its nights, and those to come. `now`: UTC ms. */
export async function seriesAnswer(
  db: Database,
  series: Series,
  now: number,
): Promise<z.input<typeof seriesAnswerSchema>> {
  const [past, ahead] = await Promise.all([
    settledNights(db, series.id, { to: now, limit: SHOWN, latest: true }),
    settledNights(db, series.id, { from: now }),
  ]);
  const known = new Set(ahead.map(({ night }) => night));
  const planned = notIn(known, nextNights(series.recurrence, now, SHOWN));
  return {
    ...factsOf(series),
    window: { ...series.template },
    nights: [
      ...past.map((night) => settledAnswer(series, night)),
      ...[
        ...ahead.map((night) => settledAnswer(series, night)),
        ...(series.state === 'ended' ? [] : planned.map((night) => plannedAnswer(series, night, now))),
      ].sort((a, b) => (a.start < b.start ? -1 : 1)),
    ],
  };
}

/** A series in a list, with the night that comes next. */
export async function seriesSummary(
  db: Database,
  series: Series,
  now: number,
): Promise<z.output<typeof seriesPageSchema>['items'][number]> {
  const ahead = await settledNights(db, series.id, { from: now });
  const known = new Set(ahead.map(({ night }) => night));
  const [planned] = series.state === 'ended' ? [] : notIn(known, nextNights(series.recurrence, now, known.size + 1));
  const settled = ahead.find(({ state }) => state !== 'skipped');
  const isPlannedFirst = planned && (!settled || planned.startsAt < settled.startsAt);
  const next = isPlannedFirst ? plannedAnswer(series, planned, now) : settled ? settledAnswer(series, settled) : null;
  return { ...factsOf(series), next };
}

function notIn(known: ReadonlySet<string>, nights: readonly Night[]): Night[] {
  return nights.filter(({ night }) => !known.has(night));
}

function factsOf(series: Series) {
  const { id, name, state, leadDays, recurrence, createdBy, changedBy } = series;
  const [createdAt, changedAt] = [toIso(series.createdAt), toIso(series.changedAt)];
  return { id, name, state, leadDays, recurrence, createdBy, createdAt, changedBy, changedAt };
}

function plannedAnswer(series: Series, night: Night, now: number): NightAnswer {
  const opensAt = series.state === 'active' ? toIso(Math.max(now, firstRun(series, night))) : null;
  return {
    ...clockAnswer(series, night),
    state: 'planned',
    opensAt,
    reference: null,
    phase: null,
    reason: null,
    by: null,
  };
}

function settledAnswer(series: Series, settled: SettledNight): NightAnswer {
  const { state, reference, phase, reason, by } = settled;
  return { ...clockAnswer(series, settled), state, opensAt: null, reference, phase, reason, by };
}

function clockAnswer({ recurrence }: Series, { night, startsAt, endsAt }: Night) {
  const { timeZone } = recurrence;
  return {
    night,
    start: toIso(startsAt),
    end: toIso(endsAt),
    localStart: wallClock(startsAt, timeZone).iso,
    localEnd: wallClock(endsAt, timeZone).iso,
    note: nightOn(recurrence, night)?.note ?? null,
  };
}

/** The schedule's first run, daily at local noon, that finds the night inside the lead. */
function firstRun({ recurrence: { timeZone }, leadDays }: Series, { startsAt }: Night): number {
  const from = startsAt - leadDays * DAY;
  const noons = [from, from + DAY].map((at) => readClock(wallClock(at, timeZone).date, '12:00', timeZone)?.at);
  return noons.find((noon) => noon !== undefined && noon > from) ?? from + DAY;
}
