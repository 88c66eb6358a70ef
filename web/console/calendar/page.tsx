import type { JSX } from 'preact';
import { MOST_NIGHTS } from '../../../store/windows/calendar';
import type { Blackout } from '../../../store/planning/blackouts';
import type { FoundConflict } from '../../../store/planning/recorded-conflicts';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { hrefOf, type AskedFor } from './asked-for';
import { blackoutWords, ByPlace } from './by-place';
import { DaysSheet } from './days-sheet';
import { CalendarFilters } from './filters';
import { NightsTable } from './nights-table';
import type { KnownWeeks } from './rows';
import { readDay, weeksOf, type Weeks } from './weeks';

export interface CalendarProps {
  readonly frame: Asked['frame'];
  /** UTC ms. */
  readonly now: number;
  readonly askedFor: AskedFor;
  /** The level that is shown, and how many there are. */
  readonly level: number;
  readonly depth: number;
  readonly known: KnownWeeks;
  /** There are more nights than are shown. */
  readonly hasMore: boolean;
  readonly conflicts: ReadonlyMap<string, readonly FoundConflict[]>;
  /** Undefined for whoever may not read them. */
  readonly blackouts: readonly Blackout[] | undefined;
  /** The place that was asked for does not exist. */
  readonly isUnknownPlace: boolean;
}

/** `/console/calendar`: the windows of a week or a month, by place or by day, and the same as a table (P8). */
export function CalendarPage(props: CalendarProps): JSX.Element {
  const { frame, now, askedFor, known, hasMore, conflicts, blackouts } = props;
  const weeks = weeksOf(askedFor.span, askedFor.day);
  return (
    <ConsoleLayout {...frame} title="Calendar" here="calendar">
      <CalendarFilters {...props} />
      <Turning askedFor={askedFor} weeks={weeks} now={now} />
      {hasMore ? (
        <p class="callout tone-late">
          Only the first {MOST_NIGHTS} nights are shown. Choose a week, a place, a phase or a class.
        </p>
      ) : null}
      {askedFor.view === 'places' ? (
        <ByPlace {...props} weeks={weeks} />
      ) : (
        <DaysSheet weeks={weeks} now={now} nights={known.nights} blackouts={blackouts ?? []} askedFor={askedFor} />
      )}
      <h2 id="nights">Windows</h2>
      <NightsTable labelledBy="nights" known={known} conflicts={conflicts} />
      {blackouts === undefined ? null : <Blackouts blackouts={blackouts} />}
    </ConsoleLayout>
  );
}

interface TurningProps {
  readonly askedFor: AskedFor;
  readonly weeks: Weeks;
  readonly now: number;
}

function Turning({ askedFor, weeks, now }: TurningProps): JSX.Element {
  const other = (day: number | undefined) => hrefOf({ ...askedFor, day: day ?? askedFor.day });
  return (
    <div class="turning">
      <h2 id="weeks">{weeks.title}</h2>
      <nav aria-label={`Other ${askedFor.span}s`}>
        <a href={other(readDay(weeks.earlier))} rel="prev">
          Earlier
        </a>
        <a href={other(now)}>Today</a>
        <a href={other(readDay(weeks.later))} rel="next">
          Later
        </a>
      </nav>
    </div>
  );
}

function Blackouts({ blackouts }: { readonly blackouts: readonly Blackout[] }): JSX.Element {
  return (
    <section aria-labelledby="blackouts">
      <h2 id="blackouts">Blackouts</h2>
      {blackouts.length === 0 ? (
        <p class="muted">None in these weeks.</p>
      ) : (
        <ul class="needs">
          {blackouts.map((blackout) => (
            <li key={blackout.id}>
              <bdi>{blackoutWords(blackout)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
