import { createHash } from 'node:crypto';
import type { Scope } from '../../../domain/planning/scope';
import { isWithin, wholeLocations } from '../whole-locations';
import type { Coverage, CoveredResource } from '../system';

/** Which alerts belong to the work, by their labels. Pure. */

/** As Alertmanager's API writes one; all of a set have to hold. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

export interface MatcherSet extends Coverage {
  readonly matchers: readonly Matcher[];
}

/** Which labels of alerts hold what of the inventory. */
export interface AlertLabels {
  readonly resources: { readonly label: string; readonly holds: 'id' | 'name'; readonly withPort: boolean };
  readonly locations?: { readonly parts: readonly (string | null)[] } | { readonly path: string } | undefined;
}

/** One silence holds so many resources at most, and so many characters: the page that shows it stays readable. */
const MOST_IN_ONE = 200;
const LONGEST_VALUE = 16_000;

/** The locations of the scope that labels can name whole, each with its matchers, and what is left to name by resources. */
export function locationSets(
  scope: Scope,
  { locations }: Pick<AlertLabels, 'locations'>,
): { readonly sets: readonly MatcherSet[]; readonly rest: Scope } {
  const named = wholeLocations(scope).flatMap((path) => {
    const matchers = locationMatchers(path, locations);
    return matchers ? [{ path, set: setOf(matchers) }] : [];
  });
  const paths = named.map(({ path }) => path);
  return {
    sets: named.map(({ set }) => set),
    rest: { ...scope, locations: scope.locations.filter((path) => !isWithin(path, paths)) },
  };
}

/** Undefined where no label holds the last part of the path: without it more would be silent. */
function locationMatchers(path: string, labels: AlertLabels['locations']): readonly Matcher[] | undefined {
  if (!labels) return undefined;
  // a path stands for everything below it
  if ('path' in labels) return [regex(labels.path, `${literal(path)}(/.*)?`)];
  const parts = path.split('/');
  if (!labels.parts[parts.length - 1]) return undefined;
  return parts.flatMap((part, place) => {
    const label = labels.parts[place];
    return label ? [equal(label, part)] : [];
  });
}

/** Sets of matchers for these resources, each once: one value as it is, several as one regular expression. */
export function resourceSets(
  resources: readonly CoveredResource[],
  { resources: { label, holds, withPort } }: Pick<AlertLabels, 'resources'>,
): readonly MatcherSet[] {
  // an empty value would match alerts without the label
  const values = [...new Set(resources.map((resource) => resource[holds]))].filter((value) => value !== '').sort();
  return batches(values).map((batch) => {
    const [first = ''] = batch;
    if (batch.length === 1 && !withPort) return setOf([equal(label, first)]);
    return setOf([regex(label, `(${batch.map(literal).join('|')})${withPort ? '(:[0-9]+)?' : ''}`)]);
  });
}

function batches(values: readonly string[]): string[][] {
  const made: string[][] = [];
  let length = 0;
  for (const value of values) {
    const last = made.at(-1);
    const size = literal(value).length + 1;
    if (last && last.length < MOST_IN_ONE && length + size <= LONGEST_VALUE) {
      last.push(value);
      length += size;
    } else {
      made.push([value]);
      length = size;
    }
  }
  return made;
}

export function setOf(matchers: readonly Matcher[]): MatcherSet {
  const sorted = [...matchers].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  const text = JSON.stringify(sorted.map(({ name, value, isRegex, isEqual }) => [name, value, isRegex, isEqual]));
  return { key: createHash('sha256').update(text).digest('base64url').slice(0, 22), matchers: sorted };
}

/** Whether an alert with these labels is silent by one of the sets. Regular expressions are anchored, as Alertmanager's are. */
export function isSilent(labels: Readonly<Record<string, string>>, sets: readonly MatcherSet[]): boolean {
  return sets.some(({ matchers }) =>
    matchers.every(({ name, value, isRegex, isEqual }) => {
      const there = labels[name] ?? '';
      return (isRegex ? new RegExp(`^(?:${value})$`).test(there) : there === value) === isEqual;
    }),
  );
}

const equal = (name: string, value: string): Matcher => ({ name, value, isRegex: false, isEqual: true });
const regex = (name: string, value: string): Matcher => ({ name, value, isRegex: true, isEqual: true });

/** A text as a regular expression that matches it alone, in Go's syntax (RE2) and in ours. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
