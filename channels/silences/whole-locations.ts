import type { Scope } from '../../domain/planning/scope';

/**
 * The locations of a scope in which everything is meant, without those inside another one: none where kinds, labels or exceptions
 * narrow it, because a silence of the place would then cover more than the work (C8).
 */
export function wholeLocations({ locations, kinds, labels, except = [] }: Scope): readonly string[] {
  if (kinds.length > 0 || Object.keys(labels).length > 0 || except.length > 0) return [];
  return [...new Set(locations)].filter((path) => !locations.some((other) => path.startsWith(`${other}/`))).sort();
}

/** Whether a place is one of these, or inside one. */
export function isWithin(place: string, locations: readonly string[]): boolean {
  return locations.some((path) => place === path || place.startsWith(`${path}/`));
}
