import { RFO_STATES, type RfoText } from '../../../domain/window/rfo-fields';
import type { ReportDraft } from '../../../domain/window/draft-report';
import { readFields, type FieldSpec } from '../../forms/fields';
import { textOf, type Typed } from '../../forms/typed';

/** The fields of a reason-for-outage report (E4), and of the measures in it (E5). */

const section = (name: string, label: string, hint: string, optional = false): FieldSpec => ({
  ...{ name, label, hint, optional, kind: 'area', rows: 6, most: 8_000 },
});

export const REPORT_FIELDS: readonly FieldSpec[] = [
  {
    ...{ name: 'state', label: 'State', kind: 'choice' },
    options: RFO_STATES.map((state) => [state, state]),
    hint: 'Preliminary while not all is known; the window closes once a final one is published.',
  },
  section('summary', 'Summary', 'What happened and when, for somebody who was asleep.'),
  section('customerImpact', 'What customers saw', 'What did not work for them, and for how long.', true),
  section(
    'rootCause',
    'Root cause',
    'Why it happened. Say so where it is not known yet, and publish it as preliminary.',
  ),
  section('resolution', 'Resolution', 'What was done so that it works again.', true),
];

/** As many as a report takes. */
const MOST_MEASURES = 50;
/** Empty rows below those that are filled in; keeping a version gives more. */
const EMPTY_ROWS = 2;

const measureFields = (index: number): readonly FieldSpec[] => {
  const at = (name: string) => `preventiveMeasures.${String(index)}.${name}`;
  return [
    { name: at('text'), label: 'What is done', kind: 'area', rows: 2, most: 2_000, optional: true },
    {
      ...{ name: at('owner'), label: 'Owner', kind: 'text', most: 200, optional: true },
      hint: 'A person of the staff by mail address, name or id, or a team.',
    },
    { name: at('due'), label: 'By when', kind: 'date', optional: true },
    { name: at('public'), label: 'Customers read it in the published report', kind: 'check', optional: true },
  ];
};

const isEmpty = (typed: Typed, index: number) =>
  measureFields(index).every(({ name, kind }) => kind === 'check' || textOf(typed, name).trim() === '');

/** Without rows of measures that were left empty: the others move up, so that a fault stands at the row it is of. */
export function withoutGaps(typed: Typed): Typed {
  const rows = indexes(typed).filter((index) => !isEmpty(typed, index));
  const others = Object.entries(typed).filter(([name]) => !name.startsWith('preventiveMeasures.'));
  const moved = rows.flatMap((from, to) =>
    measureFields(from).flatMap(({ name }, place) => {
      const value = typed[name];
      const target = measureFields(to)[place]?.name;
      return value === undefined || target === undefined ? [] : [[target, value] as const];
    }),
  );
  return Object.fromEntries([...others, ...moved]);
}

/** The rows that a form has: those that are filled in and some empty ones. */
export function measureRows(typed: Typed): (readonly FieldSpec[])[] {
  const filled = Math.max(0, ...indexes(typed).map((index) => index + 1));
  const rows = Math.min(MOST_MEASURES, filled + EMPTY_ROWS);
  return Array.from({ length: rows }, (_, index) => measureFields(index));
}

/** The body of `draftRfo`. */
export function reportOf(typed: Typed): Record<string, unknown> {
  const compact = withoutGaps(typed);
  const rows = indexes(compact).flatMap((index) => measureFields(index));
  return readFields(compact, [...REPORT_FIELDS, ...rows]);
}

/** A report as the form shows it. */
export function typedReport({ preventiveMeasures = [], ...report }: ReportDraft & Partial<RfoText>): Typed {
  const sections = Object.fromEntries(
    REPORT_FIELDS.map(({ name }) => [name, report[name as keyof typeof report] ?? '']),
  );
  const rows = preventiveMeasures.flatMap((measure, index) =>
    measureFields(index).map(({ name }): [string, string] => {
      const value = measure[name.split('.').at(-1) as keyof typeof measure];
      return [name, value === true ? 'yes' : value === false || value === undefined ? '' : value];
    }),
  );
  return { ...sections, ...Object.fromEntries(rows) };
}

function indexes(typed: Typed): number[] {
  const found = Object.keys(typed).flatMap((name) => {
    const [, index] = /^preventiveMeasures\.(\d{1,2})\./.exec(name) ?? [];
    return index === undefined || Number(index) >= MOST_MEASURES ? [] : [Number(index)];
  });
  return [...new Set(found)].sort((one, other) => one - other);
}
