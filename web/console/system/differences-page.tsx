import type { JSX } from 'preact';
import type { Difference } from '../../../activities/ports/reconciling';
import { DIFFERENCES, REPAIRS, type Repair } from '../../../domain/reconciling/differences';
import { utcText } from '../../../domain/public/times';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Done, Facts } from '../list-parts';
import { Table, windowHref } from '../parts';

const PLACE = '/console/differences';
const repairHref = (reference: string) => `${PLACE}/${encodeURIComponent(reference)}`;

interface DifferencesProps {
  readonly asked: Asked;
  readonly differences: readonly Difference[];
  /** UTC ms; null: not yet. */
  readonly comparedAt: number | null;
  /** The window that was repaired just now. */
  readonly repaired: string | undefined;
}

/** `/console/differences`: windows whose workflow and record disagree (T7), the oldest difference first. */
export function DifferencesPage({ asked, differences, comparedAt, repaired }: DifferencesProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Differences" here="differences">
      {repaired === undefined ? null : <Done>{repaired} is repaired.</Done>}
      <p class="prose">
        Every two minutes each window is compared with its workflow. What was found twice stands here; what Forewarn can
        mend by itself is gone a moment later.{' '}
        {comparedAt === null ? 'They were never compared: no worker does it.' : `Compared last ${utcText(comparedAt)}.`}
      </p>
      <h2 id="found">What disagrees</h2>
      {differences.length === 0 ? (
        <p class="muted">Every window and its workflow agree.</p>
      ) : (
        <Table labelledBy="found" columns={['Window', 'What', 'Each side says', 'Since']}>
          {differences.map(({ reference, kind, detail, since }) => (
            <tr key={`${reference} ${kind}`}>
              <th scope="row">
                <a href={repairHref(reference)}>{reference}</a>
              </th>
              <td>{DIFFERENCES[kind].title}</td>
              <td class="said">{detail}</td>
              <td>{utcText(since)}</td>
            </tr>
          ))}
        </Table>
      )}
    </ConsoleLayout>
  );
}

const REPAIR_WORDS: Readonly<Record<Repair, string>> = {
  adopt: 'Write the record anew from the workflow',
  restart: 'Start the workflow again from the record; nobody is told twice',
  'write-off': 'Close the record of a window that needs no workflow any more',
};

const REASON: FieldSpec = {
  ...{ name: 'reason', label: 'Reason', kind: 'area', most: 2_000 },
  hint: 'Stays on record. For example: its workflow was terminated by mistake.',
};
export const REPAIR_FIELDS: readonly FieldSpec[] = [
  { name: 'how', label: 'How', kind: 'choice', options: REPAIRS.map((how) => [how, REPAIR_WORDS[how]]) },
  REASON,
];

interface DifferenceProps {
  readonly asked: Asked;
  readonly difference: Difference;
  readonly form?: FormState | undefined;
}

/** One of them, and its repair. */
export function DifferencePage({ asked, difference, form }: DifferenceProps): JSX.Element {
  const { reference, kind, detail, since } = difference;
  const { title, help, repairs } = DIFFERENCES[kind];
  const [how] = REPAIR_FIELDS;
  const fields = how ? [{ ...how, options: repairs.map((one) => [one, REPAIR_WORDS[one]] as const) }, REASON] : [];
  return (
    <ConsoleLayout {...asked.frame} title={title} here="differences">
      <Facts
        of={[
          ['Window', <a href={windowHref(reference)}>{reference}</a>],
          ['Each side says', detail],
          ['Since', utcText(since)],
        ]}
      />
      <p class="prose">{help.replaceAll('<reference>', reference)}</p>
      {asked.may('POST /v1/windows/{reference}/repair') ? (
        <Form action={repairHref(reference)} secret={asked.person.secret} button="Repair" {...{ form, fields }}>
          {fields.map((field) => (
            <Field key={field.name} field={field} form={form} />
          ))}
        </Form>
      ) : (
        <p class="muted">An administrator or an operator repairs it.</p>
      )}
    </ConsoleLayout>
  );
}
