import type { Database } from '../../../store/database/database';
import { listBlackouts } from '../../../store/planning/blackouts';
import { conflictsOfMany } from '../../../store/planning/recorded-conflicts';
import { depthOfTree, hasPlace, MOST_PLACES, namesOf, placesAt, readNights } from '../../../store/windows/calendar';
import { organizationsOf, type Viewer } from '../../../store/windows/viewer';
import type { Asked } from '../area';
import type { AskedFor } from './asked-for';
import { weeksOf } from './weeks';

/** Places of a tree are usually compared at their second level: regions hold too much, racks are too many. */
const USUAL_LEVEL = 2;
/** As many blackouts as anybody looks at beside each other. */
const MOST_BLACKOUTS = 100;

export type WeeksRead = Awaited<ReturnType<typeof readWeeks>>;

/** What the calendar shows of the weeks that are asked for, to whoever may read it. */
export async function readWeeks(db: Database, { viewer, may }: Pick<Asked, 'viewer' | 'may'>, askedFor: AskedFor) {
  const { from, to } = weeksOf(askedFor.span, askedFor.day);
  const depth = await depthOfTree(db);
  const below = askedFor.at === undefined ? USUAL_LEVEL : askedFor.at.split('/').length + 1;
  const level = Math.min(askedFor.level ?? below, depth);
  const request = { from, to, level, under: askedFor.at, phase: askedFor.phase, class: askedFor.class };
  const [{ nights, hasMore }, few, blackouts, here] = await Promise.all([
    readNights(db, request, viewer),
    placesAt(db, request, viewer),
    may('GET /v1/blackouts') ? listBlackouts(db, { from, to }, { limit: MOST_BLACKOUTS }) : undefined,
    askedFor.at === undefined || hasPlace(db, askedFor.at, viewer),
  ]);
  const [names, conflicts] = await Promise.all([
    namesOf(db, [...new Set(nights.flatMap(({ places }) => places))]),
    conflictsFor(db, nights, viewer),
  ]);
  return {
    ...{ level, depth, hasMore, conflicts, blackouts: blackouts?.items },
    isUnknownPlace: !here,
    known: {
      ...{ nights, names, places: few.length > MOST_PLACES ? [] : few },
      colliding: new Set(
        [...conflicts].flatMap(([reference, found]) => (found.some(({ blocking }) => blocking) ? [reference] : [])),
      ),
    },
  };
}

/** What a plan collides with names other customers: it is not for whoever is limited to some (T3). */
async function conflictsFor(db: Database, nights: readonly { readonly reference: string }[], viewer: Viewer) {
  if (organizationsOf(viewer) !== null) return new Map<string, never>();
  return conflictsOfMany(db, [...new Set(nights.map(({ reference }) => reference))]);
}
