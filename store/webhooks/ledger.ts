import type { OwnerNotices, WebhookLedger } from '../../activities/ports/webhooks';
import { describeSwitchOff } from '../../domain/channels/webhook-delivery';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import type { SecretBox } from '../database/secret-box';
import { fanOut } from './fan-out';
import { dueEndpoints, remainder, recordByHand, recordOutcome, takeById, takeNext } from './queue';

/** Longer than an attempt and storing its result can take together. */
const LEASE_MS = 45_000;

export interface WebhookLedgerOptions {
  /** Undefined when FOREWARN_SECRETS_KEY is not set: then nothing can be signed, and nothing is claimed. */
  readonly box: SecretBox | undefined;
  readonly publicUrl: string;
  /** The same of brands (P7), by the brand's name. */
  readonly brandUrls?: Readonly<Record<string, string>> | undefined;
  /** How long a claim on a webhook lasts (ms). */
  readonly leaseMs?: number;
}

/** The ledger of webhooks: which there are, and their results. */
export function createWebhookLedger(
  db: Database,
  { box, publicUrl, brandUrls = {}, leaseMs = LEASE_MS }: WebhookLedgerOptions,
): WebhookLedger {
  const opened = (): SecretBox => {
    if (box) return box;
    throw new Error(
      'There are webhooks to sign and FOREWARN_SECRETS_KEY is not set: set it to the key they were made with.',
    );
  };
  return {
    fanOut: (reference) => fanOut(db, reference, { ...brandUrls, '': publicUrl }),
    dueEndpoints: (reference, now) => dueEndpoints(db, reference, now),
    take: (reference, endpointId, claim, now) => takeNext(db, opened(), { reference, endpointId, claim, now, leaseMs }),
    takeById: (endpointId, id, claim) => takeById(db, opened(), { endpointId, id, claim, leaseMs }),
    settle: (post, claim, outcome, now) => recordOutcome(db, post, claim, outcome, now),
    settleByHand: (post, claim, verdict, now) => recordByHand(db, post, claim, verdict, now),
    remainder: (reference, now) => remainder(db, reference, now),
  };
}

/**
 * Creates a task for the provider's staff, who know the customer (GET /v1/tasks); the endpoint itself shows the reason to its
 * owner. A completed task is opened again when it happens again.
 */
export function createOwnerTasks(db: Database): OwnerNotices {
  return {
    async tellOwner({ reference, organizationId, endpointId, reason }) {
      const task = { reason: oneLine(`The webhook endpoint was switched off. ${describeSwitchOff(reason)}`, 2_000) };
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
