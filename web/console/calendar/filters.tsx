import type { ComponentChildren, JSX } from 'preact';
import { PHASES, WINDOW_CLASSES } from '../../../domain/window/types';
import { VIEWS } from './asked-for';
import type { CalendarProps } from './page';
import { dayText, SPANS, type Span } from './weeks';

const VIEW_WORDS: Readonly<Record<(typeof VIEWS)[number], string>> = { places: 'by place', days: 'by day' };
const SPAN_WORDS: Readonly<Record<Span, string>> = { week: 'one week', month: 'a month' };

/** What is shown; it stands in the address. */
export function CalendarFilters({ askedFor, level, depth, isUnknownPlace }: CalendarProps): JSX.Element {
  const { view, span, day, at, phase } = askedFor;
  const levels = Array.from({ length: depth }, (_, index) => String(index + 1));
  return (
    <form method="get" class="filters">
      <Choice name="view" label="Drawn" chosen={view} options={VIEWS.map((one) => [one, VIEW_WORDS[one]])} />
      <Choice name="span" label="Weeks" chosen={span} options={SPANS.map((one) => [one, SPAN_WORDS[one]])} />
      <label>
        Day <input type="date" name="on" value={dayText(day)} />
      </label>
      <Choice name="level" label="Level of places" chosen={String(level)} options={levels.map((one) => [one, one])} />
      <label>
        Place and below{' '}
        <input
          name="at"
          value={at ?? ''}
          maxLength={500}
          autocomplete="off"
          {...(isUnknownPlace ? { 'aria-invalid': true, 'aria-describedby': 'at-fault' } : {})}
        />
        {isUnknownPlace ? (
          <span id="at-fault" class="fault">
            There is no place {at}. Write its path, such as eu-1/dc-1, or leave it empty.
          </span>
        ) : null}
      </label>
      <Choice name="phase" label="Phase" chosen={phase ?? ''} options={withAny(PHASES)} />
      <Choice name="class" label="Class" chosen={askedFor.class ?? ''} options={withAny(WINDOW_CLASSES)} />
      <button type="submit">Show</button>
    </form>
  );
}

const withAny = (words: readonly string[]): [string, string][] => [
  ['', 'any'],
  ...words.map((one): [string, string] => [one, one]),
];

interface ChoiceProps {
  readonly name: string;
  readonly label: ComponentChildren;
  readonly chosen: string;
  readonly options: readonly (readonly [value: string, words: string])[];
}

function Choice({ name, label, chosen, options }: ChoiceProps): JSX.Element {
  return (
    <label>
      {label}{' '}
      <select name={name}>
        {options.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
