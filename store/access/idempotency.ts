import { sql } from 'kysely';
import type { Database, Transacting } from '../database/database';
import { toJson } from '../database/json';

/** A request with an Idempotency-Key. Keys belong to one token, so two customers may use the same key. */
export interface RequestKey {
  readonly tokenId: string;
  readonly key: string;
}

/** The state of a key. `reference` is the window that an earlier attempt allocated; a new attempt continues with it. */
export type RequestStart =
  | { readonly state: 'new' }
  | { readonly state: 'replay'; readonly status: number; readonly response: unknown }
  /** The key was used with another body. */
  | { readonly state: 'mismatch' }
  | { readonly state: 'in-progress'; readonly reference: string | null };

/** A request that stopped before it had a reference has changed nothing. After this time the next request takes over its key. */
const TAKE_OVER_SECONDS = 60;

/**
 * Reserves the key for this request, or returns the state of the request that holds it. `requestHash` covers method, path and
 * body.
 */
export async function beginRequest(db: Database, request: RequestKey & { requestHash: Buffer }): Promise<RequestStart> {
  const { tokenId, key, requestHash } = request;
  for (;;) {
    const { rows: taken } = await sql`
      insert into idempotency_keys (token_id, key, request_hash) values (${tokenId}, ${key}, ${requestHash})
      on conflict (token_id, key) do update set created_at = now()
      where idempotency_keys.request_hash = excluded.request_hash
        and idempotency_keys.status is null and idempotency_keys.reference is null
        and idempotency_keys.created_at < now() - make_interval(secs => ${TAKE_OVER_SECONDS})
      returning 1
    `.execute(db);
    if (taken.length > 0) return { state: 'new' };
    const held = await db
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'reference', 'status', 'response'])
      .where('token_id', '=', tokenId)
      .where('key', '=', key)
      .executeTakeFirst();
    // the key was released between the two statements, so it is free again
    if (!held) continue;
    if (!held.request_hash.equals(requestHash)) return { state: 'mismatch' };
    if (held.status !== null) return { state: 'replay', status: held.status, response: held.response };
    return { state: 'in-progress', reference: held.reference };
  }
}

/** Stores the reference before anything is created under it, so that a repeated request uses the same one. */
export async function rememberReference(
  db: Database | Transacting,
  { tokenId, key }: RequestKey,
  reference: string,
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ reference })
    .where('token_id', '=', tokenId)
    .where('key', '=', key)
    .where('status', 'is', null)
    .execute();
}

/** Stores the answer. From now on the same request gets this answer again. */
export async function finishRequest(
  db: Database,
  { tokenId, key }: RequestKey,
  answer: { status: number; response: unknown },
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ status: answer.status, response: toJson(answer.response) })
    .where('token_id', '=', tokenId)
    .where('key', '=', key)
    .execute();
}

/**
 * Releases the key of a request that changed nothing (refused, or a server could not be reached), so that it can be tried
 * again.
 */
export async function forgetRequest(db: Database, { tokenId, key }: RequestKey): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('token_id', '=', tokenId)
    .where('key', '=', key)
    .where('status', 'is', null)
    .execute();
}
