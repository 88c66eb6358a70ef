import pino from 'pino';
import { KnownError } from '../../domain/shared/errors';
import { DAY, HOUR, MINUTE, toIso } from '../../domain/shared/time';
import type { OpeningBody } from '../../domain/window/opening';
import { createToken } from '../../store/access/create-token';
import { openMoves } from '../../store/work/moves';
import { finishMoves } from '../../use-cases/finish-moves';
import { problemIn, useApi, type TokenName } from './support/api';
import { deliver, loadInventory, StoredWindow } from '../store/support';
import { PLAIN_POLICY, PROCESS_POLICY, T0 } from '../support/windows';

const api = useApi();

beforeAll(() => loadInventory(api.store.db));
beforeEach(() => {
  api.windows.timeline = api.store.timeline;
  api.windows.beforeMove = undefined;
  api.windows.reachable = true;
  api.windows.moves.length = 0;
});

const ACME = ['acme-db', 'acme-web'];

/** Announced, at work, with this start (days from now). */
async function announced(body: Partial<OpeningBody>, inDays = 15, policy = PLAIN_POLICY): Promise<StoredWindow> {
  const start = T0 + inDays * DAY;
  const slots = [{ start: toIso(start), end: toIso(start + 2 * HOUR) }];
  const window = await StoredWindow.announced(api.store, { slots, ...body }, policy);
  if (window.core.state.phase === 'announced') await deliver(api.store, window.key('announcement'));
  api.windows.adopt(window.core);
  return window;
}

/** One night with acme (web, db) and bolt, and another with coil and dyne that takes `capacity`. */
async function nights(capacity: number, { policy = PLAIN_POLICY, first = {}, second = {} } = {}) {
  const to = await announced({ scope: { resources: ['dyne-web'] }, capacity, ...second }, 18, policy);
  const from = await announced(
    { scope: { locations: ['eu-1/dc-1/rack-a12'] }, alternatives: [to.reference], capacity: 2, ...first },
    15,
    policy,
  );
  api.time.now = from.core.state.spec.slot.startsAt - 3 * DAY;
  return { from, to };
}

const move = (
  { reference }: StoredWindow,
  to: StoredWindow | string,
  body: object = {},
  token: TokenName = 'customer',
) =>
  api.as(token).post(`/v1/maintenance/${reference}/move`, { to: typeof to === 'string' ? to : to.reference, ...body });
const scopeOf = ({ reference }: StoredWindow) => api.windows.core(reference).state.spec.scope;
const told = ({ reference }: StoredWindow) =>
  api.windows.core(reference).log.flatMap(({ event }) => (event.type === 'notice-begun' ? [event.notice.kind] : []));
const movedIn = async ({ reference }: StoredWindow) =>
  (
    await api.store.db
      .selectFrom('windows')
      .select('moved_in')
      .where('reference', '=', reference)
      .executeTakeFirstOrThrow()
  ).moved_in;
const finishing = () =>
  finishMoves({
    db: api.store.db,
    windows: api.windows,
    logger: pino({ level: 'silent' }),
    clock: () => api.time.now + 2 * MINUTE,
  });

describe('S8: moving to another permitted night', () => {
  it('takes the resources out of the one window and into the other, told once, however often it is asked for', async () => {
    const { from, to } = await nights(5);
    const first = await move(from, to).expect(202);
    const { startsAt, endsAt } = to.core.state.spec.slot;
    expect(first.body).toEqual({
      ...{ reference: from.reference, to: to.reference, state: 'done', resources: ACME },
      ...{ startsAt: toIso(startsAt), endsAt: toIso(endsAt) },
    });
    expect((await move(from, to).expect(202)).body).toEqual(first.body);
    const again = await move(from, to, { resources: ['acme-db'] }).expect(202);
    expect(again.body).toMatchObject({ state: 'done', resources: ['acme-db'] });
    expect(scopeOf(from).except).toEqual(ACME);
    expect(scopeOf(to).resources).toEqual(['dyne-web', ...ACME]);
    // first there, then away
    expect(api.windows.moves.map(({ reference }) => reference)).toEqual([to.reference, from.reference]);
    expect(told(to)).toEqual(['announcement', 'moved']);
    expect(told(from)).toEqual(['announcement']);
    expect(await movedIn(to)).toBe(2);
  });

  it('and back again, whichever window names the other', async () => {
    const { from, to } = await nights(2);
    await move(from, to).expect(202);
    await deliver(api.store, to.key('moved'));
    await move(to, from, { resources: ['acme-db'] }).expect(202);
    expect(scopeOf(from).except).toEqual(['acme-web']);
    expect(scopeOf(to).except).toEqual(['acme-db']);
    expect([await movedIn(to), await movedIn(from)]).toEqual([1, 1]);
    // and to the other night once more
    await move(from, to, { resources: ['acme-db'] }).expect(202);
    expect(scopeOf(from).except).toEqual(['acme-web', 'acme-db']);
    expect([await movedIn(to), await movedIn(from)]).toEqual([2, 0]);
    expect(told(to)).toEqual(['announcement', 'moved', 'moved']);
  });

  it('T3: is of what the token covers, and for self-service', async () => {
    const { from, to } = await nights(5);
    const limits = { organizationId: 'acme', environments: ['acme-staging'] };
    const { token } = await createToken(api.store.db, {
      name: 's',
      role: 'customer',
      access: 'self-service',
      ...limits,
    });
    const asked = (body: object) =>
      api
        .anonymous()
        .post(`/v1/maintenance/${from.reference}/move`)
        .set('Authorization', `Bearer ${token}`)
        .send({ to: to.reference, ...body });
    expect((await asked({ resources: ['acme-db'] })).status).toBe(404);
    for (const resource of ['bolt-web', 'nothing']) {
      expect(problemIn(await move(from, to, { resources: [resource] }).expect(404)).code).toBe('not-found');
    }
    expect(problemIn(await move(from, to, {}, 'stranger').expect(404)).code).toBe('not-found');
    expect(problemIn(await move(from, to, {}, 'operator').expect(403)).code).toBe('not-permitted');
    expect(api.windows.moves).toEqual([]);
  });

  it('is offered with the time until when, and the room that is left', async () => {
    const { from, to } = await nights(3);
    const path = `/v1/maintenance/${from.reference}/nights`;
    const { startsAt, endsAt } = to.core.state.spec.slot;
    const until = from.core.state.spec.slot.startsAt - HOUR;
    const night = { reference: to.reference, startsAt: toIso(startsAt), endsAt: toIso(endsAt), until: toIso(until) };
    expect((await api.as('customer').get(path).expect(200)).body).toEqual({ items: [{ ...night, room: 3 }] });
    await move(from, to, { resources: ['acme-db'] }).expect(202);
    expect((await api.as('customer').get(path).expect(200)).body).toEqual({ items: [{ ...night, room: 2 }] });
    expect(problemIn(await api.as('stranger').get(path).expect(404)).code).toBe('not-found');
    api.time.now = until;
    expect((await api.as('customer').get(path).expect(200)).body).toEqual({ items: [] });
  });

  it('beyond capacity is refused with the nights that have room, and nothing is done', async () => {
    const { from, to } = await nights(1);
    const problem = problemIn(await move(from, to).expect(409));
    expect(problem).toMatchObject({ code: 'no-room', errors: [{ field: 'to' }] });
    expect(problem.detail).toContain(
      `Room is in: ${to.reference} on ${toIso(to.core.state.spec.slot.startsAt)} (room for 1).`,
    );
    expect([await movedIn(to), api.windows.moves]).toEqual([0, []]);
  });

  it('to what is no alternative is refused with those that are', async () => {
    const { from, to } = await nights(1);
    const other = await announced({ scope: { resources: ['coil-app', 'dyne-web'] }, capacity: 5 });
    for (const named of [other.reference, 'MW-2099-0001', from.reference]) {
      expect(problemIn(await move(from, named, { resources: ['acme-db'] }).expect(409)).code).toBe('no-alternative');
    }
    expect(problemIn(await move(from, other).expect(409)).detail).toContain(to.reference);
  });

  it('after the lock-in of either is refused, with until when', async () => {
    const { from, to } = await nights(5);
    const locksAt = from.core.state.spec.slot.startsAt - HOUR;
    api.time.now = locksAt;
    const problem = problemIn(await move(from, to).expect(409));
    expect(problem.code).toBe('locked-in');
    expect(problem.detail).toContain(toIso(locksAt));
    api.time.now = locksAt - 1;
    await move(from, to).expect(202);
  });

  it('of two customers who race for the last place exactly one gets it', async () => {
    const { from, to } = await nights(1);
    const { token } = await createToken(api.store.db, {
      name: 'b',
      role: 'customer',
      access: 'self-service',
      organizationId: 'bolt',
    });
    const bolt = async () =>
      api
        .anonymous()
        .post(`/v1/maintenance/${from.reference}/move`)
        .set('Authorization', `Bearer ${token}`)
        .send({ to: to.reference });
    const answers = await Promise.all([move(from, to, { resources: ['acme-db'] }), bolt()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(await movedIn(to)).toBe(1);
    expect(scopeOf(from).except).toHaveLength(1);
  });

  it('the same wish at the same moment is one move', async () => {
    const { from, to } = await nights(5);
    const answers = await Promise.all([move(from, to), move(from, to), move(from, to)]);
    expect(answers.map(({ status }) => status).filter((status) => status !== 202 && status !== 409)).toEqual([]);
    await move(from, to).expect(202);
    expect([await movedIn(to), told(to)]).toEqual([2, ['announcement', 'moved']]);
  });

  it.each(['before the first', 'between the two'])(
    'broken off %s, it goes on by itself: nothing lost, nothing twice',
    async (when) => {
      const { from, to } = await nights(5);
      const broken = when === 'before the first' ? to.reference : from.reference;
      api.windows.beforeMove = (reference) => {
        if (reference === broken) throw new KnownError('no-answer-yet', 'No answer.');
      };
      const { body } = await move(from, to).expect(202);
      expect(body).toMatchObject({ state: when === 'before the first' ? 'asked' : 'joined', resources: ACME });
      api.windows.beforeMove = undefined;
      await finishing().now();
      await finishing().now();
      expect((await move(from, to).expect(202)).body).toMatchObject({ state: 'done' });
      expect([scopeOf(from).except, told(to), await movedIn(to)]).toEqual([ACME, ['announcement', 'moved'], 2]);
    },
  );

  it('the other window that has begun meanwhile does not take them: they stay, and its place is free', async () => {
    const { from, to } = await nights(5);
    api.windows.reachable = false;
    expect((await move(from, to).expect(202)).body).toMatchObject({ state: 'asked' });
    api.windows.reachable = true;
    to.core.apply([{ type: 'cancelled', reason: 'r' }], 'api');
    await to.record();
    await finishing().now();
    await finishing().now();
    expect([scopeOf(from).except, await movedIn(to)]).toEqual([undefined, 0]);
    expect(problemIn(await move(from, to).expect(409)).code).toBe('no-alternative');
    // S9: the customer was told that it goes on by itself, so whoever answers for them takes it from there
    const { body } = await api.as('admin').get(`/v1/tasks?reference=${from.reference}`).expect(200);
    const { items } = body as { items: readonly object[] };
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'objection',
        reason: expect.stringMatching(
          new RegExp(`asked to move acme-db, acme-web to ${to.reference}, which was not possible: .* is cancelled`),
        ) as string,
      }),
    ]);
  });

  it('one that cannot be carried on does not keep the others waiting', async () => {
    const { from, to } = await nights(5);
    api.windows.reachable = false;
    await move(from, to).expect(202);
    const waiting = () => openMoves(api.store.db, api.time.now + MINUTE, 1);
    expect(await waiting()).toHaveLength(1);
    await finishing().now();
    expect(await waiting()).toEqual([]);
    api.windows.reachable = true;
    api.time.now += 3 * MINUTE;
    await finishing().now();
    expect((await move(from, to).expect(202)).body).toMatchObject({ state: 'done' });
  });

  it('L9: a night on which it collides with other plans is refused, and the place is free again', async () => {
    const { from, to } = await nights(5, { policy: PROCESS_POLICY });
    // the same night, with a server of acme
    await announced({ scope: { resources: ['acme-web'] } }, 18, PLAIN_POLICY);
    const problem = problemIn(await move(from, to).expect(409));
    expect(problem.code).toBe('conflict');
    expect([scopeOf(from).except, await movedIn(to)]).toEqual([undefined, 0]);
    await move(from, to, { resources: ['acme-db'] }).expect(202);
  });

  it('whatever scope the staff give a window afterwards, what was moved stays where it is', async () => {
    const { from, to } = await nights(5);
    await move(from, to, { resources: ['acme-db'] }).expect(202);
    const scope = { locations: ['eu-1/dc-1'] };
    await api.as('operator').post(`/v1/windows/${from.reference}/rescope`, { scope, reason: 'All of it.' }).expect(200);
    expect(scopeOf(from)).toMatchObject({ ...scope, except: ['acme-db'] });
    await api
      .as('operator')
      .post(`/v1/windows/${to.reference}/rescope`, { scope: { resources: ['coil-app', 'dyne-web'] }, reason: 'x' })
      .expect(200);
    expect(scopeOf(to).resources).toEqual(['coil-app', 'dyne-web', 'acme-db']);
  });

  it('can be offered later, as many places as the provider says; only what there is, and does the same work', async () => {
    const to = await announced({ scope: { resources: ['dyne-web'] } }, 18);
    const from = await announced({ scope: { locations: ['eu-1/dc-1/rack-a12'] } });
    api.time.now = from.core.state.spec.slot.startsAt - 3 * DAY;
    const offer = ({ reference }: StoredWindow, body: object) =>
      api.as('operator').post(`/v1/windows/${reference}/offer`, body);
    expect(problemIn(await move(from, to).expect(409)).code).toBe('no-alternative');
    await offer(from, { alternatives: [to.reference] }).expect(200);
    expect(problemIn(await move(from, to).expect(409)).code).toBe('no-alternative');
    await offer(to, { capacity: 2 }).expect(200);
    await move(from, to, { resources: ['acme-db'] }).expect(202);
    // fewer than are there already: what was moved stays, nothing more comes
    await offer(to, { capacity: 0 }).expect(200);
    expect(problemIn(await move(from, to).expect(409)).code).toBe('no-room');
    expect(scopeOf(to).resources).toContain('acme-db');
    const unknown = problemIn(await offer(from, { alternatives: ['MW-2099-0001'] }).expect(422));
    expect(unknown.errors).toMatchObject([
      { field: 'alternatives.0', message: expect.stringContaining('no window') as string },
    ]);
    const withWork = await announced({ scope: { resources: ['dyne-web'] }, work: { workKey: 'kernel' } }, 20);
    expect(problemIn(await offer(from, { alternatives: [withWork.reference] }).expect(422)).detail).toContain(
      'other work',
    );
  });

  it('is in the window’s answer, and nobody else’s timeline', async () => {
    const { from, to } = await nights(5);
    await move(from, to).expect(202);
    const { body } = await api.as('customer').get(`/v1/windows/${from.reference}`).expect(200);
    expect(body).toMatchObject({ alternatives: [to.reference], capacity: 2 });
    const timeline = await api.as('stranger').get(`/v1/windows/${to.reference}/timeline`).expect(200);
    expect(timeline.text).not.toMatch(/acme|moved/);
    const staff = await api.as('operator').get(`/v1/windows/${to.reference}/timeline`).expect(200);
    expect(staff.text).toContain(`Moved here from ${from.reference} by their customer: acme-db, acme-web`);
  });
});
