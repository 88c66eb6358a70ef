import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { Page } from '../../../store/database/cursor';
import { WEBHOOK_STATES } from '../../../store/database/tables/channels';
import type { WebhookDelivery } from '../../../store/webhooks/deliveries';
import type { WebhookEndpoint } from '../../../store/webhooks/endpoints';
import { Field } from '../../forms/field';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Done, Facts, Filters, organizationHref } from '../list-parts';
import { Pager, Table, windowHref } from '../parts';
import { CHANGE_FIELDS, ROTATE_FIELDS } from './webhook-fields';
import { webhookHref } from './webhooks-page';

export const deliveryHref = (endpoint: string, id: number) => `${webhookHref(endpoint)}/deliveries/${String(id)}`;

/** A form of the page that was refused. */
export interface RefusedForm {
  readonly what: 'change' | 'rotate' | 'other';
  readonly form: FormState;
}

interface WebhookProps {
  readonly asked: Asked;
  readonly endpoint: WebhookEndpoint;
  readonly state: (typeof WEBHOOK_STATES)[number] | undefined;
  readonly page: Page<WebhookDelivery>;
  readonly isChanged?: boolean;
  readonly refused?: RefusedForm | undefined;
}

/** `/console/webhooks/{id}`: an endpoint, what was sent to it, and what can be done with it. */
export function WebhookPage({ asked, endpoint, state, page, isChanged, refused }: WebhookProps): JSX.Element {
  const { id, organizationId } = endpoint;
  return (
    <ConsoleLayout {...asked.frame} title={endpoint.description ?? 'Webhook endpoint'} here="webhooks">
      {isChanged ? <Done>It is done: this is the endpoint as it is now.</Done> : null}
      {refused?.what === 'other' ? (
        <p class="callout tone-late" role="alert">
          {refused.form.message}
        </p>
      ) : null}
      <Facts
        of={[
          ['Address', endpoint.url],
          ['Organization', <a href={organizationHref(organizationId)}>{organizationId}</a>],
          ['State', endpoint.state],
          [
            'Switched off',
            endpoint.disabledAt === null ? '' : `${utcText(endpoint.disabledAt)}: ${endpoint.disabledReason ?? ''}`,
          ],
          ['Failing since', endpoint.failingSince === null ? '' : utcText(endpoint.failingSince)],
          ['Sends', endpoint.eventTypes === null ? 'everything' : endpoint.eventTypes.join(', ')],
          ['Old secret until', endpoint.previousSecretUntil === null ? '' : utcText(endpoint.previousSecretUntil)],
          ['Registered', `${utcText(endpoint.createdAt)} ${endpoint.createdBy}`],
        ]}
      />
      <Ways asked={asked} endpoint={endpoint} />
      <Filters
        action={webhookHref(id)}
        filters={[{ name: 'state', label: 'State', kind: 'choice', options: WEBHOOK_STATES.map((one) => [one, one]) }]}
        values={{ state }}
      />
      <section id="found" aria-labelledby="deliveries">
        <h2 id="deliveries">What was sent, the newest first</h2>
        {page.items.length === 0 ? <p class="muted">Nothing was sent.</p> : <Deliveries of={id} items={page.items} />}
        <Pager query={{ state }} next={page.next} words="Earlier ones" />
      </section>
      {asked.may('POST /v1/webhooks/{id}') ? <Changes {...{ asked, endpoint, refused }} /> : null}
    </ConsoleLayout>
  );
}

function Ways({ asked, endpoint: { id, state } }: Pick<WebhookProps, 'asked' | 'endpoint'>): JSX.Element {
  const { secret } = asked.person;
  return (
    <p class="links">
      {state === 'active' && asked.may('POST /v1/webhooks/{id}/test') ? (
        <Form action={`${webhookHref(id)}/test`} secret={secret} button="Send a test" />
      ) : null}{' '}
      {state === 'disabled' && asked.may('POST /v1/webhooks/{id}/enable') ? (
        <Form action={`${webhookHref(id)}/enable`} secret={secret} button="Switch it on again" />
      ) : null}
    </p>
  );
}

function Deliveries({ of, items }: { readonly of: string; readonly items: readonly WebhookDelivery[] }): JSX.Element {
  return (
    <Table labelledBy="deliveries" columns={['Sent', 'What', 'Window', 'State', 'Attempts', 'Last answer']}>
      {items.map(({ id, createdAt, type, reference, state, attempts, lastStatus, lastAnswer }) => (
        <tr key={id}>
          <th scope="row">
            <a href={deliveryHref(of, id)}>{utcText(createdAt)}</a>
          </th>
          <td>{type}</td>
          <td>{reference === null ? '–' : <a href={windowHref(reference)}>{reference}</a>}</td>
          <td>{state}</td>
          <td>{attempts}</td>
          <td class="said">{lastStatus ?? lastAnswer ?? '–'}</td>
        </tr>
      ))}
    </Table>
  );
}

function Changes({ asked, endpoint, refused }: Pick<WebhookProps, 'asked' | 'endpoint' | 'refused'>): JSX.Element {
  const { id, url, description, eventTypes } = endpoint;
  const { secret } = asked.person;
  const place = webhookHref(id);
  const change = refused?.what === 'change' ? refused.form : undefined;
  const rotate = refused?.what === 'rotate' ? refused.form : undefined;
  const initial: Readonly<Record<string, string | readonly string[]>> = {
    ...{ url, description: description ?? '', eventTypes: eventTypes ?? [] },
  };
  return (
    <>
      <details open={change !== undefined}>
        <summary>Change it</summary>
        <Form action={`${place}/change`} button="Change" form={change} fields={CHANGE_FIELDS} secret={secret}>
          {CHANGE_FIELDS.map((field) => (
            <Field key={field.name} field={field} form={change} initial={initial[field.name]} />
          ))}
        </Form>
      </details>
      <details open={rotate !== undefined}>
        <summary>Make a new secret</summary>
        <Form action={`${place}/rotate`} button="Make it" form={rotate} fields={ROTATE_FIELDS} secret={secret}>
          {ROTATE_FIELDS.map((field) => (
            <Field key={field.name} field={field} form={rotate} />
          ))}
        </Form>
      </details>
      <details>
        <summary>Delete it</summary>
        <p>Nothing is posted to it any more, and what was sent to it is not shown here any more.</p>
        <Form action={`${place}/delete`} button="Delete this endpoint" look="danger" secret={secret} />
      </details>
    </>
  );
}
