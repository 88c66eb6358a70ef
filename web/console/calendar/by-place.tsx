import type { JSX } from 'preact';
import { DAY } from '../../../domain/shared/time';
import { utcParts } from '../../../domain/public/times';
import type { Blackout } from '../../../store/planning/blackouts';
import { MARK_WORDS } from '../../pictures/phase-marks';
import { PlacesTimeline, type Tick } from '../../pictures/places-timeline';
import type { AskedFor } from './asked-for';
import { rowsOf, type KnownWeeks } from './rows';
import { daysOf, type Weeks } from './weeks';

interface ByPlaceProps {
  readonly known: KnownWeeks;
  /** UTC ms. */
  readonly now: number;
  readonly weeks: Weeks;
  readonly askedFor: Pick<AskedFor, 'span'>;
  readonly blackouts: readonly Blackout[] | undefined;
}

/** Places beneath each other; what is drawn stands in a table, too. */
export function ByPlace({ known, now, weeks, askedFor, blackouts }: ByPlaceProps): JSX.Element {
  const { rows, left } = rowsOf(known);
  if (rows.length === 0) return <p class="muted">Nothing is planned in these weeks.</p>;
  const closures = (blackouts ?? []).map((blackout) => ({
    ...blackout,
    key: blackout.id,
    words: blackoutWords(blackout),
  }));
  return (
    <section aria-labelledby="weeks">
      <PlacesTimeline frame={weeks} ticks={ticksOf(weeks, askedFor)} rows={rows} closures={closures} now={now} />
      <p class="muted legend">{MARK_WORDS} · hatched: a blackout · upright line: now. All times are UTC.</p>
      {left > 0 ? (
        <p class="muted">Places that are not drawn: {left}. Choose a place above, or a level further up.</p>
      ) : null}
    </section>
  );
}

/** Every day of a week, every Monday of a month. */
function ticksOf(weeks: Weeks, { span }: Pick<AskedFor, 'span'>): Tick[] {
  const days = daysOf(weeks).filter((_, index) => span === 'week' || index % 7 === 0);
  return days.map((at) => ({ at, words: shortDay(at) }));
}

/** `Mon 7 Dec` */
function shortDay(at: number): string {
  const { date } = utcParts(at + DAY / 2);
  return date.replace(/ \d{4}$/, '');
}

/** The blackout in a sentence. */
export function blackoutWords({ id, organizationId, startsAt, endsAt, reason }: Blackout): string {
  const from = utcParts(startsAt);
  const to = utcParts(endsAt);
  const when = `${from.date}, ${from.time} to ${to.date}, ${to.time} UTC`;
  return `${id}, ${when}, for ${organizationId ?? 'everybody'}: ${reason}`;
}
