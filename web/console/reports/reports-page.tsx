import type { JSX } from 'preact';
import { utcParts } from '../../../domain/public/times';
import type { HourOfWeek, Period } from '../../../store/windows/reports';
import type { KeptRow } from '../../pictures/kept';
import { NightsMap } from '../../pictures/nights-map';
import { NoticeKept } from '../../pictures/notice-kept';
import type { Asked } from '../area';
import { hrefOf, type AskedFor } from '../calendar/asked-for';
import { ByPlace } from '../calendar/by-place';
import { NightsTable } from '../calendar/nights-table';
import type { WeeksRead } from '../calendar/read-weeks';
import { weeksOf } from '../calendar/weeks';
import { ConsoleLayout } from '../layout';

interface ReportsProps {
  readonly frame: Asked['frame'];
  /** UTC ms. */
  readonly now: number;
  readonly year: Period;
  readonly kept: readonly KeptRow[];
  readonly hours: readonly HourOfWeek[];
  readonly week: AskedFor;
  readonly weeks: WeeksRead;
}

/** `/console/reports`: whether notice was kept, when work takes place, and where it is this week (P8). */
export function ReportsPage({ frame, now, year, kept, hours, week, weeks }: ReportsProps): JSX.Element {
  const span = weeksOf(week.span, week.day);
  return (
    <ConsoleLayout {...frame} title="Reports" here="reports">
      <p class="muted">
        Windows whose planned start lies between {utcParts(year.from).date} and {utcParts(year.to).date}, without
        cancelled ones. All times are UTC.
      </p>
      <section aria-labelledby="kept">
        <h2 id="kept">Promised notice, kept or not</h2>
        <NoticeKept rows={kept} labelledBy="kept" />
      </section>
      <section aria-labelledby="hours">
        <h2 id="hours">When work takes place</h2>
        <p class="muted legend">How many windows had work planned in each hour of the week; the darker, the more.</p>
        <NightsMap hours={hours} labelledBy="hours" />
      </section>
      <h2 id="weeks">This week by place</h2>
      <p>
        <a href={hrefOf(week)}>In the calendar</a>
      </p>
      <ByPlace known={weeks.known} now={now} weeks={span} askedFor={week} blackouts={weeks.blackouts} />
      <h3 id="week-nights">Windows of this week</h3>
      <NightsTable labelledBy="week-nights" known={weeks.known} conflicts={weeks.conflicts} />
    </ConsoleLayout>
  );
}
