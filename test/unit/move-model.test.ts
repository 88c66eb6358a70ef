import fc from 'fast-check';
import { decideMove, type HalfMove } from '../../domain/window/moves';
import type { Scope } from '../../domain/planning/scope';
import { DAY, HOUR, toIso } from '../../domain/shared/time';
import { roomIn, whyNoMove, type MovableWindow, type MoveState } from '../../domain/work/move';
import { CoreWindow, openedEvent, openingBody, PLAIN_POLICY, T0 } from '../support/windows';

/** Two windows with two resources each, one that is empty; places for three, two and one. */
const RACKS = ['eu-1/a', 'eu-1/b', 'eu-1/c'] as const;
const HOMES: Readonly<Record<string, string>> = { a1: 'eu-1/a', a2: 'eu-1/a', b1: 'eu-1/b', b2: 'eu-1/b' };
const RESOURCES = Object.keys(HOMES);
const CAPACITIES = [3, 2, 1];
const REFERENCES = ['MW-2026-0001', 'MW-2026-0002', 'MW-2026-0003'];

interface Move {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly resources: readonly string[];
  state: MoveState;
}

/** What a process may do, and where it may be killed: between any two of these, and before it notes what a window has answered. */
type Step =
  | { readonly do: 'ask'; readonly from: number; readonly to: number; readonly resources: readonly string[] }
  | { readonly do: 'carry on'; readonly which: number; readonly isKilled: boolean }
  | { readonly do: 'half again'; readonly which: number; readonly isFirst: boolean }
  | { readonly do: 'start'; readonly window: number }
  | { readonly do: 'rescope'; readonly window: number; readonly rack: number };

const window = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      from: window,
      to: window,
      resources: fc.subarray(RESOURCES, { minLength: 1 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('carry on' as const), which: fc.nat(), isKilled: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('half again' as const), which: fc.nat(), isFirst: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('start' as const), window }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rescope' as const), window, rack: fc.constant(0) }) },
);

class World {
  readonly windows: CoreWindow[];
  readonly moves: Move[] = [];

  constructor() {
    this.windows = RACKS.map((rack, i) => {
      const alternatives = REFERENCES.filter((_, other) => other > i);
      const start = T0 + (20 + i) * DAY;
      const body = openingBody({
        scope: { locations: [rack] },
        ...{ alternatives, capacity: CAPACITIES[i] },
        slots: [{ start: toIso(start), end: toIso(start + 2 * HOUR) }],
      });
      const core = new CoreWindow(openedEvent(body, { reference: REFERENCES[i] ?? '', policy: PLAIN_POLICY }));
      core.runUntil(T0 + 10 * DAY);
      return core;
    });
  }

  at(i: number): CoreWindow {
    const found = this.windows[i];
    if (!found) throw new RangeError(`no window ${String(i)}`);
    return found;
  }

  movable(i: number): MovableWindow {
    const { state } = this.at(i);
    const movedIn = this.moves
      .filter(({ to, state: is }) => to === i && ['asked', 'joined', 'done'].includes(is))
      .reduce((sum, { resources }) => sum + resources.length, 0);
    const spec = { ...state.spec, locksAt: 0 };
    return { reference: state.reference, phase: state.phase, spec, locksAt: spec.slot.startsAt - HOUR, movedIn };
  }

  take(next: Step): void {
    switch (next.do) {
      case 'ask':
        return this.ask(next.from, next.to, next.resources);
      case 'carry on': {
        const open = this.open();
        const move = open[next.which % Math.max(1, open.length)];
        return move && this.carryOn(move, next.isKilled);
      }
      case 'half again': {
        // a process that was slow does again what another has done meanwhile
        const known = this.moves.filter(({ state }) => state !== 'asked' && state !== 'refused');
        const move = known[next.which % Math.max(1, known.length)];
        if (move && (next.isFirst || move.state !== 'joined'))
          void this.half(move, next.isFirst ? 'here' : 'elsewhere');
        return;
      }
      case 'start':
        return this.start(this.at(next.window));
      case 'rescope': {
        const rack = RACKS[next.window];
        // the same place in other words
        return void this.at(next.window).give('rescope', { scope: { locations: [rack], except: ['x'] }, reason: 'r' });
      }
    }
  }

  private start(window: CoreWindow): void {
    const { startsAt } = window.state.spec.slot;
    for (const core of this.windows) core.now = Math.max(core.now, startsAt);
    window.give('start');
  }

  private ask(from: number, to: number, wanted: readonly string[]): void {
    if (from === to) return;
    const busy = new Set(this.open().flatMap(({ resources }) => resources));
    const resources = wanted.filter((id) => this.isIn(from, id) && !busy.has(id));
    if (resources.length === 0) return;
    const others = this.windows.flatMap((_, i) => (i === from ? [] : [this.movable(i)]));
    const asked = { from: this.movable(from), to: REFERENCES[to] ?? '', count: resources.length, others };
    if (whyNoMove(asked, this.at(from).now)) return;
    this.moves.push({ number: this.moves.length + 1, from, to, resources, state: 'asked' });
  }

  open(): Move[] {
    return this.moves.filter(({ state }) => state === 'asked' || state === 'joined');
  }

  /** The next half; a process that is killed does not note what came of it. */
  carryOn(move: Move, isKilled = false): void {
    const isTaken = this.half(move, move.state === 'asked' ? 'here' : 'elsewhere');
    if (isKilled) return;
    if (move.state === 'asked') {
      move.state = isTaken ? 'joined' : 'refused';
      return;
    }
    move.state = 'done';
    for (const before of this.moves) {
      if (before.to !== move.from || before.state !== 'done' || before.number >= move.number) continue;
      const rest = before.resources.filter((id) => !move.resources.includes(id));
      if (rest.length === before.resources.length) continue;
      // on record there is one row a resource
      before.state = 'moved-on';
      if (rest.length > 0) this.moves.push({ ...before, resources: rest, state: 'done' });
    }
  }

  /** Whether the window took it. */
  private half({ number, from, to, resources }: Move, where: HalfMove['to']): boolean {
    const { state } = this.at(from);
    const half = { number, resources: [...resources] };
    const move: HalfMove =
      where === 'here'
        ? { to: 'here', ...half, from: state.reference, slot: state.spec.slot }
        : { to: 'elsewhere', ...half, window: REFERENCES[to] ?? '' };
    const core = this.at(where === 'here' ? to : from);
    const verdict = decideMove(core.state, move);
    if ('refusal' in verdict) return false;
    core.apply(verdict.events, 'api');
    return true;
  }

  isIn(i: number, id: string): boolean {
    return includes(this.at(i).state.spec.scope, id);
  }
}

function includes({ locations, resources, except = [] }: Scope, id: string): boolean {
  return !except.includes(id) && (resources.includes(id) || locations.includes(HOMES[id] ?? ''));
}

function homesOf(world: World, id: string): number[] {
  return REFERENCES.flatMap((_, i) => (world.isIn(i, id) ? [i] : []));
}

function neverWithout(world: World): void {
  for (const id of RESOURCES) {
    const moving = world.open().find(({ resources }) => resources.includes(id));
    const homes = homesOf(world, id);
    expect(homes.length).toBeGreaterThanOrEqual(1);
    if (!moving) expect([id, homes]).toEqual([id, [homes[0]]]);
  }
  CAPACITIES.forEach((capacity, i) => {
    const { movedIn } = world.movable(i);
    expect(movedIn).toBeLessThanOrEqual(capacity);
    expect(roomIn(world.movable(i))).toBe(capacity - movedIn);
  });
}

test('S8: whatever is moved, repeated, broken off and started meanwhile, each resource is in one window at the end, capacity holds, and each move is told once', () => {
  let done = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
      const world = new World();
      for (const next of steps) {
        world.take(next);
        neverWithout(world);
      }
      for (let left = 100; world.open().length > 0 && left > 0; left--)
        world.open().forEach((move) => world.carryOn(move));
      expect(world.open()).toEqual([]);
      neverWithout(world);
      for (const { log } of world.windows) {
        const joined = log.flatMap(({ event }) =>
          event.type === 'moved-in' ? event.resources.map((id) => `${String(event.number)} ${id}`) : [],
        );
        expect(new Set(joined).size).toBe(joined.length);
        const steps = log.filter(({ event }) => event.type === 'moved-in').length;
        expect(log.filter(({ event }) => event.type === 'notice-begun' && event.notice.kind === 'moved')).toHaveLength(
          steps,
        );
      }
      done += world.moves.filter(({ state }) => state === 'done').length;
      refused += world.moves.filter(({ state }) => state === 'refused').length;
    }),
    { numRuns: 500 },
  );
  // the lives reach both ends
  expect(done).toBeGreaterThan(250);
  expect(refused).toBeGreaterThan(5);
}, 300_000);

describe('S8: a move is refused', () => {
  const asked = (change: { to?: string; count?: number; now?: number } = {}) => {
    const world = new World();
    const { to = 'MW-2026-0003', count = 1, now = world.at(0).now } = change;
    const others = [1, 2].map((i) => world.movable(i));
    return whyNoMove({ from: world.movable(0), to, count, others }, now);
  };

  it('beyond capacity, with the nights that have room and how much', () => {
    expect(asked()).toBeUndefined();
    const refusal = asked({ count: 2 });
    expect(refusal).toMatchObject({ code: 'no-room', field: 'to' });
    expect(refusal?.detail).toMatch(
      /room for 1 more resources, and these are 2\. Room is in: MW-2026-0002 on .* \(room for 2\), MW-2026-0003 on .* \(room for 1\)\./,
    );
  });

  it('to a window that is no alternative, with those that are', () => {
    const refusal = asked({ to: 'MW-2026-0099' });
    expect(refusal).toMatchObject({ code: 'no-alternative', field: 'to' });
    expect(refusal?.detail).toContain('MW-2026-0002');
  });

  it('after the lock-in of either, with until when', () => {
    const locksAt = T0 + 20 * DAY - HOUR;
    expect(asked({ now: locksAt - 1 })).toBeUndefined();
    expect(asked({ now: locksAt })).toMatchObject({
      code: 'locked-in',
      detail: expect.stringContaining(toIso(locksAt)) as string,
    });
    const world = new World();
    // back from the later night to the one that is locked in
    const back = { from: world.movable(1), to: 'MW-2026-0001', count: 1, others: [world.movable(0), world.movable(2)] };
    expect(whyNoMove(back, locksAt - 1)).toBeUndefined();
    expect(whyNoMove(back, locksAt)).toMatchObject({
      code: 'locked-in',
      detail: expect.stringContaining('MW-2026-0001') as string,
    });
  });

  it('between windows with work that is not the same: it could be done twice', () => {
    const world = new World();
    const work = { ...({ mode: 'automatic', executor: 'demo' } as const), ...openingWork };
    const withWork = (i: number, workKey?: string): MovableWindow => {
      const movable = world.movable(i);
      return {
        ...movable,
        spec: { ...movable.spec, work: { ...work, ...(workKey === undefined ? {} : { workKey }) } },
      };
    };
    const of = (a: MovableWindow, b: MovableWindow) =>
      whyNoMove({ from: a, to: b.reference, count: 1, others: [b] }, world.at(0).now)?.code;
    expect(of(withWork(0, 'kernel'), withWork(1, 'kernel'))).toBeUndefined();
    expect(of(withWork(0, 'kernel'), withWork(1, 'other'))).toBe('no-alternative');
    expect(of(withWork(0), withWork(1))).toBe('no-alternative');
    expect(of(withWork(0, 'kernel'), world.movable(1))).toBe('no-alternative');
  });
});

const openingWork = {
  ...{ batch: 1, pauseSeconds: 0, canary: 0, canaryPauseSeconds: 0, stopAfterFailures: 1, timeoutSeconds: 60 },
  ...{ order: [], selfService: false, lockInMinutes: 60 },
};
