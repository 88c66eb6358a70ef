import { createWebhooks } from '../../activities/webhook-delivery';
import { createWebhookSender } from '../../channels/webhooks/sender';
import { openDatabase } from '../../store/database/database';
import { createSecretBox } from '../../store/database/secret-box';
import { createOwnerTasks, createWebhookLedger } from '../../store/webhooks/ledger';

/** One pass of posting, in a process that a test can kill. */
const told = JSON.parse(process.env.POST_WEBHOOKS ?? '{}') as {
  databaseUrl: string;
  key: string;
  reference: string;
  now: number;
  leaseMs: number;
  publicUrl: string;
};
const db = openDatabase(told.databaseUrl);
const { publicUrl, leaseMs } = told;
const box = createSecretBox([Buffer.from(told.key, 'base64')]);
void createWebhooks({
  ledger: createWebhookLedger(db, { box, publicUrl, leaseMs }),
  sender: createWebhookSender({ publicUrl, allowLoopback: true }),
  owners: createOwnerTasks(db),
})
  .deliver(told.reference, told.now)
  .then(() => db.destroy());
