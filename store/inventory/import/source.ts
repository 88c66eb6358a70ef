import type { Fault } from '../../../domain/shared/validation';

/**
 * A row as a file or a list has it, before its table's schema has read it, or why it cannot be read at all. `line` is the
 * file's line, or the row's place in the list, from 1.
 */
export type SourceRow =
  { readonly line: number; readonly value: unknown } | { readonly line: number; readonly faults: readonly Fault[] };

/** Rows one by one, so that nobody has to hold a whole file. */
export type Source = Iterable<SourceRow> | AsyncIterable<SourceRow>;

/** The values of a list. */
export function* rowsOf(values: readonly unknown[]): Generator<SourceRow> {
  for (const [index, value] of values.entries()) yield { line: index + 1, value };
}

/** A row that cannot be read, with the one reason. */
export function unreadable(line: number, field: string, message: string): SourceRow {
  return { line, faults: [{ field, message }] };
}
