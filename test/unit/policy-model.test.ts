import fc from 'fast-check';
import { loadRules, type RulesInForce } from '../../composition/rules';
import { noticeDebt } from '../../domain/notices/notice-debt';
import { before, classRules as rulesOf } from '../../domain/notices/promise';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { policyOf, rulesSchema } from '../../domain/rules/rules';
import { USUAL_RULES } from '../../domain/rules/usual-rules';
import { writeSpan } from '../../domain/rules/spans';
import { wallClock } from '../../domain/series/clock';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { checkOpening } from '../../domain/window/plan-rules';
import { classAfter, nameOfClass, type NamedClass } from '../../domain/window/classes';
import type { Slot } from '../../domain/window/types';
import { CoreWindow, iso, openedEvent, openingBody, specOf, T0 } from '../support/windows';

/**
 * Random rules of providers, and windows that live by them: never a notice earlier than its rule says, and never a promise broken
 * without a word: less notice than promised is refused, or overridden by somebody with a reason, or raised for attention.
 * `FOREWARN_TEST_LIVES=10000` gives the whole figure.
 */
const LIVES = Number(process.env.FOREWARN_TEST_LIVES ?? 2_500);

const JUSTIFIED = { justification: 'The fault spreads.' };

/** A step is taken a moment after it is due (ms); see `runUntil`. */
const A_MOMENT = 10;

const CALENDARS = [
  { timeZone: 'Europe/Berlin', holidays: ['DE-BY'] },
  { timeZone: 'America/New_York', holidays: ['US'] },
  { timeZone: 'Asia/Tokyo', holidays: ['JP'] },
];

interface RandomAhead {
  readonly size: number;
  readonly business: boolean;
}

const written = ({ size, business }: RandomAhead) => {
  if (!business) return writeSpan(size * HOUR);
  const days = Math.ceil(size / 24);
  return days === 0 ? 'none' : `${String(days)} business days`;
};

/** Business days are chosen a step under the lead in hours, so that units may be mixed and a reminder still follows. */
const classRules = fc
  .record({
    lead: fc.integer({ min: 24, max: 60 * 24 }),
    isBusiness: fc.boolean(),
    atOnce: fc.boolean(),
    minimum: fc.double({ min: 0, max: 1, noNaN: true }),
    reminders: fc.uniqueArray(fc.double({ min: 0.01, max: 0.95, noNaN: true }), { maxLength: 6 }),
    catchUp: fc.oneof(
      fc.constantFrom('latest', 'none'),
      fc.integer({ min: 1, max: 30 * 24 }).map((count) => `within ${writeSpan(count * HOUR)}`),
    ),
  })
  .map(({ lead, isBusiness, atOnce, minimum, reminders, catchUp }) => {
    const part = (share: number) => written({ size: Math.floor(lead * share), business: isBusiness });
    const own = written({ size: lead, business: isBusiness });
    return {
      ...{ lead: own, announce: atOnce ? 'at once' : 'at lead', minimumNotice: part(minimum), catchUp },
      reminders: [...new Set(reminders.map(part))].filter((reminder) => reminder !== own && reminder !== 'none'),
    };
  });

const like = (base: string) => classRules.map((own) => ({ ...own, like: base }));

const minutes = (min: number, max: number) => fc.integer({ min, max }).map((count) => writeSpan(count * MINUTE));

const clock = fc.integer({ min: 7 * 60, max: 23 * 60 }).map((at) => new Date(at * MINUTE).toISOString().slice(11, 16));

const provider = fc.record({
  calendar: fc.constantFrom(...CALENDARS),
  classes: fc.record({
    ...{ standard: classRules, expedited: classRules },
    // the provider's own, beside the three
    ...{ major: like('standard'), hotfix: like('expedited') },
  }),
  spread: minutes(0, 30),
  quietHours: fc.option(
    fc.record({ from: clock, to: fc.constant('06:59'), weekends: fc.boolean(), urgentWithin: minutes(60, 20_000) }),
    { nil: undefined },
  ),
  start: fc.record({ early: minutes(0, 1_440), late: minutes(1, 1_440) }),
  nags: fc.record({ approval: fc.record({ before: minutes(0, 20_000), every: minutes(1_440, 9_000) }) }),
});

const life = fc.record({
  windowClass: fc.constantFrom('standard', 'expedited', 'emergency', 'major', 'hotfix'),
  opensAt: fc.integer({ min: 0, max: 2 * 365 * 24 * 60 }),
  startsIn: fc.integer({ min: 1, max: 120 * 24 * 60 }),
  needsApproval: fc.boolean(),
  approvedAfter: fc.integer({ min: 1, max: 40 * 24 * 60 }),
  movedAfter: fc.integer({ min: 1, max: 40 * 24 * 60 }),
  movedBy: fc.integer({ min: -30 * 24 * 60, max: 30 * 24 * 60 }),
});

const byRules = new Map<string, Promise<RulesInForce>>();

/** The policy that the file of such a provider gives a window opened then. */
async function policyFor(rules: object, now: number): Promise<NoticePolicy> {
  const merged = deepOver(USUAL_RULES, rules);
  const read = rulesSchema.parse(merged);
  const calendar = JSON.stringify(read.calendar);
  // the holidays are the slow part
  const loaded = await (byRules.get(calendar) ?? remember(calendar, read));
  return { ...policyOf(read), ...(loaded.policyAt(now).calendar ? { calendar: loaded.policyAt(now).calendar } : {}) };
}

function remember(key: string, read: ReturnType<typeof rulesSchema.parse>): Promise<RulesInForce> {
  const usual = policyOf(read);
  const counted = { ...usual.classes.standard, leadBusinessDays: 10 };
  const policy = { ...usual, classes: { ...usual.classes, standard: counted } };
  const loading = loadRules({ policy, calendar: read.calendar });
  byRules.set(key, loading);
  return loading;
}

function deepOver(usual: unknown, given: unknown): unknown {
  if (typeof usual !== 'object' || usual === null || Array.isArray(usual) || Array.isArray(given))
    return given ?? usual;
  const over = given as Record<string, unknown> | undefined;
  const merged = Object.entries(usual).map(([name, value]) => [name, deepOver(value, over?.[name])] as const);
  return { ...over, ...Object.fromEntries(merged) };
}

/** N11, told another way: whole business days between, counted by the zone's own clock, or a plain difference. */
function isKept(toldAt: number, startsAt: number, named: NamedClass, policy: NoticePolicy): boolean {
  const { leadMs, leadBusinessDays } = rulesOf(named, policy);
  const { calendar } = policy;
  if (leadBusinessDays === undefined || !calendar) return startsAt - toldAt >= leadMs;
  const isBusiness = (date: string) => {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !calendar.holidays.includes(date);
  };
  const told = wallClock(toldAt, calendar.timeZone);
  const start = wallClock(startsAt, calendar.timeZone);
  let days = 0;
  for (let day = Date.parse(told.date); day < Date.parse(start.date); day += DAY) {
    if (isBusiness(iso(day).slice(0, 10))) days++;
  }
  const startTime = isBusiness(start.date) ? start.iso.slice(11, 19) : '00:00:00';
  const isCutShort = isBusiness(told.date) && told.iso.slice(11, 19) > startTime;
  return days - (isCutShort ? 1 : 0) >= leadBusinessDays;
}

function checkNotices(window: CoreWindow, policy: NoticePolicy): void {
  const spec = specOfOpened(window);
  const begun: { kind: string; slot: Slot }[] = [];
  let { slot } = spec;
  let named: NamedClass = spec;
  for (const { event, at } of window.log) {
    if (event.type === 'rescheduled') slot = event.to;
    if (event.type === 'reclassified') named = classAfter(event);
    if (event.type !== 'notice-begun') continue;
    const rules = rulesOf(named, policy);
    const { kind } = event.notice;
    if (kind === 'announcement' && !rules.atOnce) {
      const promised = before(slot.startsAt, { ms: rules.leadMs, businessDays: rules.leadBusinessDays }, policy);
      expect(at).toBeGreaterThanOrEqual(Math.max(promised, window.log[0]?.at ?? 0));
    }
    if (kind.startsWith('reminder')) {
      const moments = rules.reminders
        .filter((reminder) => reminder.kind === kind)
        .map(({ beforeMs: ms, beforeBusinessDays: businessDays }) =>
          before(slot.startsAt, { ms, businessDays }, policy),
        );
      // on its own moment or within the spread after it; with what tells the date where the class catches up so far
      const late = Math.max(policy.spreadMs, rules.catchUpMs ?? 0) + A_MOMENT;
      expect(moments.some((moment) => at >= moment && at <= moment + late)).toBe(true);
      const isTwice = begun.some((one) => one.kind === kind && one.slot === slot && moments.length === 1);
      expect(isTwice).toBe(false);
      begun.push({ kind, slot });
      expect(at).toBeLessThan(slot.startsAt);
    }
  }
}

function specOfOpened({ log }: CoreWindow) {
  const [first] = log;
  if (first?.event.type !== 'opened') throw new Error('the first event opens');
  return first.event.spec;
}

describe('P6: random rules of providers', () => {
  it('N10: no notice comes before its moment; N11: less notice than promised is refused, overridden or raised, never silent', async () => {
    let lives = 0;
    let debts = 0;
    await fc.assert(
      fc.asyncProperty(provider, life, async (rules, each) => {
        const now = T0 + each.opensAt * MINUTE;
        const policy = await policyFor(rules, now);
        const body = openingBody(
          { class: each.windowClass, draft: each.needsApproval, ...(each.windowClass === 'hotfix' ? JUSTIFIED : {}) },
          { now, inMs: each.startsIn * MINUTE },
        );
        const spec = specOf(body, policy);
        expect(nameOfClass(spec)).toBe(each.windowClass);
        const debt = noticeDebt(spec, now, policy);
        expect(debt === null).toBe(isKept(now, spec.slot.startsAt, spec, policy));
        if (debt) debts++;
        const kept = { ...spec, slot: { ...spec.slot, startsAt: debt?.keptFrom ?? spec.slot.startsAt } };
        expect(noticeDebt(kept, now, policy)).toBeNull();
        const isTooShort = checkOpening(spec, now, policy)?.code === 'notice-too-short';
        expect(isTooShort && debt === null).toBe(false);
        // an opening with a debt is refused, so such a window lives by an override
        const window = new CoreWindow(openedEvent(body, { now, policy }), now);
        live(window, each);
        checkNotices(window, policy);
        checkPromise(window, policy, debt !== null);
        lives++;
      }),
      { numRuns: LIVES },
    );
    expect(lives).toBe(LIVES);
    // both kinds of life are among them
    expect(debts).toBeGreaterThan(LIVES / 10);
    expect(debts).toBeLessThan((LIVES * 9) / 10);
  });
});

/** Approved by somebody else some time, moved once, run until its start. */
function live(
  window: CoreWindow,
  { approvedAfter, movedAfter, movedBy, needsApproval }: typeof life extends fc.Arbitrary<infer T> ? T : never,
): void {
  const { slot } = window.state.spec;
  const opened = window.now;
  const steps = [
    ...(needsApproval
      ? [{ at: opened + approvedAfter * MINUTE, do: () => window.give('approve', {}, { by: 'marketing lead' }) }]
      : []),
    {
      at: opened + movedAfter * MINUTE,
      do: () => {
        const [start, end] = [slot.startsAt, slot.endsAt].map((at) => iso(at + movedBy * MINUTE));
        const { policy, spec } = window.state;
        const isAhead = ['draft', 'approved', 'announced'].includes(window.state.phase);
        const refusal = window.give('reschedule', { start, end, reason: 'The part is late.' });
        const to = slot.startsAt + movedBy * MINUTE;
        // a shortfall is refused with its figures, and only then
        const owes = !isKept(window.now, to, spec, policy);
        if (refusal === undefined) expect(owes).toBe(false);
        if (isAhead && to > window.now && movedBy !== 0) expect(refusal === 'notice-debt').toBe(owes);
      },
    },
  ].sort((a, b) => a.at - b.at);
  for (const step of steps) {
    if (step.at > window.state.spec.slot.startsAt) break;
    window.runUntil(step.at);
    step.do();
  }
  window.runUntil(window.state.spec.slot.startsAt);
}

/** Customers of the date in force were told in time, or it is on record why not. */
function checkPromise({ log, state, now }: CoreWindow, policy: NoticePolicy, owedAtOpening: boolean): void {
  const { slot } = state.spec;
  const told = log.findLast(
    ({ event }) =>
      event.type === 'notice-begun' && (event.notice.kind === 'announcement' || event.notice.kind === 'rescheduled'),
  );
  const isMoved = log.some(({ event }) => event.type === 'rescheduled');
  // the spread and the moment the step takes come after the promised moment (see the tolerance of the proof)
  const latest = told && told.at - policy.spreadMs - A_MOMENT;
  if (latest !== undefined && isKept(latest, slot.startsAt, state.spec, policy)) return;
  const isRaised = log.some(({ event }) => event.type === 'approval-missed');
  const isOwed = owedAtOpening && !isMoved;
  if (told === undefined && now < slot.startsAt) return;
  expect(isOwed || isRaised).toBe(true);
}
