import type { HandSending } from '../activities/ports/webhooks';
import type { Occasion } from '../domain/audit/doors';
import type { AuditEvent } from '../domain/audit/events';
import { KnownError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
import { optional } from '../domain/shared/optional';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import type { SecretBox } from '../store/database/secret-box';
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  enableEndpoint,
  getEndpoint,
  rotateSecret,
  type EndpointChange,
  type WebhookEndpoint,
} from '../store/webhooks/endpoints';
import type { Viewer } from '../store/windows/viewer';

/**
 * Where customers' systems want to hear of their windows (C6). To a customer another tenant's endpoint does not exist (T3): each
 * function here that takes an id throws KnownError `not-found` for it. Ids are UUIDs.
 */

/** What this installation has for webhooks. */
export interface WebhookSetup extends HandSending {
  /** Keeps the secrets that sign; undefined where no FOREWARN_SECRETS_KEY is set. */
  readonly box: SecretBox | undefined;
  /** Why the address cannot be an endpoint's, or undefined. */
  readonly urlFault: (url: string) => string | undefined;
}

export interface EndpointDependencies {
  readonly db: Database;
  readonly webhooks: WebhookSetup;
}

/** An endpoint with its new secret, which is shown this once. */
export interface IssuedEndpoint {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
}

interface WantedEndpoint extends EndpointChange {
  readonly url: string;
  /** Whose it is: for staff to say, a customer token implies its own. */
  readonly organizationId?: string | undefined;
}

/**
 * Makes an endpoint. Throws KnownError `invalid-body` for an address that must not be posted to or an organization that is not
 * the caller's, `too-many-endpoints`, `webhooks-off`.
 */
export async function registerEndpoint(
  { db, webhooks }: EndpointDependencies,
  { url, description, eventTypes, organizationId: asked }: WantedEndpoint,
  caller: Viewer,
  occasion: Occasion,
): Promise<IssuedEndpoint> {
  checkUrl(webhooks, url);
  const box = boxOf(webhooks);
  const organizationId = ownerOf(caller, asked);
  const wanted = { url, description, eventTypes, organizationId, createdBy: occasion.acting.by };
  return onRecord(
    db,
    occasion,
    (tx) => createEndpoint(tx, box, wanted),
    ({ endpoint }) => ({ type: 'webhook-registered', ...about(endpoint) }),
  );
}

export async function findEndpoint(db: Database, id: string, viewer: Viewer): Promise<WebhookEndpoint> {
  return found(await getEndpoint(db, id, viewer), id);
}

/** What is left out stays. Throws KnownError `invalid-body` for an address that must not be posted to. */
export async function alterEndpoint(
  { db, webhooks }: EndpointDependencies,
  id: string,
  change: EndpointChange,
  viewer: Viewer,
  occasion: Occasion,
): Promise<WebhookEndpoint> {
  if (change.url !== undefined) checkUrl(webhooks, change.url);
  const fields = Object.keys(optional(change));
  const changed = await onRecord(
    db,
    occasion,
    (tx) => changeEndpoint(tx, id, change, viewer),
    (endpoint) => endpoint && { type: 'webhook-changed', ...about(endpoint), detail: { fields } },
  );
  return found(changed, id);
}

/** Nothing is posted to it any more. */
export async function removeEndpoint(db: Database, id: string, viewer: Viewer, occasion: Occasion): Promise<void> {
  const endpoint = await findEndpoint(db, id, viewer);
  const isGone = await onRecord(
    db,
    occasion,
    (tx) => deleteEndpoint(tx, id, viewer),
    (gone) => (gone ? { type: 'webhook-removed', ...about(endpoint) } : undefined),
  );
  found(isGone || undefined, id);
}

/** Makes a new secret; the one before it signs too for `overlapMs`. Throws KnownError `webhooks-off`. */
export async function renewEndpointSecret(
  { db, webhooks }: EndpointDependencies,
  turn: { readonly id: string; readonly overlapMs: number },
  viewer: Viewer,
  occasion: Occasion,
): Promise<IssuedEndpoint> {
  await findEndpoint(db, turn.id, viewer);
  const box = boxOf(webhooks);
  const renewed = await onRecord(
    db,
    occasion,
    (tx) => rotateSecret(tx, box, turn, viewer),
    (issued) => issued && { type: 'webhook-secret-renewed', ...about(issued.endpoint) },
  );
  return found(renewed, turn.id);
}

/** On again, from the next event on; changes nothing when it is on. */
export async function switchEndpointOn(
  db: Database,
  id: string,
  viewer: Viewer,
  occasion: Occasion,
): Promise<WebhookEndpoint> {
  const before = await findEndpoint(db, id, viewer);
  const enabled = await onRecord(
    db,
    occasion,
    (tx) => enableEndpoint(tx, id, viewer),
    (endpoint) =>
      endpoint && endpoint.state !== before.state ? { type: 'webhook-enabled', ...about(endpoint) } : undefined,
  );
  return found(enabled, id);
}

/** An event about an endpoint. Its address may hold a secret, so it is not named. */
export function about({ id, organizationId }: Pick<WebhookEndpoint, 'id' | 'organizationId'>) {
  return { subject: id, organizationId, detail: {} } satisfies Partial<AuditEvent>;
}

/** What keeps the secrets. Throws KnownError `webhooks-off`. */
export function boxOf({ box }: WebhookSetup): SecretBox {
  if (box) return box;
  throw new KnownError(
    'webhooks-off',
    'This installation has no FOREWARN_SECRETS_KEY, so it cannot keep the secrets that sign webhooks. Its operator sets one.',
  );
}

function found<T>(value: T | undefined, id: string): T {
  if (value !== undefined) return value;
  throw new KnownError('not-found', `There is no webhook endpoint ${id}. GET /v1/webhooks lists those you can see.`);
}

function checkUrl({ urlFault }: WebhookSetup, url: string): void {
  const message = urlFault(url);
  if (message !== undefined) throw invalid([{ field: 'url', message }]);
}

/** Whose endpoint it is. A customer token that names another organization is refused alike whether there is one or not (T3). */
function ownerOf({ organizationId: own }: Viewer, asked: string | undefined): string {
  if (own !== null) {
    if (asked === undefined || asked === own) return own;
    throw invalid([{ field: 'organizationId', message: 'is not yours: leave it out' }]);
  }
  if (asked !== undefined) return asked;
  throw invalid([{ field: 'organizationId', message: 'is required: whose endpoint it is' }]);
}
