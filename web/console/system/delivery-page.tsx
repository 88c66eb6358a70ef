import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { WebhookWithBody } from '../../../use-cases/post-webhook';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Facts } from '../list-parts';
import { windowHref } from '../parts';
import { deliveryHref } from './webhook-page';
import { webhookHref } from './webhooks-page';

interface DeliveryProps {
  readonly asked: Asked;
  /** Of the endpoint. */
  readonly endpoint: string;
  readonly webhook: WebhookWithBody;
  readonly form?: FormState | undefined;
}

/** What was sent to an endpoint once, byte for byte, and what came of it; it can be sent again. */
export function DeliveryPage({ asked, endpoint, webhook, form }: DeliveryProps): JSX.Element {
  const { id, type, reference, state, attempts, lastStatus, lastAnswer, payload } = webhook;
  const when = (at: number | null) => (at === null ? '' : utcText(at));
  return (
    <ConsoleLayout {...asked.frame} title={type} here="webhooks">
      {form?.message === undefined ? null : (
        <p class="callout tone-late" role="alert">
          {form.message}
        </p>
      )}
      <Facts
        of={[
          ['Endpoint', <a href={webhookHref(endpoint)}>its page</a>],
          ['Window', reference === null ? '' : <a href={windowHref(reference)}>{reference}</a>],
          ['webhook-id', webhook.webhookId],
          ['State', state],
          ['Attempts', String(attempts)],
          ['Last attempt', when(webhook.lastAttemptAt)],
          ['Next attempt', when(webhook.nextAttemptAt)],
          ['Delivered', when(webhook.deliveredAt)],
          ['Status', lastStatus === null ? '' : String(lastStatus)],
          ['Answer', lastAnswer ?? ''],
        ]}
      />
      {asked.may('POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver') ? (
        <p>
          <Form
            action={`${deliveryHref(endpoint, id)}/redeliver`}
            secret={asked.person.secret}
            button="Send it again"
          />
        </p>
      ) : null}
      <h2 id="body">Its body</h2>
      <pre class="raw" tabIndex={0} role="group" aria-labelledby="body">
        {indented(payload)}
      </pre>
    </ConsoleLayout>
  );
}

/** JSON as people read it; anything else as it is. */
function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
