import type { HandSending } from '../activities/ports/webhooks';
import { KnownError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
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
  caller: Viewer & { readonly person: string },
): Promise<IssuedEndpoint> {
  checkUrl(webhooks, url);
  const box = boxOf(webhooks);
  const organizationId = ownerOf(caller, asked);
  return createEndpoint(db, box, { url, description, eventTypes, organizationId, createdBy: caller.person });
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
): Promise<WebhookEndpoint> {
  if (change.url !== undefined) checkUrl(webhooks, change.url);
  return found(await changeEndpoint(db, id, change, viewer), id);
}

/** Nothing is posted to it any more. */
export async function removeEndpoint(db: Database, id: string, viewer: Viewer): Promise<void> {
  found((await deleteEndpoint(db, id, viewer)) || undefined, id);
}

/** Makes a new secret; the one before it signs too for `overlapMs`. Throws KnownError `webhooks-off`. */
export async function renewEndpointSecret(
  { db, webhooks }: EndpointDependencies,
  turn: { readonly id: string; readonly overlapMs: number },
  viewer: Viewer,
): Promise<IssuedEndpoint> {
  await findEndpoint(db, turn.id, viewer);
  return found(await rotateSecret(db, boxOf(webhooks), turn, viewer), turn.id);
}

/** On again, from the next event on; changes nothing when it is on. */
export async function switchEndpointOn(db: Database, id: string, viewer: Viewer): Promise<WebhookEndpoint> {
  return found(await enableEndpoint(db, id, viewer), id);
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
