import type { ComponentChildren, JSX } from 'preact';
import type { Request } from 'express';

/** What lists and pages of one thing share. */

/** A field by which a list is narrowed; what it says stands in the address. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly kind: 'search' | 'choice' | 'date';
  /** Of a choice, besides the first, which narrows nothing. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly hint?: string;
  /** How the first choice is called; "any" when left out. */
  readonly first?: string;
}

interface FiltersProps {
  readonly action: string;
  readonly filters: readonly Filter[];
  readonly values: Readonly<Record<string, string | undefined>>;
  /** What the address says besides, and goes on saying. */
  readonly kept?: Readonly<Record<string, string | undefined>>;
}

/** Narrows a list while one types, or with its button; `#found` is what changes. */
export function Filters({ action, filters, values, kept = {} }: FiltersProps): JSX.Element {
  const live = {
    ...{ 'hx-get': action, 'hx-trigger': 'input delay:400ms, change', 'hx-target': '#found', 'hx-select': '#found' },
    ...{ 'hx-swap': 'outerHTML', 'hx-push-url': 'true' },
  };
  return (
    <form method="get" action={action} class="filters" {...live}>
      {Object.entries(kept).map(([name, value]) =>
        (value ?? '') === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      {filters.map((filter) => (
        <label key={filter.name}>
          {filter.label} <FilterInput filter={filter} value={values[filter.name] ?? ''} />
        </label>
      ))}
      <button type="submit">Show</button>
    </form>
  );
}

function FilterInput({ filter, value }: { readonly filter: Filter; readonly value: string }): JSX.Element {
  const { name, kind, options = [], hint, first = 'any' } = filter;
  if (kind === 'date') return <input type="date" name={name} value={value} />;
  if (kind === 'search') return <input type="search" name={name} value={value} maxLength={200} placeholder={hint} />;
  return (
    <select name={name}>
      <option value="">{first}</option>
      {options.map(([one, label]) => (
        <option key={one} value={one} selected={one === value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** What is known of one thing; what is not known is left out. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ComponentChildren])[] }): JSX.Element {
  return (
    <dl class="facts">
      {of.map(([name, value]) =>
        value === null || value === undefined || value === '' ? null : (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ),
      )}
    </dl>
  );
}

/** Says what was done, on the page that comes after it. */
export function Done({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="callout" role="status">
      {children}
    </p>
  );
}

/** A text of the address; empty where it says nothing that can be meant. */
export function textIn(query: Request['query'], name: string, most = 200): string {
  const value = query[name];
  return typeof value === 'string' ? value.slice(0, most).replace(UNUSABLE, '') : '';
}

/** The same, undefined in place of nothing: a filter that does not narrow. */
export function given(query: Request['query'], name: string, most = 200): string | undefined {
  const text = textIn(query, name, most).trim();
  return text === '' ? undefined : text;
}

/** Which page of a list the address asks for. */
export const cursorIn = (query: Request['query']) => given(query, 'cursor', 2_000);

/** The word of a closed set that the address names. */
export function wordIn<T extends string>(query: Request['query'], name: string, words: readonly T[]): T | undefined {
  return words.find((word) => word === query[name]);
}

/** A count that the address tells of what was just done. */
export function countIn(query: Request['query'], name: string): number | undefined {
  const text = textIn(query, name, 9);
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Where the page of an organization is. */
export const organizationHref = (id: string) => `/console/inventory/organizations/${encodeURIComponent(id)}`;

/** What no text of the database holds: NUL, and half a character. */
const UNUSABLE = /\u0000|\p{Surrogate}/gu; // oxlint-disable-line no-control-regex -- NUL is what is looked for

/** Whether a part of a path can be the id of something that was made here. */
export const isUuid = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
