import type { FieldSpec } from '../../forms/fields';

/** What is typed when a measure ends or gets a new date (E5). */

const words = { kind: 'area', rows: 3, most: 2_000 } as const;

export const MEASURE_FORMS = {
  done: [{ ...words, name: 'note', label: 'What came of it', optional: true }],
  postpone: [
    { name: 'due', label: 'New date', kind: 'date', hint: 'A later one. The owner is written to anew about it.' },
    { ...words, name: 'reason', label: 'Why it is postponed' },
  ],
  'give-up': [{ ...words, name: 'reason', label: 'Why it is given up', hint: 'It stays in its history.' }],
} as const satisfies Readonly<Record<string, readonly FieldSpec[]>>;
export type MeasureForm = keyof typeof MEASURE_FORMS;
