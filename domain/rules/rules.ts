import { z } from 'zod';
import { signInRules } from '../access/sign-in-rules';
import { brandsRules, supportRules } from '../brands/brand-rules';
import { UNPLANNED, type ClassPolicy, type NoticePolicy } from '../notices/notice-policy';
import { RETENTION, RETENTION_KINDS, type RetentionKind, type RetentionPeriods } from '../retention/retention';
import { DAY, HOUR, MINUTE } from '../shared/time';
import { isTimeZone } from '../shared/time-zone';
import { places, placesOf } from './places';
import { quietHours, quietHoursOf } from './quiet-hours';
import { changeSystem } from '../window/references';
import { classes, classPolicy, ownClassPolicy, reportDue } from './classes';
import { duration } from './spans';
import { WEEKDAYS } from './written-policy';

/**
 * The provider's own rules (P6): the shape of the rules file, and the policy that follows from it. What the file leaves out is as
 * in domain/rules/usual-rules.ts. docs/rules.md tells it to providers.
 */

/** Nobody is escalated to more often. */
const MOST_STEPS = 10;
/** A window has no more. */
const MOST_REFERENCES = 10;

const rising = (most: number) =>
  z
    .array(duration({ most }))
    .max(MOST_STEPS)
    .refine((steps) => steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0)), {
      message: 'must rise: each step comes later than the one before',
    });

const escalation = z
  .strictObject({
    steps: rising(7 * DAY).min(1, 'must have a step: an overrun is never silent'),
    again: rising(7 * DAY),
  })
  .refine(({ steps, again }) => again.length === 0 || (again[0] ?? 0) > (steps.at(-1) ?? 0), {
    path: ['again'],
    message: 'must begin later than the last of the steps',
  });

const country = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/, 'must be a country, such as FR, or a part of one, such as DE-BY');

const calendar = z.strictObject({
  timeZone: z.string().max(100).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
  weekend: z
    .array(z.enum(WEEKDAYS))
    .max(6, 'must leave a day for business')
    .transform((days) => days.map((day) => WEEKDAYS.indexOf(day))),
  holidays: z.array(country).max(20),
  daysOff: z.array(z.iso.date('must be a date such as 2027-12-24')).max(500),
});
/** Of which the business days are made: the provider's part of it. */
export type CalendarRules = z.output<typeof calendar>;

const shortest = { least: MINUTE, most: 30 * DAY };
const retention = z.strictObject(
  Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, keptFor(kind)])) as Record<
    RetentionKind,
    ReturnType<typeof keptFor>
  >,
);

function keptFor(kind: RetentionKind) {
  const days = duration({ least: RETENTION[kind].least * DAY, most: 9_999 * DAY });
  return z.string('must be days, or "for ever"').transform((text, context): number | null => {
    if (text === 'for ever') return null;
    const read = days.safeParse(text);
    if (read.success && read.data % DAY === 0) return read.data / DAY;
    const [fault] = read.error?.issues ?? [];
    context.addIssue({ code: 'custom', message: `${fault?.message ?? 'must be whole days'}; or "for ever"` });
    return z.NEVER;
  });
}

/** Written as a text, so that its unit stands with it; a bare number is told the same. */
const written = (form: RegExp, rule: string) => z.string(rule).regex(form, rule);

const share = written(/^([1-9]\d?) ?%$/, 'must be a share from 1 % to 99 %, such as 50 %').transform(
  (text) => Number.parseInt(text, 10) / 100,
);

const looks = written(/^([1-9]|10) looks?$/, 'must be 1 to 10 looks in a row, such as 3 looks').transform((text) =>
  Number.parseInt(text, 10),
);

/** The whole file. */
export const rulesSchema = z
  .strictObject({
    classes,
    calendar,
    spread: duration({ most: 30 * MINUTE }),
    start: z.strictObject({
      early: duration({ most: DAY }),
      late: duration({ least: MINUTE, most: DAY }),
      customersToldAfter: share,
      begunBeforeOpening: duration({ most: 7 * DAY }),
    }),
    nags: z.strictObject({
      approval: z.strictObject({ before: duration({ most: 30 * DAY }), every: duration(shortest) }),
      pointOfContact: z.strictObject({ every: duration(shortest) }),
      customersNotTold: z.strictObject({
        before: duration({ most: 30 * DAY }),
        within: duration({ least: HOUR, most: 30 * DAY }),
      }),
      plannedEnd: z.strictObject({ before: duration({ most: DAY }) }),
      report: z.strictObject({ before: duration({ most: 30 * DAY }) }),
      measures: z.strictObject({
        before: duration({ most: 90 * DAY }),
        late: rising(365 * DAY).min(1, 'must have a step: a measure is never forgotten in silence'),
      }),
    }),
    escalation,
    updates: z.strictObject({ emergencyEvery: duration({ least: MINUTE, most: DAY }) }),
    monitoring: z.strictObject({ every: duration({ least: MINUTE, most: HOUR }), badAfter: looks }),
    unreached: z.strictObject({ grace: duration({ most: 30 * DAY }) }),
    places,
    quietHours: quietHours.optional(),
    report: z.strictObject({ due: reportDue }),
    references: z.strictObject({ required: z.array(changeSystem).max(MOST_REFERENCES) }),
    retention,
    support: supportRules,
    brands: brandsRules,
    signIn: signInRules,
  })
  .superRefine(({ classes: all, calendar: { timeZone: zone, holidays } }, context) => {
    if (zone !== 'UTC' || holidays.length > 0) return;
    const { own, ...three } = all;
    for (const [name, { lead, reminders, minimumNotice }] of Object.entries({ ...three, ...own })) {
      const counted = [lead, minimumNotice, ...reminders].find(({ businessDays }) => businessDays !== undefined);
      if (!counted) continue;
      const message =
        'counts in business days, so calendar.timeZone and calendar.holidays have to say which days those are, such as Europe/Berlin and [DE]';
      context.addIssue({ code: 'custom', path: ['classes', name], message });
    }
  });
export type Rules = z.output<typeof rulesSchema>;

/** The policy of windows opened by these rules; of a calendar composition/rules.ts knows the holidays. */
export function policyOf({ classes: { own, ...three }, ...rules }: Rules): NoticePolicy {
  const ownClasses = Object.entries(own).map(([name, of]) => [name, ownClassPolicy(of)] as const);
  return {
    classes: {
      standard: classPolicy(three.standard),
      expedited: classPolicy(three.expedited),
      emergency: classPolicy(three.emergency),
    },
    ...(ownClasses.length > 0 ? { ownClasses: Object.fromEntries(ownClasses) } : {}),
    spreadMs: rules.spread,
    earlyStartMs: rules.start.early,
    lateStartMs: rules.start.late,
    unreachedGraceMs: rules.unreached.grace,
    staffNagBeforeMs: rules.nags.customersNotTold.before,
    process: {
      approvalNagBeforeMs: rules.nags.approval.before,
      approvalNagEveryMs: rules.nags.approval.every,
      nominationNagEveryMs: rules.nags.pointOfContact.every,
      overrunAskBeforeMs: rules.nags.plannedEnd.before,
      escalateAfterMs: rules.escalation.steps,
      escalateAgainAfterMs: rules.escalation.again,
      emergencyUpdateEveryMs: rules.updates.emergencyEvery,
    },
    unplanned: {
      ...UNPLANNED,
      delayToldAfterShare: rules.start.customersToldAfter,
      begunBeforeOpeningMs: rules.start.begunBeforeOpening,
    },
    inside: { customersToldWithinMs: rules.nags.customersNotTold.within },
    rfoDueMs: rules.report.due,
    ...(rules.quietHours ? { quietHours: quietHoursOf(rules.quietHours) } : {}),
    ...(Object.keys(rules.places).length > 0 ? { places: placesOf(rules.places) } : {}),
    aftermath: {
      reportNagBeforeMs: rules.nags.report.before,
      measureNagBeforeMs: rules.nags.measures.before,
      measureLateAfterMs: rules.nags.measures.late,
    },
    watch: { everyMs: rules.monitoring.every, badAfter: rules.monitoring.badAfter },
    ...(rules.references.required.length > 0 ? { requiredReferences: rules.references.required } : {}),
  };
}

/** Whether anything is counted in business days. */
export function countsBusinessDays({
  classes: three,
  ownClasses,
}: Pick<NoticePolicy, 'classes' | 'ownClasses'>): boolean {
  return Object.values<ClassPolicy>({ ...three, ...ownClasses }).some(
    ({ leadBusinessDays, minimumNoticeBusinessDays, reminders: all }) =>
      leadBusinessDays !== undefined ||
      minimumNoticeBusinessDays !== undefined ||
      all.some(({ beforeBusinessDays }) => beforeBusinessDays !== undefined),
  );
}

/** How long what names people is kept, by these rules (T6). */
export function retentionOf({ retention: kept }: Rules): RetentionPeriods {
  return kept;
}
