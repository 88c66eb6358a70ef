import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { read } from '../../domain/shared/validation';
import { refused } from '../convergence/service-failure';

const componentIds = z.array(z.string().min(1).max(100)).max(100);

/** Which components of the page a window affects, and what is done about edits by hand. */
const mappingSchema = z.strictObject({
  /** `repair` makes the entry equal again; `report` leaves it and says so. */
  drift: z.enum(['repair', 'report']).default('repair'),
  /** By path, `eu-1/dc-1`; a path stands for everything below it. */
  locations: z.record(z.string().min(1).max(200), componentIds).default({}),
  /** By kind of resource, `database`. */
  kinds: z.record(z.string().min(1).max(200), componentIds).default({}),
});
export type Mapping = z.output<typeof mappingSchema>;

/**
 * Reads the file each time, so that a correction needs no restart. Throws ServiceFailure `refused` with the file, the fault and what
 * to do.
 */
export async function readMapping(file: string): Promise<Mapping> {
  const unusable = (why: string) => refused(`The mapping file ${file} ${why}`);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    throw unusable(`cannot be read (${code}). Correct FOREWARN_STATUSPAGE_MAP.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unusable('is not JSON. docs/statuspage.md shows one.');
  }
  const result = read(mappingSchema, value);
  if ('value' in result) return result.value;
  const faults = result.faults.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw unusable(`cannot be used: ${faults}. docs/statuspage.md shows one.`);
}

/** What a window touches. */
export interface Touched {
  readonly locations: readonly string[];
  readonly kinds: readonly string[];
}

/**
 * The components a window affects, sorted, each once. For each place: what is mapped at it or below it; when nothing is, what
 * is mapped nearest above it.
 */
export function componentsFor({ locations, kinds }: Touched, mapping: Mapping): string[] {
  const paths = Object.keys(mapping.locations);
  const places = locations.flatMap((place) => {
    const within = paths.filter((path) => path === place || path.startsWith(`${place}/`));
    if (within.length > 0) return within;
    const above = paths.filter((path) => place.startsWith(`${path}/`));
    return above.sort((one, other) => other.length - one.length).slice(0, 1);
  });
  const ids = [
    ...places.flatMap((path) => mapping.locations[path] ?? []),
    ...kinds.flatMap((kind) => mapping.kinds[kind] ?? []),
  ];
  return [...new Set(ids)].sort();
}

/** Every component the file names, with the places and kinds that name it. */
export function namedComponents(mapping: Mapping): Map<string, string[]> {
  const named = new Map<string, string[]>();
  for (const [name, ids] of [...Object.entries(mapping.locations), ...Object.entries(mapping.kinds)]) {
    for (const id of ids) named.set(id, [...(named.get(id) ?? []), name]);
  }
  return named;
}
