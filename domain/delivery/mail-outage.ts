import type { ReplyAbout } from './reply-class';

/**
 * The same refusal for many recipients at one server is an outage of the provider's own mail, whatever its code (N13): a
 * relay that lost its tables answers "user unknown" to everybody. Pure; the figures are those of one notice.
 */

/** How often a server gave one refusal within a notice, and how many recipients it accepted. */
export interface RefusalCount {
  readonly about: ReplyAbout;
  /** Different recipients that got it. */
  readonly recipients: number;
  /** Different domains of those recipients. */
  readonly domains: number;
  /** Recipients of the same notice that the server accepted. */
  readonly accepted: number;
}

/** Fewer may be people who left, or one customer that accepts no mail. */
export const OUTAGE_RECIPIENTS = 10;
/**
 * "No such user" for all people of one customer is plausible when the customer is gone; for those of many customers it is
 * not.
 */
const OUTAGE_DOMAINS = 5;
/** When an outage begins in the middle of a notice, some were accepted before it: at most one for this many refused. */
const REFUSED_FOR_EACH_ACCEPTED = 4;

export function isOutage({ about, recipients, domains, accepted }: RefusalCount): boolean {
  if (recipients < OUTAGE_RECIPIENTS || accepted * REFUSED_FOR_EACH_ACCEPTED > recipients) return false;
  return about !== 'recipient-gone' || domains >= OUTAGE_DOMAINS;
}

/** Outcomes in a row that are looked at while a notice leaves. */
const LATEST = 30;

/** A refusal as the watch below counts it. */
export interface NotedRefusal {
  /** See `replyShape`. */
  readonly shape: string;
  readonly about: ReplyAbout;
  /** Of the recipient. */
  readonly domain: string;
}

/** Watches the outcomes of one pass as they come, so that a server in an outage is not asked for everybody. */
export interface OutageWatch {
  /** `undefined` for a message that was accepted. */
  note(refusal: NotedRefusal | undefined): void;
  /** True once the latest outcomes are one refusal. */
  readonly isOn: boolean;
}

/**
 * A watch over the latest outcomes: bounded work and memory for each message. The people of one customer follow each other
 * in a notice, so a refusal that only they get does not count as an outage until it fills the whole run.
 */
export function watchOutage(): OutageWatch {
  const latest: (NotedRefusal | undefined)[] = [];
  let isOn = false;
  return {
    get isOn() {
      return isOn;
    },
    note(refusal) {
      latest.push(refusal);
      if (latest.length > LATEST) latest.shift();
      if (!refusal || isOn) return;
      const same = latest.filter((other) => other !== undefined).filter((other) => isSame(other, refusal));
      const domains = new Set(same.map(({ domain }) => domain)).size;
      const accepted = latest.filter((other) => other === undefined).length;
      isOn =
        (domains >= OUTAGE_DOMAINS || same.length === LATEST) &&
        isOutage({ about: refusal.about, recipients: same.length, domains, accepted });
    },
  };
}

/** Refusals about us count as one, whatever their words. */
function isSame(a: NotedRefusal, b: NotedRefusal): boolean {
  return a.about === b.about && (a.about === 'about-us' || a.shape === b.shape);
}

/** How a reply begins that is not a server's: the message itself could not be written. It says nothing about a server. */
export const UNWRITABLE = 'the message could not be written: ';
