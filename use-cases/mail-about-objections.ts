import type { Logger } from 'pino';
import type { MailTransport } from '../activities/ports/mail';
import { objectionMail, type ObjectionSender } from '../channels/email/content/objection-mail';
import { asBrand } from '../channels/email/content/as-brand';
import { sendOne } from '../channels/email/transport/send-one';
import { HOUR, MINUTE } from '../domain/shared/time';
import { portalUrl } from '../domain/window/links';
import { reminderDue } from '../domain/work/objection';
import type { Database } from '../store/database/database';
import { unreachedBy } from '../store/work/objection-answers';
import {
  openObjections,
  recordTaskMail,
  remind,
  takeTaskMail,
  tellOtherwise,
  type TaskMail,
} from '../store/work/task-mails';
import { eachMinute, type EachMinute } from './each-minute';

export interface ObjectionMailsParts {
  readonly db: Database;
  readonly mail: MailTransport;
  /** As whom customers of that brand are written to (P7). */
  readonly senderFor: (brand: string | null) => ObjectionSender;
  /** Where whom a mail is for ticks its task off (N12); without it their mails have no such link. */
  readonly tickUrl?: (mail: TaskMail & { readonly to: { readonly address: string } }) => string | undefined;
  /** Where customers of that brand have their portal (P8), without a slash at the end; without it no mail leads there. */
  readonly portalAt?: (brand: string | null) => string;
  readonly logger: Pick<Logger, 'warn'>;
  /** UTC ms. */
  readonly clock: () => number;
}

/** Objections that are looked at together. */
const PAGE = 500;
/** Given up after so many tries, about three days. */
const TRIES = 75;

/**
 * Reminds whoever answers objections until they are answered, tells customers what was refused (S9), and those who answer that
 * somebody has written (N15). Several processes may do
 * this: each mail is taken by one, and by another when that one ended meanwhile.
 */
export function createObjectionMails(parts: ObjectionMailsParts): EachMinute {
  const { db, mail, senderFor, tickUrl, portalAt, logger, clock } = parts;

  async function remindOfOpen(): Promise<void> {
    for (let after = 0, read = PAGE; read === PAGE;) {
      const open = await openObjections(db, after, PAGE);
      const reminders = open.flatMap((objection) => {
        const dueFor = reminderDue(objection, clock());
        return dueFor === undefined ? [] : [{ id: objection.id, dueFor }];
      });
      await remind(db, reminders, clock());
      after = open.at(-1)?.id ?? after;
      read = open.length;
    }
  }

  /** Whether the mail server can be used, so that the next mail is worth a try. */
  async function send(message: TaskMail): Promise<boolean> {
    const { id, to, isPast } = message;
    if (isPast) {
      await recordTaskMail(db, id, {});
      return true;
    }
    if (to === null) {
      await giveUp(message);
      return true;
    }
    // reminders go to people of the provider
    const brand = message.kind === 'refusal' ? message.brand : null;
    const links = { tickUrl: tickUrl?.({ ...message, to }), portalUrl: portalFor(message) };
    const written = asBrand(brand, objectionMail({ ...message, to, ...links }, senderFor(brand)));
    const { verdict } = await sendOne(mail, written).catch(() => ({
      verdict: 'unavailable' as const,
    }));
    if (verdict === 'accepted' || verdict === 'unknown') {
      await recordTaskMail(db, id, { sentAt: clock() });
      return true;
    }
    logger.warn({ verdict, mail: id }, 'a mail about an objection could not be sent');
    if (verdict === 'refused' || message.tries >= TRIES) await giveUp(message);
    else await recordTaskMail(db, id, { next: clock() + Math.min(HOUR, 2 ** (message.tries - 1) * MINUTE) });
    // the others would wait for the same server
    return verdict === 'refused' || verdict === 'deferred';
  }

  /** Contacts alone can sign in there. */
  function portalFor({ kind, recipient, reference, brand }: TaskMail): string | undefined {
    const isFor = kind === 'refusal' && recipient.startsWith('contact:');
    return isFor && portalAt ? portalUrl(portalAt(brand), reference) : undefined;
  }

  /** A reminder has its task; a refusal gets one, so that somebody tells the customer. */
  async function giveUp({ id, kind, reason }: TaskMail): Promise<void> {
    if (kind === 'refusal') await tellOtherwise(db, id, unreachedBy(reason ?? ''), clock());
    await recordTaskMail(db, id, {});
  }

  return eachMinute(
    async () => {
      await remindOfOpen();
      for (let goesOn = true; goesOn;) {
        const message = await takeTaskMail(db, clock());
        goesOn = message !== undefined && (await send(message));
      }
    },
    (error) => {
      // what failed may hold an address (T4)
      logger.warn({ failure: error instanceof Error ? error.name : 'unknown' }, 'mails about objections wait');
    },
  );
}
