import type { HandSending } from '../../../activities/ports/webhooks';
import { KnownError } from '../../../domain/shared/errors';
import type { Database } from '../../../store/database/database';
import type { SecretBox } from '../../../store/database/secret-box';
import { getEndpoint, type WebhookEndpoint } from '../../../store/webhooks/endpoints';
import type { Caller } from '../../http/route';

/** What the routes need to make endpoints and to post by hand. */
export interface WebhookDoor extends HandSending {
  /** Undefined where no FOREWARN_SECRETS_KEY is set. */
  readonly box: SecretBox | undefined;
  /** Why the address cannot be an endpoint's, or undefined. */
  readonly urlFault: (url: string) => string | undefined;
}

export function boxOf({ box }: WebhookDoor): SecretBox {
  if (box) return box;
  throw new KnownError(
    'webhooks-off',
    'This installation has no FOREWARN_SECRETS_KEY, so it cannot keep the secrets that sign webhooks. Its operator sets one.',
  );
}

/** The caller's own endpoint; another tenant's does not exist (T3). Throws KnownError `not-found`. */
export async function existingEndpoint(db: Database, id: string, caller: Caller): Promise<WebhookEndpoint> {
  return found(await getEndpoint(db, id, caller), id);
}

export function found<T>(value: T | undefined, id: string): T {
  if (value !== undefined) return value;
  throw new KnownError('not-found', `There is no webhook endpoint ${id}. GET /v1/webhooks lists those you can see.`);
}
