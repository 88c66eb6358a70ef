import { MockActivityEnvironment } from '@temporalio/testing';
import { createDeliveryActivities, type DeliveryResult, type DeliveryTask } from '../../activities/delivery';
import type { MailTransport } from '../../activities/ports/mail';
import { createMessageRenderer } from '../../channels/email/content/render';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { iso, PLAIN_POLICY } from '../support/windows';
import { addressesOf, rowsOf, settle, StoredWindow, take, useStore } from './support';

/** Deliveries that wait for the end of quiet hours (N10), in the ledger. Reminders leave at 00:00 UTC: at night in Berlin, in the evening in New York. */

const QUIET: NoticePolicy = {
  ...PLAIN_POLICY,
  quietHours: { from: 21 * 60, to: 7 * 60, urgentWithinMs: 3 * DAY },
};
const store = useStore();

async function reminded(policy = QUIET) {
  const window = await StoredWindow.announced(store, {}, policy);
  const announcement = window.key('announcement');
  await store.ledger.prepare(announcement);
  const first = await take(store, announcement);
  await settle(store, first.claim, first.taken, { state: 'accepted', reply: '250 2.0.0 queued' });
  await store.ledger.close(announcement, 'settled');
  await window.advanceTo('reminder-7d');
  const key = window.key('reminder-7d');
  await store.ledger.prepare(key);
  const now = window.core.now;
  return { window, key, now, morning: now + 6 * HOUR };
}
const statesOf = async (key: Parameters<typeof rowsOf>[1]) =>
  (await rowsOf(store, key)).map(({ recipient, state, attempts }) => [recipient.split(':')[1], state, attempts]);
const send = async (key: Parameters<typeof rowsOf>[1], now: number) => {
  await store.ledger.postponeQuiet(key, new Date(now));
  const { claim, taken } = await take(store, key, 100, new Date(now));
  await settle(store, claim, taken, { state: 'accepted', reply: '250 2.0.0 queued' });
  return addressesOf(taken);
};

/** A mail server that takes everything. */
const mail: MailTransport = {
  async run(job) {
    for (let message = await job.next(); message; message = await job.next())
      if (await job.take(message.id)) await job.settled(message.id, { verdict: 'accepted', reply: '250 2.0.0 queued' });
    return {};
  },
  close: () => undefined,
};

describe('N10: what would be sent at night', () => {
  it('waits for its reader’s morning, others get it at once, and the notice is not at rest before', async () => {
    const { key, now, morning } = await reminded();
    expect(await send(key, now)).toEqual(['bea@bolt.example']);
    expect(await statesOf(key)).toEqual([
      ['acme-noc', 'deferred', 0],
      ['acme-ops', 'deferred', 0],
      ['bolt-production', 'accepted', 1],
    ]);
    const { reply } = (await rowsOf(store, key)).find(({ state }) => state === 'deferred') ?? {};
    expect(reply).toBe(`waits until ${iso(morning).replace('.000', '')}, the end of the quiet hours in Europe/Berlin`);
    expect(await store.ledger.remainder(key)).toEqual({ open: 2, unsent: 0, nextAttemptAt: new Date(morning) });
    // another attempt, and a slice in between, change nothing
    expect(await send(key, now + HOUR)).toEqual([]);
    expect(await store.ledger.remainder(key)).toMatchObject({ open: 2, nextAttemptAt: new Date(morning) });
    expect(await send(key, morning)).toEqual(['NOC@acme.example', 'ops@acme.example']);
    expect(await store.ledger.remainder(key)).toMatchObject({ open: 0 });
    expect(await store.ledger.close(key, 'settled')).toMatchObject({ recipients: 3, accepted: 3 });
  });

  it('N8: a delivery that its server has put off into the night waits, too, and keeps the server’s words', async () => {
    const { window, now } = await reminded();
    await window.give('cancel', { reason: 'The part is late.' });
    const key = window.key('cancelled');
    await store.ledger.prepare(key);
    await store.ledger.postponeQuiet(key, new Date(now));
    // 19:00 in New York, and 22:00 by the retry
    const { claim, taken } = await take(store, key, 100, new Date(now));
    const retryAt = new Date(now + 3 * HOUR);
    await settle(store, claim, taken, { state: 'deferred', reply: '451 4.7.1 later', retryAt });
    expect(await send(key, now + 3 * HOUR)).toEqual([]);
    const row = (await rowsOf(store, key)).find(({ address }) => address === 'bea@bolt.example');
    expect(row).toMatchObject({ attempts: 1, next_attempt_at: new Date(now + 12 * HOUR) });
    expect(row?.reply).toMatch(/^waits until .*America\/New_York; before: 451 4.7.1 later$/);
  });

  it('N9: what overtakes the notice supersedes what waits of it', async () => {
    const { window, key, now, morning } = await reminded();
    await send(key, now);
    await window.give('cancel', { reason: 'The part is late.' });
    const cancelled = window.key('cancelled');
    await store.ledger.prepare(cancelled);
    expect((await statesOf(key)).filter(([, state]) => state === 'superseded')).toHaveLength(2);
    expect(await send(key, morning)).toEqual([]);
    // a week before the start a cancellation waits as well
    expect(await send(cancelled, now)).toEqual(['bea@bolt.example']);
    expect(await send(cancelled, morning)).toEqual(['NOC@acme.example', 'ops@acme.example']);
  });

  it('N1: an announcement on its promised moment leaves at once', async () => {
    const window = await StoredWindow.announced(store, {}, QUIET);
    const key = window.key('announcement');
    await store.ledger.prepare(key);
    expect(await send(key, window.core.now)).toHaveLength(3);
  });

  it('leaves at any hour where there are no such rules', async () => {
    const { key, now } = await reminded(PLAIN_POLICY);
    expect(await send(key, now)).toHaveLength(3);
  });

  it('N14: a slice sends what is not at night and gives its slot back until the morning, which settles the notice', async () => {
    const { key, now, morning } = await reminded();
    const renderer = createMessageRenderer({ providerName: 'Prov', publicUrl: 'https://status.provider.example' });
    const { timeline, ledger } = store;
    const { deliverNotice } = createDeliveryActivities({ ledger, timeline, mail, renderer });
    const run = (task: DeliveryTask) => deliverNotice(task);
    const slice = (at: number) =>
      new MockActivityEnvironment().run<[DeliveryTask], DeliveryResult, typeof run>(run, {
        ...{ key, now: at, urgency: 'customers' as const, sliceMs: 5_000 },
      });
    const left = await slice(now);
    expect(left).toMatchObject({ open: 2, unsent: 0 });
    const retryInMs = 'retryInMs' in left ? (left.retryInMs ?? 0) : 0;
    // the clock goes on while the slice runs
    expect(retryInMs).toBeLessThanOrEqual(6 * HOUR);
    expect(retryInMs).toBeGreaterThan(6 * HOUR - MINUTE);
    expect(await slice(morning)).toMatchObject({ counts: { recipients: 3, accepted: 3 } });
  });
});
