import type { JobMessage, MailJob, OutgoingMail } from '../../activities/ports/mail';
import { createPool } from '../../channels/email/transport/engine/pool';

/** A job of so many messages that are never sent: what counts is in which order connections get them. */
function jobOf(subject: string, size: number, isUrgent = false): MailJob {
  let next = 0;
  return {
    isUrgent,
    signal: new AbortController().signal,
    next: (): Promise<JobMessage | undefined> =>
      Promise.resolve(next < size ? { id: next++, mail: { subject } as OutgoingMail } : undefined),
    take: () => Promise.resolve(true),
    settled: () => Promise.resolve(),
  };
}

describe('N14: connections take', () => {
  /** A pool that is busy with a large job. */
  async function busyPool() {
    const pool = createPool(1);
    const next = async (count: number): Promise<(string | undefined)[]> => {
      const order: (string | undefined)[] = [];
      while (order.length < count) order.push((await pool.work.take())?.message.mail.subject);
      return order;
    };
    void pool.run(jobOf('large', 1_000));
    await next(30);
    return { next, add: (...job: Parameters<typeof jobOf>) => void pool.run(jobOf(...job)) };
  }

  test('the messages of a small job before those of a large one that came first', async () => {
    const { add, next } = await busyPool();
    add('small', 3);
    expect(await next(5)).toEqual(['small', 'small', 'small', 'large', 'large']);
  });

  test('urgent ones before the others, and small ones of one rank in turn', async () => {
    const { add, next } = await busyPool();
    add('one', 2);
    add('other', 2);
    add('urgent', 2, true);
    expect(await next(7)).toEqual(['urgent', 'urgent', 'one', 'other', 'one', 'other', 'large']);
  });

  test('those of a large urgent job before those of a large one, and after those of the small', async () => {
    const { add, next } = await busyPool();
    add('urgent', 1_000, true);
    expect(new Set(await next(40))).toEqual(new Set(['urgent']));
    add('small', 2);
    expect(await next(3)).toEqual(['small', 'small', 'urgent']);
  });
});
