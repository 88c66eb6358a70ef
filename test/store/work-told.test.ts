import { sql } from 'kysely';
import { scopeSchema } from '../../domain/planning/scope';
import { decideWorkReport } from '../../domain/window/work-report';
import { HOUR } from '../../domain/shared/time';
import { DEFAULT_WORK_PLAN } from '../../domain/work/plan';
import { claimWork } from '../../store/work/claim';
import { listNotices } from '../../store/ledger/notices';
import { getTimeline } from '../../store/windows/windows';
import { retryWork } from '../../store/work/person';
import { readProof } from '../../store/windows/proof';
import { createWorkList } from '../../store/work/work';
import { deliver, StoredWindow, take, useStore } from './support';

const store = useStore();
const RACK = 'eu-1/dc-1/rack-a12';
const PLAN = { ...DEFAULT_WORK_PLAN, executor: 'demo', selfService: true };

describe('S2, S3: a notice is prepared with what has become of the work until then', () => {
  beforeEach(() => sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(store.db));

  /** An announced window, and a time before its lock-in. */
  async function announced() {
    const window = await StoredWindow.announced(store);
    return { window, now: window.core.state.spec.slot.startsAt - 2 * HOUR };
  }

  async function workTold(window: StoredWindow): Promise<Record<string, unknown>> {
    await store.ledger.prepare(window.key('announcement'));
    const { taken } = await take(store, window.key('announcement'));
    return Object.fromEntries(
      taken.flatMap(({ message }) => message.resources.map(({ id, work }) => [id, work && [work.state, work.by]])),
    );
  }

  it('each resource has its state in the work list, of its own window', async () => {
    const { window, now } = await announced();
    const list = createWorkList(store.db);
    const { reference } = window;
    await list.follow({ reference, scope: scopeSchema.parse({ locations: [RACK] }), plan: PLAN, now });
    const claimant = { by: 'customer', organizationId: 'acme', environments: null } as const;
    const [claim] = await claimWork(store.db, { reference, resourceIds: ['acme-web'], claimant, who: 'zoe', now });
    const key = claim?.key ?? '';
    await list.begin(key, now);
    await list.end(key, { state: 'done' }, now);
    expect(await workTold(window)).toEqual({
      ...{ 'acme-web': ['done', 'customer'], 'acme-db': ['due', null], 'bolt-web': ['due', null] },
    });
    // whatever happens later, the proof has what was sent (T1)
    const [again] = await claimWork(store.db, { reference, resourceIds: ['acme-db'], claimant, who: 'zoe', now });
    expect(again).toBeDefined();
    const proof = await readProof(store.db, reference, 'acme');
    const sent = proof?.notices[0]?.message?.resources.map(({ id, work }) => [id, work?.state]);
    expect(sent).toEqual([
      ['acme-db', 'due'],
      ['acme-web', 'done'],
    ]);
  });

  it('nothing without a work list, and nothing of what left the scope', async () => {
    const { window, now } = await announced();
    expect(await workTold(window)).toEqual({ 'acme-web': undefined, 'acme-db': undefined, 'bolt-web': undefined });
    const again = await announced();
    const list = createWorkList(store.db);
    const { reference } = again.window;
    for (const resources of [['acme-web', 'acme-db'], ['acme-db']]) {
      await list.follow({ reference, scope: scopeSchema.parse({ resources }), plan: PLAN, now });
    }
    expect(await workTold(again.window)).toEqual({
      ...{ 'acme-web': undefined, 'acme-db': ['due', null], 'bolt-web': undefined },
    });
  });

  it('C5: what has become of the work is no change of the calendar event', async () => {
    const { window, now } = await announced();
    const { reference } = window;
    const list = createWorkList(store.db);
    await list.follow({ reference, scope: scopeSchema.parse({ locations: [RACK] }), plan: PLAN, now });
    await store.ledger.prepare(window.key('announcement'));
    const before = (await take(store, window.key('announcement'))).taken[0]?.message.calendar;
    const claimant = { by: 'customer', organizationId: 'acme', environments: null } as const;
    await claimWork(store.db, { reference, resourceIds: ['acme-web'], claimant, who: 'zoe', now });
    await window.advanceTo('reminder-7d');
    await store.ledger.prepare(window.key('reminder-7d'));
    const { taken } = await take(store, window.key('reminder-7d'));
    const acme = taken.find(({ message }) => message.organization.id === 'acme')?.message;
    expect(acme?.resources.map(({ work }) => work?.state)).toEqual(['due', 'claimed']);
    expect(acme?.calendar).toEqual(before);
  });
});

describe('S2: a resource whose work has failed', () => {
  beforeEach(() => sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(store.db));

  const addresses = async (key: Parameters<typeof take>[1]) =>
    (await take(store, key)).taken.map(({ message }) => message.recipient.address).sort();
  const ACME = ['NOC@acme.example', 'ops@acme.example'];

  async function begun() {
    const window = await StoredWindow.announced(store);
    const { reference } = window;
    const { startsAt } = window.core.state.spec.slot;
    const list = createWorkList(store.db);
    await deliver(store, window.key('announcement'));
    await list.follow({ reference, scope: scopeSchema.parse({ locations: [RACK] }), plan: PLAN, now: startsAt });
    return {
      window,
      reference,
      /** Somebody does it, and it ends so. */
      does: async (resourceId: string, state: 'done' | 'failed') => {
        const asked = { reference, resourceIds: [resourceId], claimant: { by: 'operator' }, who: 'ops' } as const;
        const [claim] = await claimWork(store.db, { ...asked, now: startsAt });
        if (!claim) throw new Error(`nobody could claim ${resourceId}`);
        await list.begin(claim.key, startsAt);
        await list.end(claim.key, { state }, startsAt);
      },
      /** The window hears of it, and the notice is prepared. */
      tell: async (ordinal: number) => {
        const report = {
          state: 'one-failed',
          counts: { done: 0, failed: 1, unknown: 0, skipped: 0, left: 1 },
        } as const;
        window.core.apply(decideWorkReport(window.core.state, report, startsAt), 'clock');
        await window.record();
        const key = { reference, slug: `work-failed-${String(ordinal)}`, revision: 1 };
        await store.ledger.prepare(key);
        return key;
      },
    };
  }

  it('is told to its own customer, once for each attempt, and to nobody else', async () => {
    const { does, tell, reference } = await begun();
    await does('acme-web', 'failed');
    const first = await tell(1);
    const { taken } = await take(store, first);
    expect(taken.map(({ message }) => message.recipient.address).sort()).toEqual(ACME);
    expect(taken[0]?.message.resources.map(({ id, work }) => [id, work?.state])).toEqual([
      ['acme-db', 'due'],
      ['acme-web', 'failed'],
    ]);
    // another customer's has failed: acme has heard all that concerns it
    await does('bolt-web', 'failed');
    expect(await addresses(await tell(2))).toEqual(['bea@bolt.example']);
    // it was tried again, and has failed again
    const again = { reference, resourceIds: ['acme-web'], who: 'ops', now: Date.now() };
    expect(await retryWork(store.db, again)).toEqual(['acme-web']);
    await does('acme-web', 'failed');
    expect(await addresses(await tell(3))).toEqual(ACME);
  });

  it('T3: no other customer reads that there was such a notice', async () => {
    const { does, tell, reference } = await begun();
    await does('acme-web', 'failed');
    await tell(1);
    for (const [organizationId, kinds] of [
      ['acme', ['announcement', 'work-failed']],
      ['bolt', ['announcement']],
    ] as const) {
      const viewer = { organizationId };
      expect((await listNotices(store.db, reference, viewer)).map(({ kind }) => kind)).toEqual(kinds);
      expect(JSON.stringify(await getTimeline(store.db, reference, viewer))).not.toContain('work-failed');
    }
    expect(JSON.stringify(await getTimeline(store.db, reference, { organizationId: null }))).toContain('work-failed');
  });
});
