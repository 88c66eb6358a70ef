import type { MailTransport } from '../activities/ports/mail';
import type { OwnerNotices } from '../activities/ports/webhooks';
import { endpointMail, type EndpointNews } from '../channels/email/content/endpoint-mail';
import { sendOne } from '../channels/email/transport/send-one';
import type { Database } from '../store/database/database';
import { createOwnerTasks } from '../store/webhooks/ledger';
import { readEndpointOwner } from '../store/webhooks/owner';

export interface OwnerNoticesParts {
  readonly db: Database;
  readonly mail: MailTransport;
  readonly sender: Pick<EndpointNews, 'providerName' | 'publicUrl' | 'messageDomain'>;
  /** A mail that could not be sent, without addresses (T4). */
  readonly onUnsent: (about: { readonly endpointId: string; readonly verdict: string }) => void;
  /** UTC ms. */
  readonly clock: () => number;
}

/**
 * Tells an endpoint's owner by mail, and the provider's people by a task, which is there first: with a mail server that is
 * away the mail is given up, because webhooks of other customers must not wait for it, and the task still reaches somebody.
 */
export function createOwnerNotices({ db, mail, sender, onUnsent, clock }: OwnerNoticesParts): OwnerNotices {
  const tasks = createOwnerTasks(db);
  return {
    async tellOwner(about) {
      await tasks.tellOwner(about);
      const { endpointId, reason, reference } = about;
      const owner = await readEndpointOwner(db, endpointId);
      for (const to of owner?.people ?? []) {
        const message = endpointMail({
          ...sender,
          to,
          endpointId,
          url: owner?.url ?? '',
          reason,
          reference,
          now: clock(),
        });
        const { verdict } = await sendOne(mail, message).catch(() => ({ verdict: 'unavailable' as const }));
        if (verdict !== 'accepted' && verdict !== 'unknown') onUnsent({ endpointId, verdict });
        // the others would wait for the same server
        if (verdict === 'unavailable') return;
      }
    },
  };
}
