/**
 * The fields that have a value, to be spread into an object: `{ ...optional({ note }) }` has no `note` when there is none,
 * so it has the same form in histories, JSON and comparisons.
 */
export function optional<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
