import type { JSX } from 'preact';
import { slotText } from '../../../domain/public/times';
import { someOf } from '../../../domain/shared/some-of';
import type { FoundConflict } from '../../../store/planning/recorded-conflicts';
import { PHASE_MARKS } from '../../pictures/phase-marks';
import { Table, windowHref } from '../parts';
import { NOWHERE, type KnownWeeks } from './rows';

interface NightsTableProps {
  readonly labelledBy: string;
  readonly known: KnownWeeks;
  readonly conflicts: ReadonlyMap<string, readonly FoundConflict[]>;
}

/** What the calendar draws, in words. */
export function NightsTable({ labelledBy, known: { nights }, conflicts }: NightsTableProps): JSX.Element {
  if (nights.length === 0) {
    return (
      <p class="muted">
        No window is like that in these weeks. <a href="/console/calendar">Show all of this month</a>
      </p>
    );
  }
  return (
    <div class="nights">
      <Table labelledBy={labelledBy} columns={['Window', 'When', 'Where', 'Phase', 'Collides with']}>
        {nights.map((night) => (
          <tr key={`${night.reference} ${String(night.startsAt)}`}>
            <th scope="row">
              <a href={windowHref(night.reference)}>
                <bdi>{night.title}</bdi>
              </a>{' '}
              <span class="muted">
                {night.reference}, {night.class}
              </span>
            </th>
            <td>
              {slotText(night)}
              {night.isAlternate ? ', if the first night is called off' : ''}
            </td>
            <td>
              <bdi>{night.places.length === 0 ? NOWHERE : someOf(night.places)}</bdi>
            </td>
            <td>
              <span class={`tone-${PHASE_MARKS[night.phase].tone} phase`}>
                {PHASE_MARKS[night.phase].mark} {night.phase}
              </span>
            </td>
            <td>
              <Conflicts conflicts={conflicts.get(night.reference) ?? []} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function Conflicts({ conflicts }: { readonly conflicts: readonly FoundConflict[] }): JSX.Element {
  if (conflicts.length === 0) return <span class="muted">nothing</span>;
  return (
    <ul class="conflicts">
      {conflicts.map(({ text, blocking }) => (
        <li key={text}>
          <bdi>{text}</bdi>
          {blocking ? '' : ' (worth knowing)'}
        </li>
      ))}
    </ul>
  );
}
