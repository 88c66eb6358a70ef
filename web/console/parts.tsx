import type { ComponentChildren, JSX } from 'preact';
import { slotText, utcText } from '../../domain/public/times';
import type { WindowView } from '../../domain/window/view';

/** Pieces that several pages of the console are made of. */

/** Where a window's page is. */
export const windowHref = (reference: string) => `/console/windows/${encodeURIComponent(reference)}`;

interface TableProps {
  /** The id of its heading. */
  readonly labelledBy: string;
  readonly columns: readonly string[];
  readonly children: ComponentChildren;
}

/** A table that scrolls to the side by itself where the page is narrow. */
export function Table({ labelledBy, columns, children }: TableProps): JSX.Element {
  return (
    <div class="table" tabIndex={0} role="group" aria-labelledby={labelledBy}>
      <table>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

interface WindowRowsProps {
  readonly labelledBy: string;
  readonly windows: readonly WindowView[];
}

/** Windows, one a row. */
export function WindowTable({ labelledBy, windows }: WindowRowsProps): JSX.Element {
  return (
    <Table labelledBy={labelledBy} columns={['Window', 'Phase', 'When', 'What comes next']}>
      {windows.map((window) => (
        <tr key={window.reference}>
          <th scope="row">
            <a href={windowHref(window.reference)}>{window.spec.title}</a> <span class="muted">{window.reference}</span>
          </th>
          <td>{window.phase}</td>
          <td>{slotText(window.spec.slot)}</td>
          <td>{nextWords(window)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What the window does next by itself, and when. */
export function nextWords({ next }: Pick<WindowView, 'next'>): string {
  return next === null ? 'nothing by itself' : `${next.what}, ${utcText(next.at)}`;
}

interface PagerProps {
  /** The address of the next page's list: what it is narrowed to, without a cursor. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The cursor of the next page; null on the last one. */
  readonly next: string | null;
  readonly words?: string;
}

/** The way to the next page of a list; nothing on the last one. */
export function Pager({ query, next, words = 'More' }: PagerProps): JSX.Element | null {
  if (next === null) return null;
  return (
    <p class="pager">
      <a href={`?${queryText({ ...query, cursor: next })}`}>{words}</a>
    </p>
  );
}

/** A query as an address has it, without what is empty. */
export function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => (pair[1] ?? '') !== '');
  return new URLSearchParams(given).toString();
}
