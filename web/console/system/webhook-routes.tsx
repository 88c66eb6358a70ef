import { KnownError } from '../../../domain/shared/errors';
import { WEBHOOK_STATES } from '../../../store/database/tables/channels';
import { listEndpoints } from '../../../store/webhooks/endpoints';
import { findEndpoint } from '../../../use-cases/manage-endpoints';
import { findWebhook, webhooksOf } from '../../../use-cases/post-webhook';
import { readFields } from '../../forms/fields';
import type { Asked, ConsoleArea } from '../area';
import { cursorIn, given, isUuid, wordIn } from '../list-parts';
import { DeliveryPage } from './delivery-page';
import { CHANGE_FIELDS, NEW_FIELDS, ROTATE_FIELDS } from './webhook-fields';
import { deliveryHref, WebhookPage, type RefusedForm } from './webhook-page';
import { NEW_WEBHOOK, NewWebhookPage, SecretPage, WEBHOOKS, webhookHref, WebhooksPage } from './webhooks-page';

const SHOWN = 50;
const ONE = `${WEBHOOKS}/:id`;
const DELIVERY = `${ONE}/deliveries/:delivery`;

/** Customers' systems: endpoints, what was sent to them, and sending by hand (C6). */
export function addWebhooks(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page(WEBHOOKS, 'GET /v1/webhooks', async (asked) => {
    const organization = given(asked.query, 'organization');
    const request = { limit: SHOWN, cursor: cursorIn(asked.query) };
    const page = await listEndpoints(db, { organizationId: organization }, request, asked.viewer);
    return <WebhooksPage {...{ asked, organization, page }} isDeleted={asked.query.deleted === 'yes'} />;
  });
  addNew(area);
  area.page(ONE, 'GET /v1/webhooks/{id}', (asked) => endpointPage(area, asked));
  area.page(DELIVERY, 'GET /v1/webhooks/{id}/deliveries/{delivery}', (asked) => deliveryPage(area, asked));
  addChanges(area);
  addSending(area);
}

function addNew(area: ConsoleArea): void {
  area.page(NEW_WEBHOOK, 'POST /v1/webhooks', (asked) => Promise.resolve(<NewWebhookPage asked={asked} />));
  area.action({
    path: NEW_WEBHOOK,
    operation: 'POST /v1/webhooks',
    call: (typed) => ({ body: readFields(typed, NEW_FIELDS) }),
    show: (answer, asked) => Promise.resolve(<SecretPage asked={asked} {...secretOf(answer)} />),
    again: (asked, form) => Promise.resolve(<NewWebhookPage asked={asked} form={form} />),
  });
}

function addChanges(area: ConsoleArea): void {
  const refusedBy = (what: RefusedForm['what']) => (asked: Asked, form: RefusedForm['form']) =>
    endpointPage(area, asked, { what, form });
  const changed = (_answer: unknown, { params }: Asked) => `${webhookHref(params.id ?? '')}?changed=yes`;
  area.action({
    path: `${ONE}/change`,
    operation: 'POST /v1/webhooks/{id}',
    // an empty field takes away what was there
    call: (typed, { params }) => ({
      params: endpointParams(params),
      body: { description: null, eventTypes: null, ...readFields(typed, CHANGE_FIELDS) },
    }),
    done: changed,
    again: refusedBy('change'),
  });
  area.action({
    path: `${ONE}/rotate`,
    operation: 'POST /v1/webhooks/{id}/rotate',
    call: (typed, { params }) => ({ params: endpointParams(params), body: readFields(typed, ROTATE_FIELDS) }),
    show: (answer, asked) => Promise.resolve(<SecretPage asked={asked} {...secretOf(answer)} />),
    again: refusedBy('rotate'),
  });
  area.action({
    path: `${ONE}/enable`,
    operation: 'POST /v1/webhooks/{id}/enable',
    call: (_typed, { params }) => ({ params: endpointParams(params), body: {} }),
    done: changed,
    again: refusedBy('other'),
  });
  area.action({
    path: `${ONE}/delete`,
    operation: 'DELETE /v1/webhooks/{id}',
    call: (_typed, { params }) => ({ params: endpointParams(params) }),
    done: () => `${WEBHOOKS}?deleted=yes`,
    again: refusedBy('other'),
  });
}

function addSending(area: ConsoleArea): void {
  const sent = (answer: unknown, { params }: Asked) =>
    deliveryHref(params.id ?? '', (answer as { readonly id: number }).id);
  area.action({
    path: `${ONE}/test`,
    operation: 'POST /v1/webhooks/{id}/test',
    call: (_typed, { params }) => ({ params: endpointParams(params), body: {} }),
    done: sent,
    again: (asked, form) => endpointPage(area, asked, { what: 'other', form }),
  });
  area.action({
    path: `${DELIVERY}/redeliver`,
    operation: 'POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver',
    call: (_typed, { params: { id = '', delivery = '' } }) => ({ params: { id, delivery }, body: {} }),
    done: sent,
    again: (asked, form) => deliveryPage(area, asked, form),
  });
}

async function endpointPage({ parts: { db } }: ConsoleArea, asked: Asked, refused?: RefusedForm) {
  const { id } = endpointParams(asked.params);
  const state = wordIn(asked.query, 'state', WEBHOOK_STATES);
  const request = { state, limit: SHOWN, cursor: cursorIn(asked.query) };
  const [endpoint, page] = await Promise.all([
    findEndpoint(db, id, asked.viewer),
    webhooksOf(db, id, request, asked.viewer),
  ]);
  return <WebhookPage {...{ asked, endpoint, state, page, refused }} isChanged={asked.query.changed === 'yes'} />;
}

async function deliveryPage({ parts: { db } }: ConsoleArea, asked: Asked, form?: RefusedForm['form']) {
  const { id } = endpointParams(asked.params);
  const { delivery = '' } = asked.params;
  if (!/^[1-9]\d{0,14}$/.test(delivery)) throw new KnownError('not-found', 'There is no webhook with this number.');
  const webhook = await findWebhook(db, { endpointId: id, id: Number(delivery) }, asked.viewer);
  return <DeliveryPage {...{ asked, endpoint: id, webhook, form }} />;
}

/** Throws KnownError `not-found` for what is no id. */
function endpointParams({ id = '' }: Asked['params']): { readonly id: string } {
  if (isUuid(id)) return { id };
  throw new KnownError('not-found', 'There is no webhook endpoint with this id.');
}

const secretOf = (answer: unknown) => answer as { readonly id: string; readonly secret: string | null };
