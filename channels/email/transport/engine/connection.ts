import type { MailVerdict } from '../../../../activities/ports/mail';
import { addressFault } from '../../../../domain/delivery/mail-address';
import { words } from '../smtp-verdict';
import type { Letter, Letters, WrittenLetter } from './letter';
import type { Work } from './pool';
import type { Item } from './running-job';
import type { Envelope, Session } from './session';

export interface ConnectionOptions {
  readonly work: Work;
  readonly letters: Letters;
  readonly open: () => Promise<Session>;
  /** Waits for the message's turn under the rate limit. */
  readonly turn?: (() => Promise<void>) | undefined;
  /** A session ends after so many messages. */
  readonly maxMessages: number;
  readonly idleMs: number;
  /** Blanks what nobody should read in the server's words. */
  readonly hide: (reply: string) => string;
}

/** A message with its letter; `isTold`: its envelope went out together with the message before (RFC 2920). */
interface Prepared {
  readonly item: Item;
  readonly letter: Letter;
  readonly isTold: boolean;
}

/** What is left when a message is through: the next one, if it is in hand, and why the connection has to rest, if it has. */
interface Through {
  readonly next?: Prepared | undefined;
  readonly trouble?: string | undefined;
}

/** One place for a connection to the server: opens it when there is work, and sends message after message over it. */
export class Connection {
  private session: Session | undefined;
  private failures = 0;
  private isClosed = false;
  /** Resolves when the verdict on this connection's last message is committed: only then the next body may go. */
  private committed: Promise<void> = Promise.resolve();

  constructor(private readonly options: ConnectionOptions) {}

  /** Works until the pool is closed. Never rejects. */
  async live(): Promise<void> {
    const { work } = this.options;
    let next: Prepared | undefined;
    for (;;) {
      const item = next?.item ?? (await work.take());
      if (!item) {
        if (!(await this.idle())) return;
        continue;
      }
      const through = await this.send(item, next);
      next = through.next;
      if (through.trouble === undefined) {
        this.failures = 0;
        continue;
      }
      next?.item.job.giveBack(next.item);
      next = undefined;
      await work.rest(through.trouble, ++this.failures);
    }
  }

  /** Ends the connection; what is on the wire gets no answer. */
  close(): void {
    this.isClosed = true;
    this.session?.destroy();
  }

  private async idle(): Promise<boolean> {
    const goodbye = setTimeout(() => this.leave(), this.options.idleMs);
    try {
      return await this.options.work.wait(this.session?.isOpen === true);
    } finally {
      clearTimeout(goodbye);
    }
  }

  private leave(): void {
    this.session?.quit();
    this.session = undefined;
  }

  private async send(item: Item, prepared: Prepared | undefined): Promise<Through> {
    const fault = addressFault(item.message.mail.to.address);
    if (fault) return this.refuse(item, { verdict: 'refused', reply: `not sent: the recipient ${fault}` });
    if (!prepared?.isTold && (this.session?.answered ?? 0) >= this.options.maxMessages) this.leave();
    const follows = this.session?.isOpen === true && prepared !== undefined;
    try {
      this.session = this.session?.isOpen ? this.session : await this.options.open();
    } catch (error) {
      const trouble = this.reason(error);
      item.job.note(trouble);
      item.job.giveBack(item);
      return { trouble };
    }
    if (this.isClosed) this.session.destroy();
    const ready = follows ? prepared : this.prepare(item, this.session);
    if ('refused' in ready.letter) return this.refuse(item, ready.letter.refused);
    await (ready.isTold ? undefined : this.options.turn?.());
    return this.exchange(this.session, item, { ...ready, letter: ready.letter }, follows);
  }

  /** `follows`: another message went over this session just before, so its commit and this one's can be one. */
  private async exchange(
    session: Session,
    item: Item,
    { letter, isTold }: Prepared & { letter: WrittenLetter },
    follows: boolean,
  ): Promise<Through> {
    const { job } = item;
    const isProven = session.answered > 0;
    const taken = follows ? job.take(item) : undefined;
    const ahead = this.lookAhead(session);
    let verdict: MailVerdict | undefined;
    try {
      if (!isTold) session.tell(letter.envelope);
      verdict = await session.hear(letter.envelope);
    } catch (error) {
      const trouble = this.reason(error);
      if (!taken) {
        if (!isProven) job.note(trouble);
        job.giveBack(item);
      } else if (await taken) this.settle(item, { verdict: 'unavailable', reply: trouble });
      else job.drop();
      // a session that worked may end at any time, and a new one costs nothing
      return { next: await ahead.next(), trouble: isProven ? undefined : trouble };
    }
    if (!(await (taken ?? job.take(item)))) {
      // the server may wait for the message: only the end of the connection tells it that none comes
      if (verdict === undefined) session.destroy();
      job.drop();
      return { next: await ahead.next() };
    }
    await this.committed;
    if (verdict === undefined && job.isOver) {
      session.destroy();
      verdict = { verdict: 'unavailable', reply: 'stopped before this message was sent' };
      this.settle(item, verdict);
      return { next: await ahead.next() };
    }
    verdict ??= await this.deliver(session, letter, ahead);
    this.settle(item, verdict);
    const isTrouble = verdict.verdict === 'unavailable' && !isProven;
    return { next: await ahead.next(), trouble: isTrouble ? verdict.reply : undefined };
  }

  private async deliver(session: Session, letter: WrittenLetter, ahead: LookAhead): Promise<MailVerdict> {
    try {
      return await session.send(await letter.bytes, ahead.rideAlong());
    } catch (error) {
      session.destroy();
      return { verdict: 'unavailable', reply: this.reason(error) };
    }
  }

  /** Asks for the next message and writes it while this one is on its way. */
  private lookAhead(session: Session): LookAhead {
    const { turn, maxMessages, work } = this.options;
    const mayRide = session.capabilities.pipelining && !turn && session.answered + 1 < maxMessages;
    let there: Prepared | undefined;
    let isTold = false;
    const arrived = work.take().then((item) => {
      if (!item) return undefined;
      there = this.prepare(item, session);
      return there;
    });
    return {
      next: async () => {
        const prepared = await arrived;
        return prepared && { ...prepared, isTold };
      },
      rideAlong: () => {
        if (!mayRide || !there || 'refused' in there.letter || addressFault(there.item.message.mail.to.address)) {
          return undefined;
        }
        isTold = true;
        return there.letter.envelope;
      },
    };
  }

  private prepare(item: Item, session: Session): Prepared {
    const letter = this.options.letters.write(item.message.mail, session.capabilities);
    return { item, letter, isTold: false };
  }

  private async refuse(item: Item, verdict: MailVerdict): Promise<Through> {
    if (await item.job.take(item)) this.settle(item, verdict);
    else item.job.drop();
    return {};
  }

  private settle(item: Item, verdict: MailVerdict): void {
    this.committed = item.job.settle(item, { ...verdict, reply: this.options.hide(verdict.reply) });
  }

  private reason(error: unknown): string {
    return this.options.hide(words(error instanceof Error ? error.message : String(error)));
  }
}

interface LookAhead {
  /** The message, once it is there; to be asked when the one before is through, for then it is known what rode along. */
  next(): Promise<Prepared | undefined>;
  /** The envelope to write together with the message before, when there is one by now. */
  rideAlong(): Envelope | undefined;
}
