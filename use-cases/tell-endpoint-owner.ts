import type { MailTransport } from '../activities/ports/mail';
import type { OwnerNotices } from '../activities/ports/webhooks';
import { endpointMail, type EndpointNews } from '../channels/email/content/endpoint-mail';
import { asBrand } from '../channels/email/content/as-brand';
import { sendOne } from '../channels/email/transport/send-one';
import type { Database } from '../store/database/database';
import { createOwnerTasks } from '../store/webhooks/ledger';
import { readEndpointOwner } from '../store/webhooks/owner';

export interface OwnerNoticesParts {
  readonly db: Database;
  readonly mail: MailTransport;
  /** As whom customers of that brand are written to (P7). */
  readonly senderFor: (brand: string | null) => Pick<EndpointNews, 'providerName' | 'publicUrl' | 'messageDomain'>;
  /** A mail that could not be sent, without addresses (T4). */
  readonly onUnsent: (about: { readonly endpointId: string; readonly verdict: string }) => void;
  /** UTC ms. */
  readonly clock: () => number;
}

/**
 * Tells an endpoint's owner by mail, and the provider's people by a task, which is there first: with a mail server that is
 * away the mail is given up, because webhooks of other customers must not wait for it, and the task still reaches somebody.
 */
export function createOwnerNotices({ db, mail, senderFor, onUnsent, clock }: OwnerNoticesParts): OwnerNotices {
  const tasks = createOwnerTasks(db);
  return {
    async tellOwner(about) {
      await tasks.tellOwner(about);
      const { endpointId, reason, reference } = about;
      const owner = await readEndpointOwner(db, endpointId);
      const brand = owner?.brand ?? null;
      for (const to of owner?.people ?? []) {
        const message = endpointMail({
          ...senderFor(brand),
          to,
          endpointId,
          url: owner?.url ?? '',
          reason,
          reference,
          now: clock(),
        });
        const { verdict } = await sendOne(mail, asBrand(brand, message)).catch(() => ({
          verdict: 'unavailable' as const,
        }));
        if (verdict !== 'accepted' && verdict !== 'unknown') onUnsent({ endpointId, verdict });
        // the others would wait for the same server
        if (verdict === 'unavailable') return;
      }
    },
  };
}
