import { describeDuration } from '../shared/time';
import { ownClass } from '../window/classes';
import { WINDOW_CLASSES, type WindowClass, type WindowSpec } from '../window/types';
import type { NoticePolicy } from './notice-policy';
import { after, before, classRules, describeAhead, leadOf, minimumOf, promisedAt, type Ahead } from './promise';

/** What each class of window promises, in words and with the dates of a plan: for people who choose one (P6, L11). */

/** A date that follows from the class of a window and its start; UTC ms. */
export interface PromisedDate {
  readonly what: string;
  readonly at: number;
  /** It lies behind: nobody can be told then any more. */
  readonly hasPassed: boolean;
}

export interface ClassPromise {
  /** standard, expedited, emergency, or a name of the provider's own. */
  readonly name: string;
  /** Whose duties it has. */
  readonly like: WindowClass;
  /** What whoever opens such a window takes on, a sentence each. */
  readonly duties: readonly string[];
  /** In order; empty without a start. */
  readonly dates: readonly PromisedDate[];
  /** The earliest start, UTC ms, for which the promised notice would be kept if the window were opened now. */
  readonly keptFrom: number;
}

/** Of the three classes, then of the provider's own. `startsAt` and `now`: UTC ms. */
export function classPromises(
  policy: NoticePolicy,
  { startsAt, now }: { readonly startsAt?: number | undefined; readonly now: number },
): ClassPromise[] {
  const own = Object.entries(policy.ownClasses ?? {}).map(([name, { like }]) => ({ name, like }));
  return [...WINDOW_CLASSES.map((name) => ({ name, like: name })), ...own].map(({ name, like }) => {
    const named = { class: like, ...(ownClass(name, policy) ? { className: name } : {}) };
    return {
      ...{ name, like, duties: dutiesOf(named, policy) },
      dates: startsAt === undefined ? [] : datesOf(named, policy, { startsAt, now }),
      keptFrom: after(now, leadOf(classRules(named, policy)), policy),
    };
  });
}

type Named = Pick<WindowSpec, 'class' | 'className'>;

function dutiesOf(named: Named, policy: NoticePolicy): string[] {
  const rules = classRules(named, policy);
  const report = describeDuration(rules.rfoDueMs ?? policy.rfoDueMs);
  const lead = describeAhead(leadOf(rules));
  if (named.class === 'emergency') {
    const every = policy.process?.emergencyUpdateEveryMs;
    return [
      'Customers are told at once; it may start at once, and may have started.',
      'You say what triggered it, why it is necessary, what the risk is and what keeps it small.',
      ...(every === undefined
        ? []
        : [`Customers are promised a word every ${describeDuration(every).replace(/^1 /, '')} while it lasts.`]),
      `A report (RFO) is owed within ${report} of its completion.`,
    ];
  }
  const minimum = minimumOf(rules);
  const isBounded = minimum.ms > 0 || minimum.businessDays !== undefined;
  return [
    rules.atOnce
      ? `Customers are told as soon as it is opened and approved, at least ${lead} before the start.`
      : `Customers are told ${lead} before the start.`,
    remindersOf(rules.reminders.map(aheadOf)),
    ...(isBounded ? [`A start that leaves less than ${describeAhead(minimum)} is refused.`] : []),
    'Less notice than promised needs the override of an approver, with a reason.',
    ...(named.class === 'expedited' ? ['You say why it cannot wait, and what keeps the outage short.'] : []),
    `A report (RFO) is owed where it overran or left systems degraded, within ${report} of its completion.`,
  ];
}

const aheadOf = (rule: { readonly beforeMs: number; readonly beforeBusinessDays?: number }): Ahead => ({
  ms: rule.beforeMs,
  businessDays: rule.beforeBusinessDays,
});

function remindersOf(reminders: readonly Ahead[]): string {
  const [last, ...others] = reminders.map(describeAhead).reverse();
  if (last === undefined) return 'They are not reminded.';
  return `They are reminded ${[others.reverse().join(', '), last].filter(Boolean).join(' and ')} before the start.`;
}

function datesOf(
  named: Named,
  policy: NoticePolicy,
  { startsAt, now }: { startsAt: number; now: number },
): PromisedDate[] {
  const rules = classRules(named, policy);
  const promised = promisedAt({ ...named, slot: { startsAt, endsAt: startsAt } }, policy);
  const told = rules.atOnce ? now : Math.max(now, promised);
  const reminders = rules.reminders.map((rule) => ({
    what: `reminder, ${describeAhead(aheadOf(rule))} before`,
    at: before(startsAt, aheadOf(rule), policy),
  }));
  const dates = [
    { what: 'customers are told', at: told, hasPassed: false },
    ...(rules.leadMs === 0 && rules.leadBusinessDays === undefined
      ? []
      : [{ what: 'the latest that is promised', at: promised, hasPassed: promised < now }]),
    ...reminders.map((one) => ({ ...one, hasPassed: one.at < now })),
  ];
  return dates.sort((a, b) => a.at - b.at);
}
