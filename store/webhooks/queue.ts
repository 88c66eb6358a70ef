import { sql, type RawBuilder } from 'kysely';
import type { WebhookPost, WebhookRemainder } from '../../activities/ports/webhooks';
import { describeSwitchOff, type WebhookOutcome, type WebhookVerdict } from '../../domain/channels/webhook-delivery';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import type { SecretBox } from '../database/secret-box';
import { secretsOf } from './secrets';

/**
 * The queue of webhooks. A webhook being sent has a claim and a lease by the database's clock: a lost sender delays it until
 * the lease has expired, and can then no longer store a result. Retries follow the workflow's clock.
 */

/** The stored length of an answer, in characters. */
const KEPT_ANSWER = 1_000;

/** The first open webhook of each endpoint for a window; the ones behind it wait for it. */
function heads(reference: string): RawBuilder<unknown> {
  return sql`
    select distinct on (endpoint_id) id, endpoint_id, next_attempt_at, lease_until
    from webhook_deliveries
    where window_reference = ${reference} and state = 'pending'
    order by endpoint_id, id`;
}

function isDue(now: number): RawBuilder<boolean> {
  return sql<boolean>`(next_attempt_at is null or next_attempt_at <= ${new Date(now)})
    and (lease_until is null or lease_until <= clock_timestamp())`;
}

export async function dueEndpoints(db: Database, reference: string, now: number): Promise<string[]> {
  const { rows } = await sql<{ endpoint_id: string }>`
    select endpoint_id from (${heads(reference)}) h where ${isDue(now)}
  `.execute(db);
  return rows.map((row) => row.endpoint_id);
}

interface TakenRow {
  readonly id: number;
  readonly endpoint_id: string;
  readonly organization_id: string;
  readonly window_reference: string | null;
  readonly url: string;
  readonly event_id: string;
  readonly payload: string;
  readonly attempts: number;
  readonly secret: string;
  readonly previous_secret: string | null;
  readonly failing_for: number;
}

/** What sending needs besides the row. */
const TAKEN = sql`d.id, d.endpoint_id, d.window_reference, d.event_id, d.payload, d.attempts, e.organization_id, e.url, e.secret,
  case when e.previous_until > clock_timestamp() then e.previous_secret end as previous_secret,
  coalesce(extract(epoch from clock_timestamp() - e.failing_since) * 1000, 0)::double precision as failing_for`;

interface Lease {
  readonly claim: string;
  readonly leaseMs: number;
}

const leased = ({ claim, leaseMs }: Lease) =>
  sql`claim = ${claim}::uuid, lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;

export async function takeNext(
  db: Database,
  box: SecretBox,
  { reference, endpointId, now, ...lease }: Lease & { reference: string; endpointId: string; now: number },
): Promise<WebhookPost | undefined> {
  const { rows } = await sql<TakenRow>`
    update webhook_deliveries d set ${leased(lease)}, attempts = d.attempts + 1
    from webhook_endpoints e
    where e.id = d.endpoint_id and d.id = (
      select id from webhook_deliveries
      where window_reference = ${reference} and endpoint_id = ${endpointId} and state = 'pending'
      order by id limit 1
      for update
    )
    and d.state = 'pending' and ${isDue(now)}
    returning ${TAKEN}
  `.execute(db);
  return rows[0] && toPost(rows[0], box);
}

export async function takeById(
  db: Database,
  box: SecretBox,
  { endpointId, id, ...lease }: Lease & { endpointId: string; id: number },
): Promise<WebhookPost | undefined> {
  const { rows } = await sql<TakenRow>`
    update webhook_deliveries d set ${leased(lease)}
    from webhook_endpoints e
    where e.id = d.endpoint_id and d.endpoint_id = ${endpointId} and d.id = ${id}
      and (d.lease_until is null or d.lease_until <= clock_timestamp())
    returning ${TAKEN}
  `.execute(db);
  return rows[0] && toPost(rows[0], box);
}

function toPost(row: TakenRow, box: SecretBox): WebhookPost {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    organizationId: row.organization_id,
    reference: row.window_reference,
    url: row.url,
    webhookId: `${row.event_id}_${row.endpoint_id}`,
    payload: row.payload,
    secrets: secretsOf(box, row.endpoint_id, [row.secret, row.previous_secret]),
    attempts: row.attempts,
    failingForMs: Math.round(row.failing_for),
  };
}

/** The result of an attempt, scheduled or by hand. */
interface Result {
  readonly state: 'pending' | 'delivered' | 'failed' | 'unchanged';
  readonly status: number | null;
  readonly answer: string;
  readonly retryAt?: number;
}

export async function recordOutcome(
  db: Database,
  { id, endpointId }: WebhookPost,
  claim: string,
  outcome: WebhookOutcome,
  now: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const held = await write(trx, { id, endpointId }, claim, outcome, now);
    if (held && outcome.state === 'failed' && outcome.disable !== undefined) {
      await disableEndpoint(trx, endpointId, describeSwitchOff(outcome.disable));
    }
  });
}

export async function recordByHand(
  db: Database,
  post: WebhookPost,
  claim: string,
  verdict: WebhookVerdict,
  now: number,
): Promise<void> {
  const status = verdict.kind === 'answered' ? verdict.status : null;
  const delivered = status !== null && status >= 200 && status < 300;
  const result: Result = { state: delivered ? 'delivered' : 'unchanged', status, answer: verdict.answer };
  await db.transaction().execute((trx) => write(trx, post, claim, result, now));
}

/** Stores the result where the claim still holds, and whether the endpoint accepts deliveries. True when it held. */
async function write(
  trx: Database,
  { id, endpointId }: { id: number; endpointId: string },
  claim: string,
  { state, status, answer, retryAt }: Result,
  now: number,
): Promise<boolean> {
  const at = new Date(now);
  const { numAffectedRows = 0n } = await sql`
    update webhook_deliveries set
      claim = null, lease_until = null, last_attempt_at = ${at}, last_status = ${status},
      last_answer = ${oneLine(answer, KEPT_ANSWER)},
      state = case
        when ${state} = 'delivered' then 'delivered'
        -- switched off or deleted meanwhile
        when state <> 'pending' or ${state} = 'unchanged' then state
        else ${state}
      end,
      next_attempt_at = case
        when ${state} = 'unchanged' then next_attempt_at
        when state = 'pending' then ${retryAt === undefined ? null : new Date(retryAt)}::timestamptz
      end,
      delivered_at = case when ${state} = 'delivered' then coalesce(delivered_at, ${at}) else delivered_at end
    where id = ${id} and claim = ${claim}::uuid
  `.execute(trx);
  if (numAffectedRows === 0n) return false;
  await sql`
    update webhook_endpoints
    set failing_since = case when ${state} <> 'delivered' then coalesce(failing_since, clock_timestamp()) end
    where id = ${endpointId} and (failing_since is null) <> (${state} = 'delivered')
  `.execute(trx);
  return true;
}

/** Sends nothing to the endpoint any more and abandons its open webhooks. */
async function disableEndpoint(trx: Database, endpointId: string, reason: string): Promise<void> {
  await sql`
    update webhook_endpoints
    set state = 'disabled', disabled_reason = ${oneLine(reason, KEPT_ANSWER)}, disabled_at = clock_timestamp()
    where id = ${endpointId} and state = 'active'
  `.execute(trx);
  await abandonOpen(trx, endpointId);
}

/** Abandons open webhooks; they can be sent by hand. */
export async function abandonOpen(trx: Database, endpointId: string): Promise<void> {
  await sql`
    update webhook_deliveries set state = 'abandoned', next_attempt_at = null
    where endpoint_id = ${endpointId} and state = 'pending'
  `.execute(trx);
}

export async function remainder(db: Database, reference: string, now: number): Promise<WebhookRemainder> {
  const { rows } = await sql<{ open: number; next_in: number | null }>`
    select (select count(*) from webhook_deliveries where window_reference = ${reference} and state = 'pending') as open,
      min(greatest(
        0,
        extract(epoch from h.next_attempt_at - ${new Date(now)}::timestamptz) * 1000,
        extract(epoch from h.lease_until - clock_timestamp()) * 1000
      ))::double precision as next_in
    from (${heads(reference)}) h
  `.execute(db);
  const { open = 0, next_in: nextIn = null } = rows[0] ?? {};
  return open === 0 || nextIn === null ? { open } : { open, retryInMs: Math.ceil(nextIn) };
}
