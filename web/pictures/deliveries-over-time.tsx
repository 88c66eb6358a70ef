import type { JSX } from 'preact';
import { noticeWords } from '../../domain/notices/notice';
import { utcText } from '../../domain/public/times';
import { describeDuration } from '../../domain/shared/time';
import type { FanOut } from '../../store/ledger/over-time';
import { Table } from '../console/parts';
import { columnsOf, type Column } from './columns';
import { percent } from './frame';

/** Pixels. */
const HEIGHT = 120;
const FOOT = 20;

interface DeliveriesProps {
  readonly fanOuts: readonly FanOut[];
}

/** How fast each notice of a window reached its recipients, and the same as tables (P8). */
export function DeliveriesOverTime({ fanOuts }: DeliveriesProps): JSX.Element {
  return (
    <section aria-labelledby="over-time">
      <h2 id="over-time">Deliveries over time</h2>
      {fanOuts.length === 0 ? <p class="muted">Nothing has been accepted yet.</p> : null}
      {fanOuts.map((fanOut) => (
        <One key={`${fanOut.slug} ${String(fanOut.revision)}`} fanOut={fanOut} />
      ))}
    </section>
  );
}

function One({ fanOut: { slug, revision, recipients, minutes } }: { readonly fanOut: FanOut }): JSX.Element {
  const columns = columnsOf(minutes);
  const id = `over-time-${slug}-${String(revision)}`;
  const last = columns.at(-1);
  return (
    <>
      <h3 id={id}>
        {noticeWords(slug)}
        {revision > 1 ? `, revision ${String(revision)}` : ''}
      </h3>
      <p class="muted">
        {last?.told ?? 0} of {recipients} accepted, a column is {describeDuration(last?.lasts ?? 0)}
      </p>
      <Columns columns={columns} />
      <details>
        <summary>As a table</summary>
        <Table labelledBy={id} columns={['From', 'Accepted', 'Told by then']}>
          {columns
            .filter(({ accepted }) => accepted > 0)
            .map(({ at, accepted, told }) => (
              <tr key={at}>
                <th scope="row">{utcText(at)}</th>
                <td>{accepted}</td>
                <td>{told}</td>
              </tr>
            ))}
        </Table>
      </details>
    </>
  );
}

/** Columns to the highest of them, which is labelled. */
export function Columns({ columns }: { readonly columns: readonly Column[] }): JSX.Element {
  const highest = Math.max(1, ...columns.map(({ accepted }) => accepted));
  const width = 1 / Math.max(1, columns.length);
  const first = columns[0];
  const last = columns.at(-1);
  return (
    <svg class="picture columns" width="100%" height={HEIGHT + FOOT} aria-hidden="true" focusable="false">
      {columns.map(({ at, accepted }, index) => {
        const height = (accepted / highest) * (HEIGHT - 20);
        return (
          <rect
            key={at}
            class="tone-working"
            x={percent((index + 0.1) * width)}
            width={percent(width * 0.8)}
            y={HEIGHT - height}
            height={height}
          >
            <title>{`${utcText(at)}: ${String(accepted)}`}</title>
          </rect>
        );
      })}
      <line class="row-line" x1="0" x2="100%" y1={HEIGHT} y2={HEIGHT} />
      <text x="0" y="14">
        {highest} at most
      </text>
      <text x="0" y={HEIGHT + 16}>
        {first ? utcText(first.at) : ''}
      </text>
      <text x="100%" y={HEIGHT + 16} text-anchor="end">
        {last && first && last !== first ? utcText(last.at) : ''}
      </text>
    </svg>
  );
}
