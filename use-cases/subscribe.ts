import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { MailTransport } from '../activities/ports/mail';
import { confirmationMail, type Confirmation } from '../channels/email/content/confirmation-mail';
import { asBrand } from '../channels/email/content/as-brand';
import { sendOne } from '../channels/email/transport/send-one';
import { SECOND } from '../domain/shared/time';
import type { Database } from '../store/database/database';
import { forgetAsking } from '../store/public/page-subscribers';
import { createAddressHashes } from '../store/erasure/address-hash';
import { resuppress } from '../store/erasure/resuppress';
import { createRecipientLinks, type LinkedRecipient } from '../store/access/recipient-links';

/**
 * Between two tries of a confirmation mail (ms). Whoever waits for it is looking at their mailbox now; later is of no use.
 */
const PAUSES = [5 * SECOND, 30 * SECOND];

/** What subscribing by mail needs besides the database; without it the page offers feeds and calendars alone. */
export interface Subscriptions {
  /** Whom the token of a link in a mail names; undefined for one that is not ours. */
  readonly readLink: (token: string) => LinkedRecipient | undefined;
  /** An address that had bounced when it was erased goes back to the suppression list before anything is sent (T6). */
  readonly holdBack: (address: string) => Promise<void>;
  /**
   * Sends the mail that asks for confirmation. Returns at once: how long it takes must not show whether an address is known.
   */
  readonly sendConfirmation: (confirmation: Pick<Confirmation, 'address' | 'token' | 'locale'>) => void;
}

export interface SubscriptionParts {
  readonly db: Database;
  readonly mail: MailTransport;
  /** See createRecipientLinks. */
  readonly keys: readonly Buffer[];
  readonly sender: Omit<Confirmation, 'address' | 'token' | 'now' | 'locale'>;
  /** Whose page is followed (P7); the default one's when left out. */
  readonly brand?: string;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

/**
 * Subscribing by mail, for the status page. Confirmation mails are sent from this process and are not kept: after a crash
 * the reader asks for another. One that cannot be sent counts as not asked for.
 */
export function createSubscriptions({
  db,
  mail,
  keys,
  sender,
  brand,
  logger,
  clock,
}: SubscriptionParts): Subscriptions {
  const links = createRecipientLinks(keys);
  const hashes = createAddressHashes(keys);

  async function send(asked: Pick<Confirmation, 'address' | 'token' | 'locale'>): Promise<void> {
    for (const wait of [...PAUSES, undefined]) {
      const confirmation = confirmationMail({ ...sender, ...asked, now: clock() });
      const { verdict } = await sendOne(mail, asBrand(brand, confirmation));
      if (verdict === 'accepted' || verdict === 'unknown') return;
      if (verdict === 'refused' || wait === undefined) {
        logger.warn({ verdict }, 'a confirmation mail could not be sent');
        await forgetAsking(db, asked.token);
        return;
      }
      await pause(wait, undefined, { ref: false });
    }
  }

  return {
    readLink: (token) => links.read(token),
    holdBack: (address) => resuppress(db, hashes, [address]),
    sendConfirmation(asked) {
      send(asked).catch(() => {
        // what failed may hold the address (T4)
        logger.error('a confirmation mail failed');
      });
    },
  };
}
