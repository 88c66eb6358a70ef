import type { JSX } from 'preact';
import { DAY } from '../../../domain/shared/time';
import { utcParts } from '../../../domain/public/times';
import type { Slot } from '../../../domain/window/types';
import type { Blackout } from '../../../store/planning/blackouts';
import type { CalendarNight } from '../../../store/windows/calendar';
import { PHASE_MARKS } from '../../pictures/phase-marks';
import { Table, windowHref } from '../parts';
import { hrefOf, type AskedFor } from './asked-for';
import { dayText, daysOf, type Weeks } from './weeks';

interface DaysSheetProps {
  readonly weeks: Weeks;
  /** UTC ms. */
  readonly now: number;
  readonly nights: readonly CalendarNight[];
  readonly blackouts: readonly Blackout[];
  readonly askedFor: AskedFor;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** As many of a day as leave a month readable. */
const SHOWN = 5;

/** A sheet of days, a week a row. */
export function DaysSheet(props: DaysSheetProps): JSX.Element {
  const days = daysOf(props.weeks);
  const rows = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return (
    <div class="days">
      <Table labelledBy="weeks" columns={WEEKDAYS}>
        {rows.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <DayCell key={day} {...props} day={day} />
            ))}
          </tr>
        ))}
      </Table>
    </div>
  );
}

function DayCell({ day, now, nights, blackouts, askedFor }: DaysSheetProps & { readonly day: number }): JSX.Element {
  const touches = ({ startsAt, endsAt }: Slot) => startsAt < day + DAY && endsAt > day;
  const here = nights.filter(touches);
  const shown = askedFor.span === 'week' ? here : here.slice(0, SHOWN);
  const isToday = day <= now && now < day + DAY;
  return (
    <td class={isToday ? 'today' : undefined}>
      <time dateTime={dayText(day)}>
        {dayWords(day)}
        {isToday ? ', today' : ''}
      </time>
      <ul>
        {blackouts.filter(touches).map(({ id }) => (
          <li key={id} class="closed-day">
            Blackout {id}
          </li>
        ))}
        {shown.map((night) => (
          <li key={`${night.reference} ${String(night.startsAt)}`} class={`tone-${PHASE_MARKS[night.phase].tone}`}>
            <a href={windowHref(night.reference)}>
              {night.startsAt < day ? 'goes on' : utcParts(night.startsAt).time} {PHASE_MARKS[night.phase].mark}{' '}
              <bdi>{night.title}</bdi>
            </a>
            {night.isAlternate ? ' (second night)' : ''}
          </li>
        ))}
        {here.length > shown.length ? (
          <li>
            <a href={hrefOf({ ...askedFor, span: 'week', day })}>and {here.length - shown.length} more</a>
          </li>
        ) : null}
      </ul>
    </td>
  );
}

/** `1 Dec` */
function dayWords(at: number): string {
  const { day, month } = utcParts(at);
  return `${String(day)} ${month}`;
}
