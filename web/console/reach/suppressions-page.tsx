import type { JSX } from 'preact';
import { readableAddress } from '../../../domain/delivery/address-form';
import { utcText } from '../../../domain/public/times';
import type { Page } from '../../../store/database/cursor';
import type { Suppression } from '../../../store/ledger/suppressions';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Done, Filters } from '../list-parts';
import { Pager, Table } from '../parts';

const PLACE = '/console/suppressions';
export const LIFT_ONE = `${PLACE}/lift`;
export const LIFT_MANY = `${PLACE}/lift-many`;

interface SuppressionsProps {
  readonly asked: Asked;
  readonly q: string | undefined;
  readonly page: Page<Suppression>;
  /** How many addresses were taken off the list just now. */
  readonly lifted: number | undefined;
}

/** `/console/suppressions`: the addresses nothing is sent to, with the words of the server that refused them. */
export function SuppressionsPage({ asked, q, page, lifted }: SuppressionsProps): JSX.Element {
  const mayLift = asked.may('POST /v1/suppressions/{address}/lift');
  return (
    <ConsoleLayout {...asked.frame} title="Suppressed addresses" here="suppressions">
      {lifted === undefined ? null : <Done>{liftedWords(lifted)}</Done>}
      <p class="prose">
        They bounced for good, so nothing is sent to them. Deliveries to them are suppressed, and a task asks somebody
        to call.
      </p>
      {asked.may('POST /v1/suppressions/lift') ? (
        <p>
          <a href={LIFT_MANY}>Send to many of them again</a>
        </p>
      ) : null}
      <Filters
        action={PLACE}
        filters={[{ name: 'q', label: "Part of the address or the server's words", kind: 'search' }]}
        values={{ q }}
      />
      <section id="found" aria-labelledby="addresses">
        <h2 id="addresses">By address</h2>
        {page.items.length === 0 ? (
          <p class="muted">{q === undefined ? 'Mail reaches everybody.' : 'No suppressed address is like that.'}</p>
        ) : (
          <Table
            labelledBy="addresses"
            columns={['Address', "The server's words", 'Since', ...(mayLift ? ['Lift'] : [])]}
          >
            {page.items.map(({ address, reason, since }) => (
              <tr key={address}>
                <th scope="row">{readableAddress(address)}</th>
                <td class="said">{reason}</td>
                <td>{utcText(since)}</td>
                {mayLift ? (
                  <td>
                    <a href={`${LIFT_ONE}?address=${encodeURIComponent(address)}`}>
                      Send again<span class="unseen"> to {readableAddress(address)}</span>
                    </a>
                  </td>
                ) : null}
              </tr>
            ))}
          </Table>
        )}
        <Pager query={{ q }} next={page.next} />
      </section>
    </ConsoleLayout>
  );
}

function liftedWords(count: number): string {
  if (count === 0) return 'No address was like that, so nothing was changed.';
  const whose = count === 1 ? 'One address is' : `${String(count)} addresses are`;
  return `${whose} off the list. What they missed is sent again from the page of the window.`;
}

const REASON: FieldSpec = {
  ...{ name: 'reason', label: 'Reason', kind: 'area', most: 2_000 },
  hint: 'Stays on record with your name. For example: their administrator has made the mailbox again.',
};
const ONE_FIELDS: readonly FieldSpec[] = [{ name: 'address', label: 'Address', kind: 'text', most: 320 }, REASON];
export const MANY_FIELDS: readonly FieldSpec[] = [
  {
    name: 'domain',
    label: 'Domain',
    kind: 'text',
    most: 253,
    optional: true,
    hint: 'What stands after the @, such as acme.example.',
  },
  {
    ...{ name: 'reply', label: "Words of the server's reply", kind: 'text', most: 500, optional: true },
    hint: 'At least three letters, such as: relay not permitted.',
  },
  {
    ...{ name: 'window', label: 'Window', kind: 'text', most: 100, optional: true },
    hint: 'The reference of the window whose mails were refused, such as MW-2026-0001.',
  },
  REASON,
];

interface LiftProps {
  readonly asked: Asked;
  readonly address?: string;
  readonly form?: FormState | undefined;
}

/** Takes one address off the list. */
export function LiftOnePage({ asked, address = '', form }: LiftProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Send to an address again" here="suppressions">
      <p class="prose">
        For a mailbox that is back. The next mail goes to it; what it missed is sent again from the page of the window.
      </p>
      <Form action={LIFT_ONE} secret={asked.person.secret} button="Send to it again" form={form} fields={ONE_FIELDS}>
        {ONE_FIELDS.map((field) => (
          <Field key={field.name} field={field} form={form} initial={field.name === 'address' ? address : undefined} />
        ))}
      </Form>
    </ConsoleLayout>
  );
}

/** Takes off the list what fits everything that is said. */
export function LiftManyPage({ asked, form }: LiftProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Send to many addresses again" here="suppressions">
      <p class="prose">
        Undoes a wave of refusals that was no fault of the addresses, such as a relay that refused everybody. An address
        must fit all that you say, and you must say one thing at least.
      </p>
      <Form
        action={LIFT_MANY}
        secret={asked.person.secret}
        button="Send to all of them again"
        form={form}
        fields={MANY_FIELDS}
      >
        {MANY_FIELDS.map((field) => (
          <Field key={field.name} field={field} form={form} />
        ))}
      </Form>
    </ConsoleLayout>
  );
}
