import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { createSecretBox } from '../../store/database/secret-box';
import { listWebhookDeliveries } from '../../store/webhooks/deliveries';
import { createEndpoint } from '../../store/webhooks/endpoints';
import { createWebhookLedger } from '../../store/webhooks/ledger';
import { decideMove, type HalfMove } from '../../domain/window/moves';
import { scopeSchema } from '../../domain/planning/scope';
import { DAY, HOUR, toIso } from '../../domain/shared/time';
import type { OpeningBody } from '../../domain/window/opening';
import { DEFAULT_WORK_PLAN } from '../../domain/work/plan';
import { claimWork } from '../../store/work/claim';
import { createWorkList } from '../../store/work/work';
import { findMove, movableWindows, noteDone, noteJoined, noteRefused, recordMove } from '../../store/work/moves';
import { createCalendarFeed, readCalendarFeed } from '../../store/public/calendar-feeds';
import { getWindow } from '../../store/windows/windows';
import { listNotices } from '../../store/ledger/notices';
import { deliver, rowsOf, StoredWindow, take, useStore } from './support';
import { T0 } from '../support/windows';

const store = useStore();
const RACK = 'eu-1/dc-1/rack-a12';
const ACME = ['NOC@acme.example', 'ops@acme.example'];

beforeEach(() => sql`truncate moves, work, work_jobs, work_plans, windows, window_slots cascade`.execute(store.db));

async function announced(body: Partial<OpeningBody>, inDays: number): Promise<StoredWindow> {
  const start = T0 + inDays * DAY;
  const slots = [{ start: toIso(start), end: toIso(start + 2 * HOUR) }];
  const window = await StoredWindow.announced(store, { slots, ...body });
  // the later one is announced later
  if (window.core.state.phase !== 'announced') await window.advanceTo('announcement');
  await deliver(store, window.key('announcement'));
  return window;
}

/** One night with acme (web, db) and bolt, and a later one with dyne that takes `capacity`. */
async function nights(capacity = 5) {
  const to = await announced({ scope: { resources: ['dyne-web'] }, capacity }, 16);
  const from = await announced({ scope: { locations: [RACK] }, alternatives: [to.reference], capacity }, 15);
  return { from, to };
}

const wish = (from: StoredWindow, to: StoredWindow, resources: readonly string[], organizationId = 'acme') => ({
  ...{ from: from.reference, to: to.reference, resources, organizationId, who: 'zoe', now: T0 + DAY },
});

async function takeHalf(window: StoredWindow, half: HalfMove): Promise<void> {
  const verdict = decideMove(window.core.state, half);
  if ('refusal' in verdict) throw new Error(verdict.refusal.detail);
  window.core.apply(verdict.events, 'api');
  await window.record();
}

/** The whole move, and its notice. */
async function moved(from: StoredWindow, to: StoredWindow, resources: string[]): Promise<number> {
  const number = await recordMove(store.db, wish(from, to, resources));
  if (number === undefined) throw new Error('there was no room');
  const { slot } = from.core.state.spec;
  await takeHalf(to, { to: 'here', number, resources, from: from.reference, slot });
  await noteJoined(store.db, number, T0 + DAY);
  await takeHalf(from, { to: 'elsewhere', number, resources, window: to.reference });
  await noteDone(store.db, number, T0 + DAY);
  return number;
}

const movedIn = async ({ reference }: StoredWindow) => (await movableWindows(store.db, reference)).from?.movedIn;

describe('S8: who hears of a move', () => {
  it('its customer alone, once, with the night before and what is theirs here', async () => {
    const { from, to } = await nights();
    await moved(from, to, ['acme-web']);
    await store.ledger.prepare(to.key('moved'));
    const { taken } = await take(store, to.key('moved'));
    expect(taken.map(({ message }) => message.recipient.address).sort()).toEqual(ACME);
    expect(taken[0]?.message.resources.map(({ id }) => id)).toEqual(['acme-web']);
    expect(taken[0]?.message.facts).toMatchObject({
      slot: to.core.state.spec.slot,
      previousSlot: from.core.state.spec.slot,
    });
    for (const [organizationId, kinds] of [
      ['acme', ['moved']],
      ['dyne', ['announcement']],
    ] as const) {
      const notices = await listNotices(store.db, to.reference, { organizationId });
      expect(notices.map(({ kind }) => kind)).toEqual(kinds);
    }
  });

  it('afterwards the new night tells them like anybody else, without an announcement', async () => {
    const { from, to } = await nights();
    await moved(from, to, ['acme-web', 'acme-db']);
    await deliver(store, to.key('moved'));
    await to.advanceTo('reminder-7d');
    expect(await store.ledger.prepare(to.key('reminder-7d'))).toMatchObject({ newcomers: 0, leavers: 0 });
    expect((await rowsOf(store, to.key('reminder-7d'))).map(({ address }) => address)).toEqual(
      expect.arrayContaining(ACME),
    );
  });

  it('the old night tells them nothing any more: no all-clear, no reminder, no cancellation', async () => {
    const { from, to } = await nights();
    await moved(from, to, ['acme-web', 'acme-db']);
    await from.advanceTo('reminder-7d');
    expect(await store.ledger.prepare(from.key('reminder-7d'))).toMatchObject({ newcomers: 0, leavers: 0 });
    expect((await rowsOf(store, from.key('reminder-7d'))).map(({ address }) => address)).toEqual(['bea@bolt.example']);
    await from.give('cancel', { reason: 'Not needed.' });
    expect(await deliver(store, from.key('cancelled'))).toEqual(['bea@bolt.example']);
  });

  it('mail about the old night that has not left yet is not sent', async () => {
    const { from, to } = await nights();
    await from.advanceTo('reminder-7d');
    await store.ledger.prepare(from.key('reminder-7d'));
    await moved(from, to, ['acme-web', 'acme-db']);
    const states = (await rowsOf(store, from.key('reminder-7d'))).map(({ address, state }) => [address, state]);
    expect(Object.fromEntries(states)).toEqual({
      'NOC@acme.example': 'superseded',
      'ops@acme.example': 'superseded',
      'bea@bolt.example': 'pending',
    });
  });

  it('a customer who has moved a part is told of the rest as before, and gets the all-clear when that leaves', async () => {
    const { from, to } = await nights();
    await moved(from, to, ['acme-web']);
    await from.advanceTo('reminder-7d');
    await store.ledger.prepare(from.key('reminder-7d'));
    const { taken } = await take(store, from.key('reminder-7d'));
    const acme = taken.filter(({ message }) => message.organization.id === 'acme');
    expect(acme.map(({ message }) => message.resources.map(({ id }) => id))).toEqual([['acme-db'], ['acme-db']]);
    await from.give('rescope', { scope: { resources: ['bolt-web'] }, reason: 'Less.' });
    expect(await store.ledger.prepare(from.key('changed'))).toMatchObject({ newcomers: 0, leavers: 2 });
  });

  it('a customer who has moved back and leaves by the provider’s word gets the all-clear', async () => {
    const { from, to } = await nights();
    await moved(from, to, ['acme-web', 'acme-db']);
    await deliver(store, to.key('moved'));
    await moved(to, from, ['acme-web', 'acme-db']);
    await deliver(store, from.key('moved'));
    // and the night they came back from says nothing
    await to.advanceTo('reminder-7d');
    expect(await store.ledger.prepare(to.key('reminder-7d'))).toMatchObject({ newcomers: 0, leavers: 0 });
    const scope = { resources: ['bolt-web'], except: ['acme-web', 'acme-db'] };
    await from.give('rescope', { scope, reason: 'Less.' });
    expect(await store.ledger.prepare(from.key('changed'))).toMatchObject({ newcomers: 0, leavers: 2 });
  });
});

describe('S8: what a customer sees after a move', () => {
  it('has each resource in one window: in the answer of the API and in the calendar feed', async () => {
    const { from, to } = await nights();
    const { secret } = await createCalendarFeed(store.db, { organizationId: 'acme', name: 'all' });
    const seen = async () => {
      const windows = await Promise.all(
        [from, to].map(({ reference }) => getWindow(store.db, reference, { organizationId: 'acme' })),
      );
      const feed = await readCalendarFeed(store.db, secret, T0);
      const own = windows.map((window) => window?.ownResources.map(({ id }) => id));
      return {
        own,
        feed: feed?.events.map(({ facts, resources }) => [facts.reference, resources.map(({ id }) => id)]),
      };
    };
    await moved(from, to, ['acme-web']);
    await deliver(store, to.key('moved'));
    expect(await seen()).toEqual({
      own: [['acme-db'], ['acme-web']],
      feed: [
        [from.reference, ['acme-db']],
        [to.reference, ['acme-web']],
      ],
    });
    await moved(from, to, ['acme-db']);
    await deliver(store, to.key('moved', 2));
    expect(await seen()).toEqual({
      own: [[], ['acme-db', 'acme-web']],
      feed: [[to.reference, ['acme-db', 'acme-web']]],
    });
    await moved(to, from, ['acme-db']);
    await deliver(store, from.key('moved'));
    expect(await seen()).toMatchObject({ own: [['acme-db'], ['acme-web']] });
  });
});

describe('C6: what a customer’s systems hear of a move', () => {
  it('the announcement of the one window and the all-clear of the other, as each webhook is about one window', async () => {
    const box = createSecretBox([randomBytes(32)]);
    const asked = { organizationId: 'acme', url: 'https://hooks.acme.example/', createdBy: 'tester' };
    const { endpoint } = await createEndpoint(store.db, box, asked);
    const { from, to } = await nights();
    const ledger = createWebhookLedger(store.db, {
      box,
      publicUrl: 'https://status.provider.example',
      leaseMs: 60_000,
    });
    const heard = async () => {
      for (const { reference } of [to, from]) await ledger.fanOut(reference);
      const { items } = await listWebhookDeliveries(store.db, endpoint.id, {});
      return items.map(({ reference, type }) => `${String(reference)} ${type}`).reverse();
    };
    const announcement = `${from.reference} window.announced`;
    expect(await heard()).toEqual([announcement]);
    await moved(from, to, ['acme-web', 'acme-db']);
    const all = [announcement, `${to.reference} window.announced`, `${from.reference} window.all_clear`];
    expect(await heard()).toEqual(all);
    expect(await heard()).toEqual(all);
  });
});

describe('S8: the places of a window', () => {
  it('of many who want the last ones as many get one as there are, and no more', async () => {
    const { from, to } = await nights(2);
    const wishes = ['acme-web', 'acme-db', 'bolt-web', 'coil-app', 'dyne-web'].map((id) => wish(from, to, [id]));
    const numbers = await Promise.all(wishes.map((one) => recordMove(store.db, one)));
    expect(numbers.filter((number) => number !== undefined)).toHaveLength(2);
    expect(await movedIn(to)).toBe(2);
  });

  it('a resource is moved once at a time, and a wish that takes no effect takes no place', async () => {
    const { from, to } = await nights();
    const numbers = await Promise.all(
      [1, 2, 3].map(() => recordMove(store.db, wish(from, to, ['acme-web', 'acme-db']))),
    );
    expect(numbers.filter((number) => number !== undefined)).toHaveLength(1);
    expect(await movedIn(to)).toBe(2);
    expect(await recordMove(store.db, wish(from, to, ['acme-db', 'bolt-web']))).toBeUndefined();
    expect(await movedIn(to)).toBe(2);
  });

  it('are free again when the window does not take the resources, once, and when they move on', async () => {
    const { from, to } = await nights();
    const refused = (await recordMove(store.db, wish(from, to, ['acme-web']))) ?? 0;
    await noteRefused(store.db, refused, T0);
    await noteRefused(store.db, refused, T0);
    expect(await movedIn(to)).toBe(0);
    const first = await moved(from, to, ['acme-web', 'acme-db']);
    await moved(to, from, ['acme-db']);
    expect([await movedIn(to), await movedIn(from)]).toEqual([1, 1]);
    await noteDone(store.db, first, T0);
    expect([await movedIn(to), await movedIn(from)]).toEqual([1, 1]);
    expect(await findMove(store.db, refused)).toMatchObject({ state: 'refused', resources: ['acme-web'] });
  });

  it('a window finds its alternatives, whichever of them names the other', async () => {
    const { from, to } = await nights();
    const of = async ({ reference }: StoredWindow) =>
      (await movableWindows(store.db, reference)).others.map((other) => other.reference);
    expect([await of(from), await of(to)]).toEqual([[to.reference], [from.reference]]);
    expect((await movableWindows(store.db, from.reference)).from?.locksAt).toBe(
      from.core.state.spec.slot.startsAt - HOUR,
    );
  });
});

describe('S8: while both windows have a resource', () => {
  it('its work is claimed once, through whichever of them, and is done in both', async () => {
    const { from, to } = await nights();
    const list = createWorkList(store.db);
    const plan = { ...DEFAULT_WORK_PLAN, executor: 'demo', workKey: 'kernel' };
    const now = T0 + DAY;
    for (const { reference } of [from, to]) {
      await list.follow({ reference, scope: scopeSchema.parse({ resources: ['acme-web'] }), plan, now });
    }
    const claims = await Promise.all(
      [from, to].map(({ reference }) =>
        claimWork(store.db, { reference, resourceIds: ['acme-web'], claimant: { by: 'operator' }, who: 'ops', now }),
      ),
    );
    const [claim, ...more] = claims.flat();
    expect(more).toEqual([]);
    await list.begin(claim?.key ?? '', now);
    await list.end(claim?.key ?? '', { state: 'done' }, now);
    for (const { reference } of [from, to]) expect(await list.counts(reference)).toMatchObject({ done: 1, due: 0 });
    // what leaves is what is due; what was done stays done
    await list.follow({ reference: from.reference, scope: scopeSchema.parse({ resources: ['bolt-web'] }), plan, now });
    expect(await list.counts(to.reference)).toMatchObject({ done: 1, due: 0 });
  });
});
