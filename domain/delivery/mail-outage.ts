import type { ReplyAbout } from './reply-class';

/**
 * The same refusal for many recipients at one server is an outage of the provider's own mail, whatever its code (N13): a relay
 * that forgot its tables answers "user unknown" to everybody. Pure; figures come from one notice.
 */

/** How often one refusal was given in a notice, beside what the server took. */
export interface RefusalCount {
  readonly about: ReplyAbout;
  /** Different recipients that got it. */
  readonly recipients: number;
  /** Different domains of those recipients. */
  readonly domains: number;
  /** Recipients of the same notice the server took. */
  readonly accepted: number;
}

/** Fewer are people who left, or a customer that takes no mail. */
export const OUTAGE_RECIPIENTS = 10;
/** "Nobody is there" for the people of one customer is true of a customer that is gone; for those of many it is not. */
const OUTAGE_DOMAINS = 5;
/** An outage in mid notice has some accepted before it: up to one for so many refused. */
const REFUSED_FOR_EACH_ACCEPTED = 4;

export function isOutage({ about, recipients, domains, accepted }: RefusalCount): boolean {
  if (recipients < OUTAGE_RECIPIENTS || accepted * REFUSED_FOR_EACH_ACCEPTED > recipients) return false;
  return about !== 'recipient-gone' || domains >= OUTAGE_DOMAINS;
}

/** Outcomes in a row that are looked at while a notice leaves. */
const LATEST = 30;

/** A refusal as the watch sees it. */
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
 * A watch over the latest outcomes: bounded work and memory for each message. The people of one customer stand side by side
 * in a notice, so what only they get is no outage before the whole run is theirs.
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

/** What is about us is one matter, in whatever words. */
function isSame(a: NotedRefusal, b: NotedRefusal): boolean {
  return a.about === b.about && (a.about === 'about-us' || a.shape === b.shape);
}

/** How a reply begins that is no server's: the message itself could not be made. It says nothing about any server. */
export const UNWRITABLE = 'the message could not be written: ';
