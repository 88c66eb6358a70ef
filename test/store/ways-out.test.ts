import { DAY, HOUR } from '../../domain/shared/time';
import { debtRefusal, noticeDebt } from '../../domain/notices/notice-debt';
import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import { checkOpening } from '../../domain/window/plan-rules';
import type { OpeningBody } from '../../domain/window/opening';
import { createBlackout } from '../../store/planning/blackouts';
import { seeded, type Chance } from '../support/seeded';
import { iso, openingBody, specOf, T0 } from '../support/windows';
import { clearPlans, hours, loadNeighbours, rack, reserve } from './plans';
import { useStore } from './support';

/**
 * L9: whatever plans there are, each way out that a refusal names is taken when it is tried, and nothing is named that is not.
 * `WAYS_RUNS=500` gives a larger figure.
 */
const RUNS = Number(process.env.WAYS_RUNS ?? 25);

const store = useStore();
beforeAll(() => loadNeighbours(store));
afterEach(() => clearPlans(store));

const chance = seeded('ways out');
const RACKS = ['b1', 'b2', 'c1', 'c2', 'd1', 'd2'];

function plan(pick: Chance): Partial<OpeningBody> {
  const slots = [hours((15 + pick.between(0, 2)) * DAY + pick.between(0, 2) * HOUR)];
  const racks = RACKS.filter(() => pick.between(0, 1) === 0);
  return { slots, ...rack(...(racks.length > 0 ? racks : ['b1'])) };
}

/** What the refusal offers, read as its reader would. */
function waysOf(detail: string) {
  const [, ways = ''] = detail.split(/Ways? out: /);
  const startAt = /a start at (\S+?);/.exec(ways)?.[1];
  const split = /this window without ([^(]+?) \(scope\.except\)/.exec(ways)?.[1];
  const nights = [...ways.matchAll(/another one for ([^;]+?)(?=, another|; )/g)].map(([, ids = '']) => ids.split(', '));
  return { startAt, left: split?.split(', ') ?? [], nights };
}

it('a plan that collides is offered what helps it', async () => {
  const seen = { start: 0, split: 0 };
  const faults: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    await clearPlans(store);
    if (chance.percent(33)) {
      await createBlackout(store.db, {
        ...{ id: `sale-${String(run)}`, organizationId: chance.pick([null, 'echo']) },
        ...{ startsAt: T0 + 15 * DAY, endsAt: T0 + 15 * DAY + 3 * HOUR },
        ...{ reason: 'The sale.', createdBy: 'lead', createdAt: T0 },
      });
    }
    for (let other = 0; other < 3; other++) await reserve(store, plan(chance));
    const body = plan(chance);
    const { refusal } = await reserve(store, body, { reference: 'MW-2026-8000' });
    if (!refusal) {
      await store.db.deleteFrom('window_slots').where('window_reference', '=', 'MW-2026-8000').execute();
      continue;
    }
    const { startAt, left, nights } = waysOf(refusal.detail);
    const tried = async (changes: Partial<OpeningBody>) => {
      const { refusal: again, reference } = await reserve(store, { ...body, ...changes });
      await store.db.deleteFrom('window_slots').where('window_reference', '=', reference).execute();
      if (again) faults.push(`${refusal.detail}\n${JSON.stringify(changes)} is refused: ${again.detail}`);
    };
    if (startAt !== undefined) {
      seen.start++;
      const at = Date.parse(startAt);
      await tried({ slots: [{ start: iso(at), end: iso(at + 2 * HOUR) }] });
    }
    if (left.length > 0) {
      seen.split++;
      await tried({ scope: { ...body.scope, except: left } });
      // the others on nights when nothing else is planned
      for (const resources of nights) await tried({ scope: { resources }, slots: [hours(400 * DAY)] });
      if (nights.flat().sort().join() !== left.toSorted().join()) faults.push(`${refusal.detail} forgets some`);
    }
  }
  expect(faults).toEqual([]);
  expect(seen.start).toBeGreaterThan(0);
  expect(seen.split).toBeGreaterThan(0);
});

it.each(['standard', 'expedited'] as const)('N2, N11: the later start that a %s window is offered is taken', (kind) => {
  const refusalOf = (startsAt: number) => {
    const start = iso(startsAt);
    const spec = specOf(
      openingBody({ class: kind, justification: 'It cannot wait.', slots: [{ start, end: iso(startsAt + HOUR) }] }),
    );
    const debt = noticeDebt(spec, T0, DEFAULT_POLICY);
    return checkOpening(spec, T0, DEFAULT_POLICY) ?? (debt && debtRefusal(debt, spec, 'slots.0.start')) ?? undefined;
  };
  for (const ahead of [HOUR, DAY, 2 * DAY]) {
    const [, offered = ''] = /[Ss]tart at (\S+) or later/.exec(refusalOf(T0 + ahead)?.detail ?? '') ?? [];
    expect(refusalOf(Date.parse(offered))).toBeUndefined();
  }
});
