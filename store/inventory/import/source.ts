import type { Fault } from '../../../domain/shared/validation';

/**
 * A row of a file or a list before validation by its table's schema, or why it cannot be read. `line` is the line of the file,
 * or the row's place in the list, from 1.
 */
export type SourceRow =
  { readonly line: number; readonly value: unknown } | { readonly line: number; readonly faults: readonly Fault[] };

/** Rows one by one, so that a whole file is never in memory. */
export type Source = Iterable<SourceRow> | AsyncIterable<SourceRow>;

/** The values of a list. */
export function* rowsOf(values: readonly unknown[]): Generator<SourceRow> {
  for (const [index, value] of values.entries()) yield { line: index + 1, value };
}

/** A row that cannot be read, with the reason. */
export function unreadable(line: number, field: string, message: string): SourceRow {
  return { line, faults: [{ field, message }] };
}
