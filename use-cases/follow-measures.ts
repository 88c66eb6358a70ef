import type { Logger } from 'pino';
import type { MailTransport } from '../activities/ports/mail';
import type { LookedAtMeasures, Measures } from '../activities/ports/measures';
import { measureMail } from '../channels/email/content/measure-mail';
import type { ObjectionSender } from '../channels/email/content/objection-mail';
import { sendOne } from '../channels/email/transport/send-one';
import { measureRules, nextLookAt, tellingDue } from '../domain/measures/measure';
import { AFTERMATH } from '../domain/notices/notice-policy';
import { HOUR, MINUTE } from '../domain/shared/time';
import type { Database } from '../store/database/database';
import {
  hasOpenMeasures,
  lookAtMeasures,
  nextMailAt,
  recordMeasureMail,
  takeMeasureMail,
  tellOwner,
  windowsUnlooked,
  type MeasureMail,
} from '../store/measures/mails';

export interface FollowingParts {
  readonly db: Database;
  readonly mail: MailTransport;
  readonly sender: ObjectionSender;
  readonly waker: Pick<Measures, 'wake'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Given up after so many tries, about three days. */
const TRIES = 75;

/** Every workflow of measures looks at least daily; one that has not is not there. */
const UNLOOKED_MS = 26 * HOUR;

/** Follows the preventive measures of windows (E5): whatever is due goes on record first, and then out by mail. */
export function createMeasures({ db, mail, sender, waker, logger }: FollowingParts): Measures & {
  /** Wakes what has not looked for a day at `now` (UTC ms), as after a restore of Temporal. */
  readonly wakeForgotten: (now: number) => Promise<void>;
} {
  /** Whether the mail server can be used, so that the next mail is worth a try. */
  async function send(message: MeasureMail, now: number): Promise<boolean> {
    const { id, to, isPast, tries } = message;
    if (isPast || to === null) {
      await recordMeasureMail(db, id, {});
      return true;
    }
    const { verdict } = await sendOne(mail, measureMail({ ...message, to }, sender, now)).catch(() => ({
      verdict: 'unavailable' as const,
    }));
    if (verdict === 'accepted' || verdict === 'unknown') {
      await recordMeasureMail(db, id, { sentAt: now });
      return true;
    }
    logger.warn({ verdict, mail: id }, 'a mail about a preventive measure could not be sent');
    const isGivenUp = verdict === 'refused' || tries >= TRIES;
    await recordMeasureMail(db, id, isGivenUp ? {} : { next: now + Math.min(HOUR, 2 ** (tries - 1) * MINUTE) });
    // the others would wait for the same server
    return verdict === 'refused' || verdict === 'deferred';
  }

  async function follow(reference: string, now: number): Promise<LookedAtMeasures> {
    const { state, measures } = await lookAtMeasures(db, reference, now);
    const rules = state ? measureRules(state) : AFTERMATH;
    for (const measure of measures) {
      const due = tellingDue(measure, rules, now);
      if (due) await tellOwner(db, measure, due, now);
    }
    for (let goesOn = true; goesOn;) {
      const message = await takeMeasureMail(db, reference, now);
      goesOn = message !== undefined && (await send(message, now));
    }
    const waiting = await nextMailAt(db, reference);
    if (measures.length === 0 && waiting === undefined) return { open: 0, nextAt: null };
    const told = measures.map((measure) => ({ ...measure, ...tellingDue(measure, rules, now) }));
    return { open: measures.length, nextAt: nextLookAt(told, rules, { now, waiting }) };
  }

  return {
    follow,
    async wake(reference) {
      if (await hasOpenMeasures(db, reference)) await waker.wake(reference);
    },
    async wakeForgotten(now) {
      for (const reference of await windowsUnlooked(db, now - UNLOOKED_MS)) await waker.wake(reference);
    },
  };
}
