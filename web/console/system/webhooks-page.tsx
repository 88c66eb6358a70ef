import type { JSX } from 'preact';
import type { Page } from '../../../store/database/cursor';
import type { WebhookEndpoint } from '../../../store/webhooks/endpoints';
import { Field } from '../../forms/field';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Done, Filters, organizationHref } from '../list-parts';
import { Pager, Table } from '../parts';
import { NEW_FIELDS } from './webhook-fields';

export const WEBHOOKS = '/console/webhooks';
export const NEW_WEBHOOK = `${WEBHOOKS}/new`;
export const webhookHref = (id: string) => `${WEBHOOKS}/${encodeURIComponent(id)}`;

interface WebhooksProps {
  readonly asked: Asked;
  readonly organization: string | undefined;
  readonly page: Page<WebhookEndpoint>;
  readonly isDeleted: boolean;
}

/** `/console/webhooks`: where customers' systems hear of their windows (C6). */
export function WebhooksPage({ asked, organization, page, isDeleted }: WebhooksProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Webhooks" here="webhooks">
      {isDeleted ? <Done>The endpoint is deleted: nothing is posted to it any more.</Done> : null}
      {asked.may('POST /v1/webhooks') ? (
        <p>
          <a class="button" href={NEW_WEBHOOK}>
            Register an endpoint
          </a>
        </p>
      ) : null}
      <Filters
        action={WEBHOOKS}
        filters={[{ name: 'organization', label: 'Organization', kind: 'search', hint: 'its id' }]}
        values={{ organization }}
      />
      <section id="found" aria-labelledby="endpoints">
        <h2 id="endpoints">Endpoints</h2>
        {page.items.length === 0 ? (
          <p class="muted">
            {organization === undefined ? 'No system of a customer hears of windows yet.' : 'It has none.'}
          </p>
        ) : (
          <Table labelledBy="endpoints" columns={['Endpoint', 'Organization', 'State', 'Sends']}>
            {page.items.map(({ id, url, description, organizationId, state, failingSince, eventTypes }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={webhookHref(id)}>{url}</a> <span class="muted">{description}</span>
                </th>
                <td>
                  <a href={organizationHref(organizationId)}>{organizationId}</a>
                </td>
                <td>{state === 'active' && failingSince !== null ? 'active, failing' : state}</td>
                <td>{eventTypes === null ? 'everything' : eventTypes.join(', ')}</td>
              </tr>
            ))}
          </Table>
        )}
        <Pager query={{ organization }} next={page.next} />
      </section>
    </ConsoleLayout>
  );
}

interface NewProps {
  readonly asked: Asked;
  readonly form?: FormState | undefined;
}

/** Registers an endpoint. */
export function NewWebhookPage({ asked, form }: NewProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Register an endpoint" here="webhooks">
      <Form action={NEW_WEBHOOK} secret={asked.person.secret} button="Register it" form={form} fields={NEW_FIELDS}>
        {NEW_FIELDS.map((field) => (
          <Field key={field.name} field={field} form={form} />
        ))}
      </Form>
    </ConsoleLayout>
  );
}

interface SecretProps {
  readonly asked: Asked;
  readonly id: string;
  /** Null for a form that was sent a second time. */
  readonly secret: string | null;
}

/** The secret of an endpoint, shown this once. */
export function SecretPage({ asked, id, secret }: SecretProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Secret of the endpoint" here="webhooks">
      {secret === null ? (
        <p class="prose">
          This form was sent twice, and done once. The secret was shown the first time; make a new one if it is lost.
        </p>
      ) : (
        <>
          <p class="prose">
            It verifies the signatures. Hand it to the customer now: it is shown this once and nowhere else.
          </p>
          <p>
            <code class="said">{secret}</code>
          </p>
        </>
      )}
      <p>
        <a href={webhookHref(id)}>To the endpoint</a>
      </p>
    </ConsoleLayout>
  );
}
