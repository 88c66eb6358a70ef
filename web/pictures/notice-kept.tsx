import type { JSX } from 'preact';
import { describeDuration } from '../../domain/shared/time';
import { Table } from '../console/parts';
import { percent } from './frame';
import type { KeptRow } from './kept';

/** Pixels. */
const ROW = 44;
const BAR = 18;

/** Promised notice kept or not, class by class, and the same as a table (P8). */
export function NoticeKept({
  rows,
  labelledBy,
}: {
  readonly rows: readonly KeptRow[];
  readonly labelledBy: string;
}): JSX.Element {
  if (rows.length === 0) return <p class="muted">Customers have not been told of a window in this year yet.</p>;
  return (
    <>
      <KeptBars rows={rows} />
      <p class="muted legend">Filled: kept · hatched: not kept. A bar is as long as the class has windows.</p>
      <Table
        labelledBy={labelledBy}
        columns={['Class', 'Promised', 'Windows', 'Kept', 'Not kept', 'Usually given', 'Least given']}
      >
        {rows.map(({ class: name, kept, broken, promised: [least, most], ...given }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{promisedWords(least, most)}</td>
            <td>{kept + broken}</td>
            <td>{kept}</td>
            <td>{broken}</td>
            <td>{describeDuration(given.median)}</td>
            <td>{describeDuration(given.least)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function promisedWords(least: number, most: number): string {
  if (most === 0) return 'at once';
  return least === most ? describeDuration(most) : `${describeDuration(least)} to ${describeDuration(most)}`;
}

function KeptBars({ rows }: { readonly rows: readonly KeptRow[] }): JSX.Element {
  const most = Math.max(1, ...rows.map(({ kept, broken }) => kept + broken));
  return (
    <svg class="picture kept" width="100%" height={rows.length * ROW} aria-hidden="true" focusable="false">
      <defs>
        <pattern id="broken" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
      {rows.map(({ class: name, kept, broken }, index) => (
        <g key={name}>
          <text x="0" y={index * ROW + 14}>
            {name}: {kept} kept, {broken} not
          </text>
          <rect class="kept-bar tone-good" x="0" width={percent(kept / most)} y={index * ROW + 20} height={BAR} />
          <rect
            class="broken-bar tone-late"
            fill="url(#broken)"
            x={percent(kept / most)}
            width={percent(broken / most)}
            y={index * ROW + 20}
            height={BAR}
          />
        </g>
      ))}
    </svg>
  );
}
