import type { JobEnd, JobMessage, MailJob, MailVerdict } from '../../../../activities/ports/mail';
import { endOf } from '../job-end';

/** A message on its way through a connection. */
export interface Item {
  readonly job: RunningJob;
  readonly message: JobMessage;
  /** It has been tried on a connection that turned out to be stale. */
  retried?: true;
}

/** A job while it is being sent: whose messages are in hand, and how it ends. */
export class RunningJob {
  readonly ended: Promise<JobEnd>;
  private end!: (end: JobEnd) => void;
  private fail!: (error: unknown) => void;
  private error: { readonly cause: unknown } | undefined;
  private readonly returned: Item[] = [];
  private readonly troubles: string[] = [];
  private verdicts = 0;
  /** Messages it has given so far. */
  handedOver = 0;
  private inHand = 0;
  private exhausted = false;
  private gaveUp = false;

  constructor(private readonly job: MailJob) {
    this.ended = new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
  }

  get isUrgent(): boolean {
    return this.job.isUrgent === true;
  }

  /** No further message of it is to be begun. */
  get isOver(): boolean {
    return this.gaveUp || this.error !== undefined || this.job.signal.aborted;
  }

  /** The next message to send; it is in hand until `done` or `giveBack`. */
  async next(): Promise<Item | undefined> {
    this.inHand++;
    const item = await this.ask();
    if (!item) this.release();
    return item;
  }

  private async ask(): Promise<Item | undefined> {
    if (this.isOver) return undefined;
    const returned = this.returned.pop();
    if (returned) return returned;
    if (this.exhausted) return undefined;
    try {
      const message = await this.job.next();
      if (message) {
        this.handedOver++;
        return { job: this, message };
      }
      this.exhausted = true;
    } catch (error) {
      this.break(error);
    }
    return undefined;
  }

  /** False when the message must not be sent. */
  async take({ message }: Item): Promise<boolean> {
    if (this.isOver) return false;
    try {
      return await this.job.take(message.id);
    } catch (error) {
      this.break(error);
      return false;
    }
  }

  /** Commits the verdict; the message is no longer in hand then. Never rejects: a failure ends the job. */
  async settle({ message }: Item, verdict: MailVerdict): Promise<void> {
    if (verdict.verdict === 'unavailable') this.troubles.push(verdict.reply);
    else this.verdicts++;
    try {
      await this.job.settled(message.id, verdict);
    } catch (error) {
      this.break(error);
    }
    this.release();
  }

  /** The message was not taken, and will not be. */
  drop(): void {
    this.release();
  }

  /** The message was not taken; another connection may have it. */
  giveBack(item: Item): void {
    this.returned.push(item);
    this.release();
  }

  /** The connection failed before it could do anything for the job. */
  note(trouble: string): void {
    this.troubles.push(trouble);
  }

  /** No connection is left for it. */
  giveUp(words: string): void {
    this.troubles.push(words);
    this.gaveUp = true;
    this.finish();
  }

  /** True when it has a message that a waiting connection could take. */
  get hasWork(): boolean {
    return !this.isOver && (this.returned.length > 0 || !this.exhausted);
  }

  private break(error: unknown): void {
    this.error ??= { cause: error };
  }

  private release(): void {
    this.inHand--;
    this.finish();
  }

  private finish(): void {
    if (this.inHand > 0) return;
    if (this.error) this.fail(this.error.cause);
    else if (this.isOver || (this.exhausted && this.returned.length === 0)) {
      this.end(endOf({ troubles: this.troubles, verdicts: this.verdicts, gaveUp: this.gaveUp }));
    }
  }
}
