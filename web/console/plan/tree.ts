import type { Database } from '../../../store/database/database';
import { placesUnder, type PlacedResource } from '../../../store/inventory/places';
import type { Viewer } from '../../../store/windows/viewer';
import { textsOf, type Typed } from '../../forms/typed';

/** The tree of locations as far as it is open on the page. */

export interface Branch {
  readonly path: string;
  readonly name: string;
  readonly hasMore: boolean;
  /** What is in it; undefined while it is closed. */
  readonly inside: Level | undefined;
}

export interface Level {
  readonly branches: readonly Branch[];
  readonly resources: readonly PlacedResource[];
  readonly isCut: boolean;
}

/** So many branches are read for one page; people open a few. */
const MOST_OPEN = 60;

/** Those branches that are open, by what the form says: those that were, and the one whose button was pressed. */
export function openedIn(typed: Typed): ReadonlySet<string> {
  return new Set([...textsOf(typed, 'opened'), ...textsOf(typed, 'open')].slice(0, MOST_OPEN));
}

/** The level below a location, or the regions for null, with what is open in it. */
export async function levelAt(
  db: Database,
  viewer: Viewer,
  path: string | null,
  opened: ReadonlySet<string>,
): Promise<Level> {
  const { places, resources, isCut } = await placesUnder(db, path, viewer);
  const branches: Branch[] = [];
  for (const place of places) {
    const inside = opened.has(place.path) ? await levelAt(db, viewer, place.path, opened) : undefined;
    branches.push({ ...place, inside });
  }
  return { branches, resources, isCut };
}

/** Every location and resource that is to be seen. */
export function shownIn({ branches, resources }: Level): {
  readonly locations: string[];
  readonly resources: string[];
} {
  const inside = branches.flatMap(({ inside: level }) => (level ? [shownIn(level)] : []));
  return {
    locations: [...branches.map(({ path }) => path), ...inside.flatMap(({ locations }) => locations)],
    resources: [...resources.map(({ id }) => id), ...inside.flatMap(({ resources: ids }) => ids)],
  };
}
