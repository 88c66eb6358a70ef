import { slotText } from '../../../domain/public/times';
import type { CalendarNight, NamedPlace } from '../../../store/windows/calendar';
import { MOST_PLACES } from '../../../store/windows/calendar';
import { PHASE_MARKS } from '../../pictures/phase-marks';
import type { DrawnNight, DrawnRow } from '../../pictures/places-timeline';
import { windowHref } from '../parts';

/** What is known of the weeks that are shown. */
export interface KnownWeeks {
  readonly nights: readonly CalendarNight[];
  /** Places with and without work, where they are few enough; empty otherwise. */
  readonly places: readonly NamedPlace[];
  readonly names: ReadonlyMap<string, string>;
  /** References of windows whose plan collides with others. */
  readonly colliding: ReadonlySet<string>;
}

/** Work whose places are not on record, or are not the viewer's to know. */
export const NOWHERE = 'No place on record';

/** A row for each place, by path; `left` is how many are not shown. */
export function rowsOf({ nights, places, names, colliding }: KnownWeeks): { rows: DrawnRow[]; left: number } {
  const paths = new Set([...places.map(({ path }) => path), ...nights.flatMap((night) => night.places)]);
  const named = new Map([...names, ...places.map(({ path, name }) => [path, name] as const)]);
  const all = [...paths].sort((one, other) => (one < other ? -1 : 1));
  const shown = all.slice(0, MOST_PLACES);
  const drawn = (list: readonly CalendarNight[]) => list.map((night) => drawnNight(night, colliding));
  const elsewhere = nights.filter((night) => night.places.length === 0);
  const rows = shown.map((path) => ({
    key: path,
    name: placeWords(path, named),
    nights: drawn(nights.filter((night) => night.places.includes(path))),
  }));
  if (elsewhere.length > 0) rows.push({ key: '', name: NOWHERE, nights: drawn(elsewhere) });
  return { rows, left: all.length - shown.length };
}

function drawnNight(night: CalendarNight, colliding: ReadonlySet<string>): DrawnNight {
  const { reference, title, phase, isAlternate, startsAt, endsAt } = night;
  const { tone, mark } = PHASE_MARKS[phase];
  const collides = colliding.has(reference);
  return {
    ...{ key: `${reference} ${String(startsAt)}`, href: windowHref(reference), startsAt, endsAt },
    words: [mark, reference, ...(collides ? ['conflict'] : [])].filter((word) => word !== '').join(' '),
    title: `${reference}, ${phase}, ${slotText(night)}: ${title}`,
    ...{ tone, isMaybe: isAlternate },
  };
}

/** `rack-a12 in eu-1/dc-1`, with its name where it has one of its own. */
function placeWords(path: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(path);
  return name === undefined || name === path || path.endsWith(`/${name}`) ? path : `${name} (${path})`;
}
