import type { NoticeKind } from '../../domain/notices/notices';
import { DAY, toIso } from '../../domain/shared/time';
import { readTimelinePage, type TimelineLine } from '../../store/windows/timeline-page';
import { describeAnswer } from '../../domain/delivery/acknowledgement';
import {
  countAnswers,
  listAcknowledgements,
  readToldEvent,
  recordAcknowledgement,
  recordRefusedReply,
} from '../../store/windows/acknowledgements';
import {
  createCalendarFeed,
  listCalendarFeeds,
  readCalendarFeed,
  revokeCalendarFeed,
  rotateCalendarFeed,
} from '../../store/public/calendar-feeds';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { listTasks } from '../../store/ledger/tasks';
import { T0 } from '../support/windows';
import { deliver, resource, StoredWindow, take, useStore } from './support';

const store = useStore();

/** The SEQUENCE each organization's event has in a notice, as the fan-out reads it. */
async function sequences(window: StoredWindow, kind: NoticeKind, ordinal = 1): Promise<Record<string, number>> {
  const key = window.key(kind, ordinal);
  await store.ledger.prepare(key);
  const due = await store.ledger.due(key, { limit: 100, now: new Date() });
  await deliver(store, key);
  return Object.fromEntries(due.map(({ message }) => [message.organization.id, message.calendar?.sequence ?? -1]));
}

const RACK = 'eu-1/dc-1/rack-a12';
const extra = resource('bolt-extra', 'bolt', RACK, 'server', {});

describe("an event's SEQUENCE (C5)", () => {
  it('C5: repeats in a reminder, goes up with every change for whom it changed, and never down', async () => {
    const window = await StoredWindow.announced(store);
    const announced = await sequences(window, 'announcement');
    expect(Object.keys(announced)).toEqual(['acme', 'bolt']);

    await window.advanceTo('reminder-7d');
    expect(await sequences(window, 'reminder-7d')).toEqual(announced);

    // one more resource of bolt's: its event changes, acme's does not
    await importInventory(store.db, 'resources', [extra]);
    await window.advanceTo('reminder-3d');
    const widened = await sequences(window, 'reminder-3d');
    expect(widened.acme).toBe(announced.acme);
    expect(widened.bolt).toBeGreaterThan(announced.bolt ?? 0);

    // and back again: what it says now was said before, under a lower number
    await store.db.deleteFrom('resources').where('id', '=', extra.id).execute();
    await window.advanceTo('reminder-1d');
    const narrowed = await sequences(window, 'reminder-1d');
    expect(narrowed.acme).toBe(announced.acme);
    expect(narrowed.bolt).toBeGreaterThan(widened.bolt ?? 0);

    const { startsAt, endsAt } = window.core.state.spec.slot;
    const later = (at: number) => new Date(at + 30 * DAY).toISOString();
    await window.give('reschedule', { start: later(startsAt), end: later(endsAt), reason: 'Parts are late' });
    const moved = await sequences(window, 'rescheduled');
    await window.give('cancel', { reason: 'Not needed' });
    const cancelled = await sequences(window, 'cancelled');
    for (const id of ['acme', 'bolt']) {
      expect(moved[id]).toBeGreaterThan(Math.max(announced[id] ?? 0, narrowed[id] ?? 0));
      expect(cancelled[id]).toBeGreaterThan(moved[id] ?? 0);
    }
  });

  it('C5: goes up for the start, stays for progress, goes up for the end, and stays for the report', async () => {
    const window = await StoredWindow.announced(store, { class: 'emergency', emergency: EMERGENCY });
    const announced = await sequences(window, 'announcement');
    await window.give('start');
    const started = await sequences(window, 'started');
    await window.give('post', { message: 'Half is done' });
    const progress = await sequences(window, 'progress');
    await window.give('complete');
    const completed = await sequences(window, 'completed');
    await window.give('draftRfo', { state: 'final', summary: 'What happened', rootCause: 'A fault' });
    await window.give('approveRfo', { version: 1 });
    const report = await sequences(window, 'rfo');
    expect(started.acme).toBeGreaterThan(announced.acme ?? 0);
    expect(progress).toEqual(started);
    expect(completed.acme).toBeGreaterThan(started.acme ?? 0);
    expect(report).toEqual(completed);
  });

  it('C5: goes up when an earlier notice may still change it', async () => {
    const window = await StoredWindow.announced(store);
    const announced = await sequences(window, 'announcement');
    await window.advanceTo('reminder-7d');
    await window.advanceTo('reminder-3d');
    const hasty = await sequences(window, 'reminder-3d');
    const late = await sequences(window, 'reminder-7d');
    expect(late.acme).toBe(announced.acme);
    expect(hasty.acme).toBeGreaterThan(late.acme ?? 0);
  });

  it("C5: an organization's mode comes with its mails", async () => {
    const invite = { id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin', maintenanceEmail: 'noc@acme.example' };
    await importInventory(store.db, 'organizations', [{ ...invite, calendarMode: 'invite' }]);
    const window = await StoredWindow.announced(store);
    await store.ledger.prepare(window.key('announcement'));
    const { taken } = await take(store, window.key('announcement'));
    const modes = taken.map(({ message }) => [message.organization.id, message.organization.calendarMode]);
    expect(Object.fromEntries(modes)).toEqual({ acme: 'invite', bolt: 'data' });
    const wrong = await importInventory(store.db, 'organizations', [{ ...invite, calendarMode: 'ical' }]);
    expect(wrong.rejected).toMatchObject([{ field: 'calendarMode' }]);
  });
});

const EMERGENCY = { trigger: 'security-patch', necessity: 'a', risk: 'b', mitigation: 'c' } as const;

describe('a secret feed (C5)', () => {
  const read = async (secret: string, now = Date.now()) => readCalendarFeed(store.db, secret, now);

  it('C5, T3: shows each window as its organization was last told of it, with its own resources', async () => {
    const { secret, ...feed } = await createCalendarFeed(store.db, { organizationId: 'bolt', name: 'Bolt' });
    expect(await listCalendarFeeds(store.db, 'bolt')).toEqual([feed]);
    const window = await StoredWindow.announced(store);
    const reference = window.reference;
    const mine = async () => (await read(secret))?.events.find(({ facts }) => facts.reference === reference);
    expect(await mine()).toBeUndefined();
    const told = await sequences(window, 'announcement');
    expect(await mine()).toMatchObject({
      facts: { notice: { kind: 'announcement' } },
      resources: [{ id: 'bolt-web' }],
      revision: { sequence: told.bolt },
    });
    await window.give('cancel', { reason: 'Not needed' });
    await sequences(window, 'cancelled');
    expect(await mine()).toMatchObject({ facts: { phase: 'cancelled' }, resources: [{ id: 'bolt-web' }] });
    const end = window.core.state.spec.slot.endsAt;
    const after = async (days: number) =>
      (await read(secret, end + days * DAY))?.events.some(({ facts }) => facts.reference === reference);
    expect([await after(89), await after(91)]).toEqual([true, false]);
  });

  it('C5: of an environment has its resources alone', async () => {
    await importInventory(store.db, 'resources', [
      { ...resource('acme-test', 'acme', RACK, 'server', {}), environmentId: 'acme-staging' },
    ]);
    const window = await StoredWindow.announced(store);
    await sequences(window, 'announcement');
    const resourcesIn = async (environmentId?: string) => {
      const { secret } = await createCalendarFeed(store.db, { organizationId: 'acme', name: 'x', environmentId });
      const event = (await read(secret))?.events.find(({ facts }) => facts.reference === window.reference);
      return event?.resources.map(({ id }) => id);
    };
    expect(await resourcesIn('acme-staging')).toEqual(['acme-test']);
    expect(await resourcesIn('acme-production')).toEqual(['acme-db', 'acme-web']);
    // a resource that is gone is known by its environment's name
    await store.db.deleteFrom('resources').where('id', '=', 'acme-test').execute();
    expect(await resourcesIn('acme-staging')).toEqual(['acme-test']);
    expect(await resourcesIn()).toEqual(['acme-db', 'acme-test', 'acme-web']);
  });

  it('stops at once when it is rotated or revoked, and its secret is kept nowhere', async () => {
    const first = await createCalendarFeed(store.db, { organizationId: 'dyne', name: 'Dyne' });
    const key = { organizationId: 'dyne', id: first.id };
    const second = await rotateCalendarFeed(store.db, key);
    expect(await read(first.secret)).toBeUndefined();
    expect(await read(second?.secret ?? '')).toEqual({ name: 'Dyne', locale: 'en', brand: null, events: [] });
    expect(await rotateCalendarFeed(store.db, { ...key, organizationId: 'acme' })).toBeUndefined();
    expect(await revokeCalendarFeed(store.db, { ...key, organizationId: 'acme' })).toBe(false);
    expect(await revokeCalendarFeed(store.db, key)).toBe(true);
    expect(await read(second?.secret ?? '')).toBeUndefined();
    expect(await listCalendarFeeds(store.db, 'dyne')).toEqual([]);
    const kept = await store.db.selectFrom('calendar_feeds').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(first.secret);
  });

  it.each([
    [{ organizationId: 'nobody', name: 'x' }, 'There is no organization nobody'],
    [{ organizationId: 'acme', name: 'x', environmentId: 'bolt-production' }, 'is not an environment of acme'],
  ])('refuses %j', async (feed, words) => {
    await expect(createCalendarFeed(store.db, feed)).rejects.toThrow(words);
  });
});

describe('acknowledgements', () => {
  it('are kept once, and the latest of a person counts', async () => {
    const window = await StoredWindow.announced(store);
    const { acme = 0 } = await sequences(window, 'announcement');
    const { reference } = window;
    const told = await readToldEvent(store.db, reference, 'acme');
    expect(told).toEqual({
      sequence: acme,
      respondents: expect.arrayContaining([
        { recipient: 'contact:acme-ops', address: 'ops@acme.example' },
        { recipient: 'organization:acme', address: 'noc@acme.example' },
      ]) as unknown,
    });
    expect(JSON.stringify(told)).not.toContain('bolt');
    expect(await readToldEvent(store.db, reference, 'dyne')).toBeUndefined();

    const from = { reference, organizationId: 'acme', recipient: 'contact:acme-ops', sequence: acme };
    const answered = async (answer: 'accepted' | 'declined', id: string) =>
      recordAcknowledgement(store.db, { ...from, answer, id, at: 1_000, via: 'calendar-reply' });
    await answered('accepted', 'mail-1');
    // the same mail handed in again, then the same answer in another mail
    await answered('accepted', 'mail-1');
    await answered('accepted', 'mail-2');
    await answered('declined', 'mail-3');
    await answered('accepted', 'mail-4');
    // an old mail that comes in late, a second time
    await answered('declined', 'mail-3');
    const answers = async (organizationId: string | null) =>
      (await listAcknowledgements(store.db, reference, { organizationId })).map(({ answer }) => answer);
    expect(await answers(null)).toEqual(['accepted', 'declined', 'accepted']);
    expect(await answers('bolt')).toEqual([]);
    expect(await countAnswers(store.db, reference)).toEqual({ accepted: 1, declined: 0, tentative: 0 });
  });

  it('S6: whoever declines is a task for a person, until they accept', async () => {
    const window = await StoredWindow.announced(store);
    const { reference } = window;
    const answered = async (answer: 'accepted' | 'declined', id: string) =>
      recordAcknowledgement(store.db, {
        ...{ reference, organizationId: 'acme', recipient: 'contact:acme-ops', sequence: 1 },
        ...{ answer, id, at: 1_000, via: 'calendar-reply' as const },
      });
    const objections = async (open: boolean) => {
      const { items } = await listTasks(store.db, { reference, open }, {});
      return items.filter(({ kind }) => kind === 'objection').map(({ subject, doneBy }) => [subject, doneBy]);
    };
    await answered('accepted', 'a');
    expect(await objections(false)).toEqual([]);
    await answered('declined', 'b');
    expect(await objections(true)).toEqual([['contact:acme-ops', null]]);
    await answered('accepted', 'c');
    expect(await objections(true)).toEqual([]);
    expect(await objections(false)).toEqual([['contact:acme-ops', 'contact:acme-ops']]);
    await answered('declined', 'd');
    expect(await objections(true)).toEqual([['contact:acme-ops', null]]);
  });

  it('C5, S6: of answers to one version the one given last stands, in whatever order they come', async () => {
    const { reference } = await StoredWindow.announced(store);
    const minute = (n: number) => Date.UTC(2026, 10, 27, 12, n);
    const answered = (answer: 'accepted' | 'declined', stampedAt: number, sequence = 1) =>
      recordAcknowledgement(store.db, {
        ...{ reference, organizationId: 'acme', recipient: 'contact:acme-ops', sequence, answer, stampedAt },
        ...{ id: `${answer} ${String(stampedAt)} ${String(sequence)}`, at: minute(30), via: 'calendar-reply' as const },
      });
    const latest = async () => (await listAcknowledgements(store.db, reference, { organizationId: null })).at(-1);
    const objections = async () => (await listTasks(store.db, { reference, open: true }, {})).items.length;

    expect(await answered('declined', minute(10))).toBe(true);
    // given before the objection, and late on its way
    expect(await answered('accepted', minute(5))).toBe(false);
    expect(await latest()).toMatchObject({ answer: 'declined' });
    expect(await objections()).toBe(1);
    // given after it
    expect(await answered('accepted', minute(15))).toBe(true);
    expect(await objections()).toBe(0);
    // the same mail again is told the same, and said again counts from when it was said last
    expect(await answered('declined', minute(10))).toBe(true);
    expect(await latest()).toMatchObject({ answer: 'accepted' });
    expect(await answered('accepted', minute(25))).toBe(true);
    expect(await answered('declined', minute(20))).toBe(false);
    // a clock that is wrong has no last word for ever: it counts as when it came
    expect(await answered('accepted', minute(59) + 1_000_000_000, 2)).toBe(true);
    expect(await answered('declined', minute(30), 2)).toBe(true);
    expect(await objections()).toBe(1);
  });

  it('T2: stand on the timeline between the steps they came between, page by page; others see none of them', async () => {
    const window = await StoredWindow.announced(store);
    const { reference } = window;
    const last = window.core.log.length;
    const acknowledge = async (organizationId: string, id: string) =>
      recordAcknowledgement(store.db, {
        ...{ reference, organizationId, recipient: `contact:${organizationId}-ops`, sequence: 1 },
        ...{ answer: 'accepted' as const, id, at: 1_000, via: 'calendar-reply' as const },
      });
    await acknowledge('acme', 'a');
    for (const reason of ['of nobody', 'too old', 'of nobody'])
      await recordRefusedReply(store.db, reference, reason, T0);
    await recordRefusedReply(store.db, 'MW-2026-9999', 'of nobody', 5);
    await acknowledge('bolt', 'b');
    await window.give('edit', { title: 'Another title' });

    const read = async (organizationId: string | null, limit: number) => {
      const lines: TimelineLine[] = [];
      let cursor: string | undefined;
      do {
        const page = await readTimelinePage(store.db, reference, { organizationId }, { limit, cursor });
        lines.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return lines.map((line) => ('sequence' in line ? line.sequence : describeAnswer(line)));
    };
    const steps = window.core.log.map(({ sequence }) => sequence);
    const expected = [
      ...steps.slice(0, last),
      'acme accepted version 1 of the calendar event (contact:acme-ops)',
      'bolt accepted version 1 of the calendar event (contact:bolt-ops)',
      `An answer by mail was refused: of nobody (2 times, the latest ${toIso(T0)})`,
      'An answer by mail was refused: too old',
      ...steps.slice(last),
    ];
    for (const limit of [1, 2, 50]) expect(await read(null, limit)).toEqual(expected);
    const own = (await read('acme', 2)).filter((line) => typeof line === 'string');
    expect(own).toEqual(['acme accepted version 1 of the calendar event (contact:acme-ops)']);
  });

  it('T2: a flood of refused answers keeps a hundred reasons', async () => {
    const window = await StoredWindow.announced(store);
    for (let n = 0; n < 110; n++) await recordRefusedReply(store.db, window.reference, `version ${String(n)}`, 5);
    await recordRefusedReply(store.db, window.reference, 'version 1', 9);
    const rows = await store.db
      .selectFrom('refused_replies')
      .selectAll()
      .where('window_reference', '=', window.reference)
      .execute();
    expect(rows).toHaveLength(100);
    expect(rows.find(({ reason }) => reason === 'version 1')).toMatchObject({ times: 2 });
  });
});
