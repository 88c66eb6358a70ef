import type { OwnerNotices, WebhookLedger } from '../../activities/ports/webhooks';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import type { SecretBox } from '../database/secret-box';
import { fanOut } from './fan-out';
import { dueEndpoints, remainder, settle, settleByHand, takeById, takeNext } from './queue';

/** Longer than an attempt and the writing of its outcome can take together. */
const LEASE_MS = 45_000;

export interface WebhookLedgerOptions {
  /** Undefined where no FOREWARN_SECRETS_KEY is set: then nothing can be signed, and nothing is taken. */
  readonly box: SecretBox | undefined;
  readonly publicUrl: string;
  /** For how long a webhook belongs to whoever took it (ms). */
  readonly leaseMs?: number;
}

/** What webhooks there are, and what became of each. */
export function createWebhookLedger(
  db: Database,
  { box, publicUrl, leaseMs = LEASE_MS }: WebhookLedgerOptions,
): WebhookLedger {
  const opened = (): SecretBox => {
    if (box) return box;
    throw new Error(
      'There are webhooks to sign and FOREWARN_SECRETS_KEY is not set: set it to the key they were made with.',
    );
  };
  return {
    fanOut: (reference) => fanOut(db, reference, publicUrl),
    dueEndpoints: (reference, now) => dueEndpoints(db, reference, now),
    take: (reference, endpointId, claim, now) => takeNext(db, opened(), { reference, endpointId, claim, now, leaseMs }),
    takeById: (endpointId, id, claim) => takeById(db, opened(), { endpointId, id, claim, leaseMs }),
    settle: (post, claim, outcome, now) => settle(db, post, claim, outcome, now),
    settleByHand: (post, claim, verdict, now) => settleByHand(db, post, claim, verdict, now),
    remainder: (reference, now) => remainder(db, reference, now),
  };
}

/**
 * Leaves word for the provider's people, who know the customer (GET /v1/tasks); the endpoint itself shows the reason to its
 * owner. A task that was done is open again when it happens again.
 */
export function createOwnerTasks(db: Database): OwnerNotices {
  return {
    async tellOwner({ reference, organizationId, endpointId, reason }) {
      const task = { reason: oneLine(`The webhook endpoint was switched off. ${reason}`, 2_000) };
      await db
        .insertInto('staff_tasks')
        .values({
          window_reference: reference,
          kind: 'webhook-disabled',
          organization_id: organizationId,
          subject: `webhook:${endpointId}`,
          ...task,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['window_reference', 'kind', 'organization_id', 'subject'])
            .doUpdateSet({ ...task, done_at: null, done_by: null, note: null }),
        )
        .execute();
    },
  };
}
