import type { JSX } from 'preact';
import { slotText } from '../../../domain/public/times';
import type { Page } from '../../../store/database/cursor';
import type { Blackout } from '../../../store/planning/blackouts';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Pager, Table, windowHref } from '../parts';

export const BLACKOUTS = '/console/blackouts';

export const BLACKOUT_FIELDS = [
  { name: 'start', label: 'Start', kind: 'instant' },
  { name: 'end', label: 'End', kind: 'instant' },
  { name: 'reason', label: 'Reason', kind: 'text', most: 500, hint: 'For staff: why nothing may take place.' },
  {
    ...{ name: 'organization', label: 'For one customer', kind: 'text', most: 200, optional: true },
    hint: 'The customer’s id. Left empty: for everybody.',
  },
  {
    ...{ name: 'id', label: 'Name', kind: 'text', most: 100, optional: true },
    hint: 'Such as black-friday-2027; one is given where it is left empty.',
  },
] as const satisfies readonly FieldSpec[];

/** One that was made just now, and the windows that were planned inside it before. */
interface Made {
  readonly id: string;
  readonly inside: readonly string[];
}

interface BlackoutsProps {
  readonly frame: Asked['frame'];
  readonly page: Page<Blackout>;
  readonly made: Made | undefined;
  readonly form: FormState | undefined;
}

/** `/console/blackouts`: times in which no window may take place (L9), and a form that makes one. */
export function BlackoutsPage({ frame, page, made, form }: BlackoutsProps): JSX.Element {
  const { secret } = frame.person;
  return (
    <ConsoleLayout {...frame} title="Blackouts" here="blackouts">
      <p class="prose">
        A plan inside a blackout is refused, unless an approver overrides it. An emergency, and work that is under way,
        are told and not refused.
      </p>
      {made ? <MadeWords made={made} /> : null}
      <section aria-labelledby="blackouts">
        <h2 id="blackouts">Those that are not over, by start</h2>
        {page.items.length === 0 ? (
          <p class="muted">There is none: every time is free for windows.</p>
        ) : (
          <Table labelledBy="blackouts" columns={['Blackout', 'When', 'For', 'Reason', 'Made by', 'Take off']}>
            {page.items.map((blackout) => (
              <Row key={blackout.id} blackout={blackout} frame={frame} />
            ))}
          </Table>
        )}
        <Pager query={{}} next={page.next} words="Later ones" />
      </section>
      {frame.may('POST /v1/blackouts') ? (
        <section aria-labelledby="make">
          <h2 id="make">Keep a time free</h2>
          <Form action={BLACKOUTS} secret={secret} form={form} fields={BLACKOUT_FIELDS} button="Keep it free">
            {BLACKOUT_FIELDS.map((field) => (
              <Field key={field.name} field={field} form={form} />
            ))}
          </Form>
        </section>
      ) : null}
    </ConsoleLayout>
  );
}

function MadeWords({ made: { id, inside } }: { readonly made: Made }): JSX.Element {
  return (
    <div class="callout tone-good" role="status">
      <p>{id} is in force.</p>
      {inside.length === 0 ? null : (
        <>
          <p>These windows were planned inside it before. Move them, or let them stand:</p>
          <ul>
            {inside.map((reference) => (
              <li key={reference}>
                <a href={windowHref(reference)}>{reference}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Row({ blackout, frame }: Pick<BlackoutsProps, 'frame'> & { readonly blackout: Blackout }): JSX.Element {
  const { id, organizationId, reason, createdBy } = blackout;
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>{slotText(blackout)}</td>
      <td>{organizationId ?? 'everybody'}</td>
      <td>{reason}</td>
      <td>{createdBy}</td>
      <td>
        {frame.may('DELETE /v1/blackouts/{id}') ? (
          <details>
            <summary>Take {id} off</summary>
            <p>Plans are free of it at once.</p>
            <Form
              action={`${BLACKOUTS}/${encodeURIComponent(id)}/remove`}
              secret={frame.person.secret}
              button={`Take ${id} off`}
              look="danger"
            />
          </details>
        ) : null}
      </td>
    </tr>
  );
}
