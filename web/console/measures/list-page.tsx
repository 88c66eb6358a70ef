import type { JSX } from 'preact';
import { dateAt, type MeasureState } from '../../../domain/measures/measure';
import type { Page } from '../../../store/database/cursor';
import type { Measure } from '../../../store/measures/read';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Pager, Table, windowHref } from '../parts';

export const measureHref = (id: number) => `/console/measures/${String(id)}`;

/** What the list can be narrowed to, and how that is called. */
export const WHICH = { open: 'open', late: 'late', all: 'all of them' } as const;

/** What the list is narrowed to, as its address says. */
export interface NarrowedMeasures {
  readonly which: keyof typeof WHICH;
  readonly owner: string;
  readonly window: string;
}

interface MeasuresProps {
  readonly frame: Asked['frame'];
  readonly narrowed: NarrowedMeasures;
  readonly page: Page<Measure>;
  /** UTC ms. */
  readonly now: number;
}

/** `/console/measures`: what published reports promised (E5), the earliest date first. */
export function MeasuresPage({ frame, narrowed, page, now }: MeasuresProps): JSX.Element {
  const { which, owner, window } = narrowed;
  return (
    <ConsoleLayout {...frame} title="Preventive measures" here="measures">
      <form method="get" class="filters">
        <label>
          Which{' '}
          <select name="which">
            {Object.entries(WHICH).map(([one, name]) => (
              <option key={one} value={one} selected={one === which}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Owner <input name="owner" type="search" value={owner} maxLength={200} />
        </label>
        <label>
          Window <input name="window" type="search" value={window} maxLength={20} />
        </label>
        <button type="submit">Show</button>
      </form>
      <h2 id="measures">The earliest date first</h2>
      {page.items.length === 0 ? (
        <p class="muted">
          No measure is like that. Reports promise them: they are written with the report of a window.
        </p>
      ) : (
        <Table labelledBy="measures" columns={['Measure', 'Window', 'Owner', 'By when', 'State']}>
          {page.items.map((measure) => (
            <tr key={measure.id}>
              <th scope="row">
                <a href={measureHref(measure.id)}>{measure.text}</a>
              </th>
              <td>
                <a href={windowHref(measure.reference)}>{measure.reference}</a>
              </td>
              <td>{measure.owner}</td>
              <td>
                {measure.due} <Late measure={measure} now={now} />
              </td>
              <td>{STATE_WORDS[measure.state]}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager query={{ ...narrowed }} next={page.next} words="Those due later" />
    </ConsoleLayout>
  );
}

export const STATE_WORDS: Readonly<Record<MeasureState, string>> = {
  open: 'open',
  done: 'done',
  'given-up': 'given up',
};

/** A mark beside a date that has passed. */
export function Late({ measure: { state, due }, now }: { readonly measure: Measure; readonly now: number }) {
  return state === 'open' && due < dateAt(now) ? <strong class="late">late</strong> : null;
}
