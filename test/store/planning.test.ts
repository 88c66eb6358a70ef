import { sql } from 'kysely';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { COMMAND_NAMES, COMMANDS } from '../../domain/window/commands/commands';
import { createBlackout } from '../../store/planning/blackouts';
import { conflictsOf } from '../../store/planning/recorded-conflicts';
import { iso, openingBody, T0 } from '../support/windows';
import { clearPlans, hours, loadNeighbours, NIGHT, nightsTaken, planned, rack, reserve } from './plans';
import { deliver, everythingOf, useStore } from './support';

const store = useStore();
beforeAll(() => loadNeighbours(store));
afterEach(() => clearPlans(store));

const emergency = openingBody({ class: 'emergency' });
const light = (level: 'no-impact' | 'reduced-redundancy') => ({
  impact: { level, minutes: 0, description: 'Nothing is seen.' },
});
/** The conflicts that are only told. */
const told = (conflicts: readonly { kind: string; isBlocking: boolean }[]) =>
  conflicts.map(({ kind, isBlocking }) => [kind, isBlocking]);
const blackout = (id: string, organizationId: string | null, inMs: number) =>
  createBlackout(store.db, {
    ...{ id, organizationId, startsAt: T0 + inMs, endsAt: T0 + inMs + 2 * HOUR },
    ...{ reason: 'The sale.', createdBy: 'lead', createdAt: T0 },
  });

describe('L9: the same resource at the same time', () => {
  it('is refused, with what, where, when and the ways out', async () => {
    const first = await reserve(store, { slots: [NIGHT] });
    const { refusal } = await reserve(store, { slots: [NIGHT], scope: { resources: ['acme-web'] } });
    expect(refusal).toMatchObject({ code: 'conflict', field: 'slots.0.start' });
    expect(refusal?.detail).toBe(
      `The plan collides: ${first.reference} touches 1 resource of this window at Thu 10 Dec 2026, 00:00 to 02:00 UTC: acme-web. ` +
        'Ways out: a start at 2026-12-10T02:00:00Z; or an override with a reason, by an approver.',
    );
  });

  it.each([
    ['by kind', { kinds: ['database'] }],
    ['by label', { labels: { tier: 'web' } }],
    ['by a place above', { locations: ['eu-1'] }],
    ['by name', { resources: ['bolt-web'] }],
    ['as everything', { all: true }],
  ])('is seen however the other one names it: %s', async (_name, scope) => {
    await reserve(store, { slots: [NIGHT], scope }, { override: 'It takes both members of a group.' });
    expect((await reserve(store, { slots: [NIGHT] })).refusal?.detail).toMatch(/touches \d resources? of this window/);
  });

  it('is not the one that ends when the other begins, nor another place whose name begins alike', async () => {
    await reserve(store, { slots: [hours(15 * DAY - 2 * HOUR)] });
    expect((await reserve(store, { slots: [NIGHT] })).refusal).toBeUndefined();
    const a1 = await reserve(store, { slots: [NIGHT], scope: { locations: ['eu-1/dc-1/rack-a1'] } });
    expect(a1).toMatchObject({ refusal: undefined, conflicts: [] });
  });

  it('counts for both nights of a window with an alternate one', async () => {
    await reserve(store, { slots: [hours(20 * DAY)] });
    const two = { slots: [NIGHT, hours(20 * DAY)], decideBy: iso(T0 + 14 * DAY) };
    expect((await reserve(store, two)).refusal?.detail).toContain('at Tue 15 Dec 2026, 00:00');
  });

  it('concerns no work without impact, whichever of the two it is', async () => {
    await reserve(store, { slots: [NIGHT] });
    expect((await reserve(store, { slots: [NIGHT], ...light('no-impact') })).conflicts).toEqual([]);
    expect((await reserve(store, { slots: [NIGHT], scope: { resources: ['acme-db'] } })).refusal).toBeDefined();
    await clearPlans(store);
    await reserve(store, { slots: [NIGHT], ...light('no-impact') });
    expect((await reserve(store, { slots: [NIGHT] })).conflicts).toEqual([]);
  });
});

describe('L9: a redundancy group', () => {
  it('is not taken out by two windows at once', async () => {
    const first = await reserve(store, { slots: [NIGHT], ...rack('b1') });
    const { refusal } = await reserve(store, { slots: [NIGHT], ...rack('b2') });
    expect(refusal?.detail).toContain(
      `${first.reference} takes the other members of 1 redundancy group at Thu 10 Dec 2026, 00:00 to 02:00 UTC: echo-pair`,
    );
    // one after the other: its organization is told of twice, which is only worth knowing
    const next = await reserve(store, { slots: [hours(16 * DAY)], ...rack('b2') });
    expect([next.refusal, told(next.conflicts)]).toEqual([undefined, [['organization', false]]]);
  });

  it('is not taken out by one window, unless the work only makes it thinner', async () => {
    const { refusal } = await reserve(store, { slots: [NIGHT], ...rack('b1', 'b2') });
    expect(refusal).toMatchObject({ code: 'conflict', field: 'scope' });
    // another date changes nothing about it
    expect(refusal?.detail).toBe(
      'The plan collides: this window takes more than one member of 1 redundancy group: echo-pair. ' +
        'Ways out: two nights: this window without echo-2 (scope.except), another one for echo-2; ' +
        'or an override with a reason, by an approver.',
    );
    const thinner = { slots: [NIGHT], ...rack('b1', 'b2'), ...light('reduced-redundancy') };
    expect((await reserve(store, thinner)).refusal).toBeUndefined();
  });
});

it('L9, S2: automatic work takes one member of a group after the other, which is worth knowing and not refused', async () => {
  const work = { mode: 'automatic', executor: 'demo' } as const;
  const { refusal, conflicts } = await reserve(store, { slots: [NIGHT], ...rack('b1', 'b2'), work });
  expect([refusal, told(conflicts)]).toEqual([undefined, [['redundancy', false]]]);
  const { rows } = await sql<{ text: string }>`select text from window_conflicts`.execute(store.db);
  expect(rows.map(({ text }) => text)).toEqual([
    'this window takes more than one member of 1 redundancy group, one after the other: echo-pair',
  ]);
  // beside another window's work it is refused as before
  expect((await reserve(store, { slots: [NIGHT], ...rack('b2') })).refusal?.detail).toContain('touches 1 resource');
});

describe('L9: an organization twice', () => {
  it('within the period it was promised is refused, one after that is not', async () => {
    await reserve(store, { slots: [NIGHT], ...rack('c1') });
    const within = await reserve(store, { slots: [hours(45 * DAY)], ...rack('c2') });
    expect(within.refusal?.detail).toMatch(/touches 1 organization of this window too soon before or after.*: Foxy/);
    const after = await reserve(store, { slots: [hours(45 * DAY + 2 * HOUR)], ...rack('c2') });
    expect([after.refusal, after.conflicts]).toEqual([undefined, []]);
  });

  it('within a week, where nothing was promised, is told only; later it is not even that', async () => {
    await reserve(store, { slots: [NIGHT], ...rack('d1') });
    const near = await reserve(store, { slots: [hours(21 * DAY)], ...rack('d2') });
    expect([near.refusal, told(near.conflicts)]).toEqual([undefined, [['organization', false]]]);
    const far = await reserve(store, { slots: [hours(31 * DAY)], ...rack('d1') });
    expect(far.conflicts).toEqual([]);
  });
});

describe('L9: an organization is found near whatever the other window names', () => {
  const d2 = 'eu-1/dc-1/rack-d2';
  it.each([
    ['its resource', { resources: ['golf-2'] }, true],
    ['its resource beside a kind it has none of', { kinds: ['database'], resources: ['golf-2'] }, true],
    ['a resource of another one', { resources: ['echo-1'] }, false],
    ['its rack', { locations: [d2] }, true],
    ['a place above', { locations: ['eu-1'] }, true],
    ['a place whose name begins alike', { locations: ['eu-1/dc-1/rack-d'] }, false],
    ['another place', { locations: ['eu-1/dc-1/rack-c2'] }, false],
    ['its kind', { kinds: ['server'] }, true],
    ['another kind', { kinds: ['database'] }, false],
    ['a label it does not have', { labels: { tier: 'web' } }, false],
    ['its kind in its rack', { locations: [d2], kinds: ['server'] }, true],
    ['another kind in its rack', { locations: [d2], kinds: ['database'] }, false],
    ['a label it does not have in its rack', { locations: [d2], labels: { tier: 'web' } }, false],
    [
      'its rack for one kind, and another one’s resource',
      { locations: [d2], kinds: ['database'], resources: ['echo-1'] },
      false,
    ],
    ['everything', { all: true }, true],
  ])('%s', async (_name, scope, isNear) => {
    await reserve(store, { slots: [hours(17 * DAY)], scope }, { override: 'It takes both members of a group.' });
    const { conflicts } = await reserve(store, { slots: [NIGHT], ...rack('d1') });
    expect(conflicts.map(({ kind, names }) => [kind, names])).toEqual(isNear ? [['organization', ['Golf']]] : []);
  });
});

describe('L9: a blackout', () => {
  it('for everybody stops every window inside it, also one without impact', async () => {
    await blackout('sale', null, 15 * DAY);
    for (const body of [{}, light('no-impact')]) {
      const { refusal } = await reserve(store, { slots: [NIGHT], ...body });
      expect(refusal?.detail).toContain('blackout sale from Thu 10 Dec 2026, 00:00 to 02:00 UTC for everybody');
    }
    expect((await reserve(store, { slots: [hours(15 * DAY + 2 * HOUR)] })).refusal).toBeUndefined();
  });

  it('of an organization stops the windows that touch it', async () => {
    await blackout('golf-sale', 'golf', 15 * DAY);
    const { refusal } = await reserve(store, { slots: [NIGHT], ...rack('d1') });
    expect(refusal?.detail).toContain('for 1 organization: Golf');
    expect((await reserve(store, { slots: [NIGHT] })).conflicts).toEqual([]);
  });

  it('says which windows were planned inside it before', async () => {
    const inside = await planned(store, { slots: [NIGHT], ...rack('d1') });
    await planned(store, { slots: [hours(16 * DAY)], ...rack('b1') });
    expect(await blackout('golf-late', 'golf', 15 * DAY)).toMatchObject([{ reference: inside.reference }]);
    expect(await blackout('echo-late', 'echo', 15 * DAY)).toEqual([]);
    expect(await blackout('all-late', null, 16 * DAY)).toHaveLength(1);
    expect(await blackout('all-late', null, 16 * DAY)).toBeUndefined();
  });
});

describe('L9: what cannot wait', () => {
  it('an emergency is told what it collides with, and goes ahead', async () => {
    await reserve(store, { slots: [NIGHT] });
    const { refusal, conflicts, reference } = await reserve(store, { ...emergency, slots: [NIGHT] });
    expect([refusal, told(conflicts)[0]]).toEqual([undefined, ['resource', true]]);
    expect(await conflictsOf(store.db, reference)).toContainEqual(
      expect.objectContaining({ kind: 'resource', blocking: true, revision: 1 }),
    );
  });

  it('work that lasts longer does too', async () => {
    const window = await planned(store, { slots: [NIGHT] });
    await planned(store, { slots: [hours(15 * DAY + 3 * HOUR)] });
    await window.start();
    const longer = { end: iso(T0 + 15 * DAY + 4 * HOUR), reason: 'A bolt is stuck.' };
    expect(await window.propose('extend', longer)).toBeUndefined();
    expect(await conflictsOf(store.db, window.reference)).toMatchObject([
      { kind: 'resource', blocking: true, revision: 2 },
      { kind: 'organization', blocking: false, revision: 2 },
    ]);
  });
});

describe('L9: an override', () => {
  it('goes ahead, with what was accepted on record', async () => {
    await reserve(store, { slots: [NIGHT] });
    const held = await reserve(store, { slots: [NIGHT] }, { override: 'The owner agreed.' });
    expect(held.refusal).toBeUndefined();
    expect((await conflictsOf(store.db, held.reference)).map(({ kind, blocking }) => [kind, blocking])).toEqual([
      ['resource', true],
      ['organization', false],
    ]);
  });

  it('is of one plan: the next one is looked at anew, and what no longer collides is not told', async () => {
    await planned(store, { slots: [hours(20 * DAY)] });
    const window = await planned(store, { slots: [hours(30 * DAY)] });
    const there = { ...hours(20 * DAY), reason: 'Parts come early.' };
    const before = await everythingOf(store, window.reference);
    expect((await window.propose('reschedule', there))?.code).toBe('conflict');
    expect(await everythingOf(store, window.reference)).toEqual(before);
    expect(await nightsTaken(store, window.reference)).toEqual([iso(T0 + 30 * DAY)]);

    expect(await window.propose('reschedule', { ...there, override: 'The owner agreed.' })).toBeUndefined();
    expect(await conflictsOf(store.db, window.reference)).toMatchObject([{ kind: 'resource', revision: 2 }, {}]);
    expect(await window.propose('reschedule', { ...hours(40 * DAY), reason: 'Parts are late.' })).toBeUndefined();
    expect(await conflictsOf(store.db, window.reference)).toEqual([]);
  });
});

describe('L9: a night is free again', () => {
  const two = { slots: [NIGHT, hours(20 * DAY)], decideBy: iso(T0 + 14 * DAY) };

  it.each([
    ['cancelled', 'cancel', { reason: 'x' }, []],
    ['rescheduled', 'reschedule', { ...hours(25 * DAY), reason: 'x' }, [T0 + 25 * DAY]],
    ['moved to its alternate night', 'useAlternate', { reason: 'x' }, [T0 + 20 * DAY]],
    ['sure of its first night', 'releaseAlternate', {}, [T0 + 15 * DAY]],
  ] as const)('once the window is %s', async (_name, command, body, left) => {
    const window = await planned(store, two);
    expect(await nightsTaken(store, window.reference)).toEqual([T0 + 15 * DAY, T0 + 20 * DAY].map(iso));
    await window.give(command, body);
    expect(await nightsTaken(store, window.reference)).toEqual(left.map(iso));
  });

  it('once the work is over', async () => {
    const window = await planned(store, { slots: [NIGHT] });
    await window.start();
    expect(await nightsTaken(store, window.reference)).toHaveLength(1);
    await window.give('complete');
    expect(await nightsTaken(store, window.reference)).toEqual([]);
  });

  it('when what was to be opened never was, after ten minutes', async () => {
    await reserve(store, { slots: [NIGHT] });
    expect((await reserve(store, { slots: [NIGHT] }, { now: T0 + 9 * MINUTE })).refusal?.code).toBe('conflict');
    expect((await reserve(store, { slots: [NIGHT] }, { now: T0 + 11 * MINUTE })).refusal).toBeUndefined();
  });

  it('for the window it is held for, however often it is asked for', async () => {
    const { reference } = await reserve(store, { slots: [NIGHT] });
    expect((await reserve(store, { slots: [NIGHT] }, { reference })).conflicts).toEqual([]);
    expect(await nightsTaken(store, reference)).toHaveLength(1);
  });
});

describe('L9: another class', () => {
  const toStandard = { class: 'standard', reason: 'It can wait.' };

  it('is looked at as any change of plan: an emergency over another window stays one, or moves, or somebody answers for it', async () => {
    const other = await planned(store, { slots: [NIGHT] });
    const window = await planned(store, { ...emergency, slots: [NIGHT] });
    const before = await everythingOf(store, window.reference);
    const refusal = await window.propose('reclassify', toStandard);
    expect(refusal).toMatchObject({ code: 'conflict', field: 'class' });
    expect(refusal?.detail).toMatch(
      new RegExp(`${other.reference} touches \\d resources of this window.*class emergency as it is; or`),
    );
    expect(await everythingOf(store, window.reference)).toEqual(before);

    expect(await window.propose('reclassify', { ...toStandard, override: 'The owner agreed.' })).toBeUndefined();
    expect(await conflictsOf(store.db, window.reference)).toContainEqual(
      expect.objectContaining({ kind: 'resource', blocking: true, revision: 2 }),
    );
  });

  it('is refused in a blackout, and goes through once that is off; what no longer collides is not told', async () => {
    await blackout('sale', null, 15 * DAY);
    const window = await planned(store, { ...emergency, slots: [NIGHT] });
    expect((await window.propose('reclassify', toStandard))?.detail).toContain('blackout sale from');
    await store.db.deleteFrom('blackouts').execute();
    expect(await window.propose('reclassify', toStandard)).toBeUndefined();
    expect(await conflictsOf(store.db, window.reference)).toEqual([]);
  });

  it('as an emergency goes ahead, before the work and during it', async () => {
    await planned(store, { slots: [NIGHT] });
    const window = await planned(store, { slots: [hours(20 * DAY)] });
    const { emergency: why } = emergency;
    const there = { ...NIGHT, reason: 'It gets worse.', override: 'The owner agreed.' };
    expect(await window.propose('reschedule', there)).toBeUndefined();
    const urgent = { class: 'emergency', reason: 'It fails.', emergency: why };
    expect(await window.propose('reclassify', urgent)).toBeUndefined();
    expect(await conflictsOf(store.db, window.reference)).toMatchObject([{ kind: 'resource', revision: 3 }, {}]);
    const begun = await planned(store, { slots: [hours(15 * DAY - HOUR)], ...rack('d1') });
    await begun.start();
    expect(await begun.propose('reclassify', urgent)).toBeUndefined();
  });
});

describe('L9, N11: another scope', () => {
  const scoped = (scope: object) => ({ scope, reason: 'The switch is behind it.' });

  it('must be in the inventory and reach somebody; refused, nothing is written', async () => {
    const window = await planned(store, { slots: [NIGHT] });
    const before = await everythingOf(store, window.reference);
    expect(await window.propose('rescope', scoped({ locations: ['eu-1/dc-9'] }))).toMatchObject({
      ...{ code: 'unknown-scope', field: 'scope.locations.0' },
      detail: expect.stringContaining('"eu-1/dc-9"') as string,
    });
    expect(
      await window.propose('rescope', scoped({ locations: ['eu-1/dc-1/rack-a1'], kinds: ['database'] })),
    ).toMatchObject({
      ...{ code: 'empty-audience', field: 'scope' },
    });
    expect(await everythingOf(store, window.reference)).toEqual(before);
  });

  it('owes newcomers the notice of the class: refused with the figures, accepted with a reason', async () => {
    const window = await planned(store, { slots: [NIGHT] });
    await window.advanceTo('announcement');
    await deliver(store, window.key('announcement'));
    await window.advanceBy(5 * DAY);
    const wider = scoped({ locations: ['eu-1/dc-1/rack-a12', 'us-1'] });
    expect(await window.propose('rescope', wider)).toMatchObject({ code: 'notice-debt', field: 'scope' });
    expect((await window.propose('rescope', wider))?.detail).toBe(
      '1 organization would hear of the window for the first time: class standard promises 14 days of notice, 9 days are left. ' +
        'Ways out: a window of their own later, a later date for this one, or an override with a reason, by an approver.',
    );
    expect(await window.propose('rescope', scoped({ resources: ['acme-web'] }))).toBeUndefined();
    expect(await window.propose('rescope', { ...wider, override: 'Dyne agreed by phone.' })).toBeUndefined();
  });

  it('is looked at beside the other plans', async () => {
    await planned(store, { slots: [NIGHT], ...rack('d1') });
    const window = await planned(store, { slots: [NIGHT] });
    const refusal = await window.propose('rescope', scoped({ locations: ['eu-1/dc-1'] }));
    expect(refusal?.detail).toMatch(/touches 1 resource of this window.*golf-1/);
  });

  it('does not touch what the other plan leaves out', async () => {
    const other = await planned(store, { slots: [NIGHT], ...rack('b1', 'd1') });
    const { scope } = other.core.state.spec;
    const onlyGolf = scoped(rack('d1').scope);
    const touching = await planned(store, { slots: [NIGHT] });
    expect((await touching.propose('rescope', onlyGolf))?.detail).toMatch(/golf-1|Golf/);
    expect(await other.propose('rescope', scoped({ ...scope, except: ['golf-1'] }))).toBeUndefined();
    expect(await touching.propose('rescope', onlyGolf)).toBeUndefined();
  });
});

describe('L9, N11: each refusal on record that a command documents', () => {
  const reason = 'text';
  const later = hours(20 * DAY);
  /** A window beside another one that has the place at the later night. */
  const beside = async (body: object) => {
    await planned(store, { slots: [later], ...rack('d1') });
    return planned(store, { slots: [NIGHT], ...rack('d1'), ...body });
  };
  const rescoped = async (scope: object) =>
    (await planned(store, { slots: [NIGHT] })).propose('rescope', { scope, reason });
  const occurs: Record<string, () => Promise<{ readonly code: string } | undefined>> = {
    'reschedule conflict': async () => (await beside({})).propose('reschedule', { ...later, reason }),
    'useAlternate conflict': async () =>
      (await beside({ slots: [NIGHT, later], decideBy: iso(T0 + DAY) })).propose('useAlternate', { reason }),
    'reclassify conflict': async () =>
      (await beside({ ...emergency, slots: [later], ...rack('d1') })).propose('reclassify', {
        class: 'standard',
        reason,
      }),
    async 'rescope conflict'() {
      await planned(store, { slots: [NIGHT], ...rack('d1') });
      return rescoped(rack('d1').scope);
    },
    'rescope unknown-scope': () => rescoped({ locations: ['eu-1/dc-9'] }),
    'rescope empty-audience': () => rescoped({ locations: ['eu-1/dc-1/rack-a1'], kinds: ['database'] }),
    async 'rescope notice-debt'() {
      const window = await planned(store, { slots: [NIGHT] });
      await window.advanceTo('announcement');
      await deliver(store, window.key('announcement'));
      await window.advanceBy(5 * DAY);
      return window.propose('rescope', { scope: { locations: ['eu-1/dc-1/rack-a12', 'us-1'] }, reason });
    },
  };
  const documented = COMMAND_NAMES.flatMap((name) =>
    (COMMANDS[name].recordRefusals ?? []).map((code) => `${name} ${code}`),
  );

  it('has a window here that meets it', () => {
    expect(Object.keys(occurs).sort()).toEqual([...documented].sort());
  });

  it.each(documented)('%s', async (command) => {
    expect(`${command.split(' ')[0] ?? ''} ${(await occurs[command]?.())?.code ?? 'obeyed'}`).toBe(command);
  });
});
