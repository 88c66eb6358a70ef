import type { Logger } from 'pino';
import type { MailTransport } from '../activities/ports/mail';
import { forwardedMail, type ForwardingSender } from '../channels/email/content/forwarded-mail';
import { asBrand } from '../channels/email/content/as-brand';
import { sendOne } from '../channels/email/transport/send-one';
import { HOUR, MINUTE } from '../domain/shared/time';
import type { Database } from '../store/database/database';
import { forwarded, notForwarded, takeMessage, type MessageToForward } from '../store/messages/forward';
import { eachMinute, type EachMinute } from './each-minute';

export interface ForwardingParts {
  readonly db: Database;
  readonly mail: MailTransport;
  /** For customers of that brand (P7); undefined where nobody named a mailbox of support: messages are kept with their tasks alone. */
  readonly senderFor: (brand: string | null) => ForwardingSender | undefined;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** UTC ms. */
  readonly clock: () => number;
}

/** Given up after so many tries, about three days; the task is there. */
const TRIES = 75;

/**
 * Passes on what people write back (N15), beside whoever takes the mails in. Several processes may do this: each message is taken by
 * one, and by another when that one ended meanwhile.
 */
export function createForwarding({ db, mail, senderFor, logger, clock }: ForwardingParts): EachMinute {
  async function send(message: MessageToForward, to: ForwardingSender): Promise<boolean> {
    const { verdict } = await sendOne(mail, asBrand(message.brand, forwardedMail(message, to))).catch(() => ({
      verdict: 'unavailable' as const,
    }));
    if (verdict === 'accepted' || verdict === 'unknown') {
      await forwarded(db, message.id, clock());
      return true;
    }
    const isOver = verdict === 'refused' || message.tries >= TRIES;
    const pause = Math.min(HOUR, 2 ** (message.tries - 1) * MINUTE);
    await notForwarded(db, message.id, isOver ? null : clock() + pause);
    logger.warn(
      { verdict, message: message.id, isOver },
      'a message could not be passed on to support; its task is there',
    );
    // the others would wait for the same server
    return verdict === 'refused' || verdict === 'deferred';
  }

  /** To the support of the writer's brand; to the default one's where that brand has none that is not ours. */
  async function passOn(message: MessageToForward): Promise<boolean> {
    const to = senderFor(message.brand) ?? senderFor(null);
    if (to) return send(message, to);
    await notForwarded(db, message.id, null);
    return true;
  }

  return eachMinute(
    async () => {
      for (let goesOn = true; goesOn;) {
        const message = await takeMessage(db, clock());
        goesOn = message !== undefined && (await passOn(message));
      }
    },
    (error) => {
      // what failed may hold an address (T4)
      logger.warn({ failure: error instanceof Error ? error.name : 'unknown' }, 'messages wait to be passed on');
    },
  );
}
