import type { ClassPolicy, NoticePolicy } from '../notices/notice-policy';
import type { QuietHours } from '../notices/quiet-hours';
import type { BusinessCalendar } from '../notices/business-days';
import { clockText, type PlaceRule } from '../planning/place-rule';
import { someOf } from '../shared/some-of';
import { toIso } from '../shared/time';
import type { OwnClassPolicy } from '../window/classes';
import type { WindowClass } from '../window/types';
import { writeAhead, writeSpan } from './spans';

/** A policy's figures as the rules file writes them: what the file is read over, and what two policies are compared by. */
export function writePolicy(policy: NoticePolicy): PlainRules {
  const { standard, expedited, emergency } = policy.classes;
  const { process } = policy;
  return {
    classes: {
      ...{
        standard: writeClass(standard),
        expedited: writeClass(expedited),
        emergency: writeClass(emergency, 'emergency'),
      },
      ...Object.fromEntries(Object.entries(policy.ownClasses ?? {}).map(([name, own]) => [name, writeOwn(own)])),
    },
    spread: writeSpan(policy.spreadMs),
    start: {
      early: writeSpan(policy.earlyStartMs),
      late: writeSpan(policy.lateStartMs),
      ...(policy.unplanned && {
        customersToldAfter: `${String(Math.round(policy.unplanned.delayToldAfterShare * 100))} %`,
        begunBeforeOpening: writeSpan(policy.unplanned.begunBeforeOpeningMs),
      }),
    },
    nags: {
      ...(process && {
        approval: { before: writeSpan(process.approvalNagBeforeMs), every: writeSpan(process.approvalNagEveryMs) },
        pointOfContact: { every: writeSpan(process.nominationNagEveryMs) },
        plannedEnd: { before: writeSpan(process.overrunAskBeforeMs) },
      }),
      customersNotTold: {
        ...(policy.staffNagBeforeMs === undefined ? {} : { before: writeSpan(policy.staffNagBeforeMs) }),
        ...(policy.inside && { within: writeSpan(policy.inside.customersToldWithinMs) }),
      },
      ...(policy.aftermath && {
        report: { before: writeSpan(policy.aftermath.reportNagBeforeMs) },
        measures: {
          before: writeSpan(policy.aftermath.measureNagBeforeMs),
          late: policy.aftermath.measureLateAfterMs.map(writeSpan),
        },
      }),
    },
    ...(process && {
      escalation: {
        steps: process.escalateAfterMs.map(writeSpan),
        again: process.escalateAgainAfterMs.map(writeSpan),
      },
      updates: { emergencyEvery: writeSpan(process.emergencyUpdateEveryMs) },
    }),
    ...(policy.watch && {
      monitoring: { every: writeSpan(policy.watch.everyMs), badAfter: looksText(policy.watch.badAfter) },
    }),
    unreached: { grace: writeSpan(policy.unreachedGraceMs) },
    report: { due: writeSpan(policy.rfoDueMs) },
    references: { required: policy.requiredReferences ?? [] },
    ...(policy.quietHours && { quietHours: writeQuiet(policy.quietHours) }),
    ...(policy.places && {
      places: Object.fromEntries(policy.places.map((rule) => [rule.location ?? EVERYWHERE, writePlace(rule)])),
    }),
  };
}

const looksText = (count: number) => `${String(count)} look${count === 1 ? '' : 's'}`;

/** Rules as YAML and JSON hold them. */
export interface PlainRules {
  readonly [name: string]: PlainRules | string | readonly string[] | undefined;
}

function writeClass(rules: ClassPolicy, like?: WindowClass): PlainRules {
  return {
    lead: writeAhead({ ms: rules.leadMs, businessDays: rules.leadBusinessDays }),
    announce: rules.atOnce ? 'at once' : 'at lead',
    reminders: rules.reminders.map(({ beforeMs: ms, beforeBusinessDays: businessDays }) =>
      writeAhead({ ms, businessDays }),
    ),
    minimumNotice: writeAhead({ ms: rules.minimumNoticeMs, businessDays: rules.minimumNoticeBusinessDays }),
    // an emergency has no reminders
    ...(like === 'emergency' ? {} : { catchUp: writeCatchUp(rules.catchUpMs) }),
    ...(rules.rfoDueMs === undefined ? {} : { report: writeSpan(rules.rfoDueMs) }),
  };
}

function writeCatchUp(ms: number | undefined): string {
  if (ms === undefined) return 'latest';
  return ms === 0 ? 'none' : `within ${writeSpan(ms)}`;
}

function writeQuiet({ from, to, weekends, urgentWithinMs }: QuietHours): PlainRules {
  const hours = { from: clockText(from), to: clockText(to) };
  return { ...hours, weekends: String(weekends ?? false), urgentWithin: writeSpan(urgentWithinMs) };
}

function writeOwn({ like, label, ...rules }: OwnClassPolicy): PlainRules {
  return { like, ...(label && { label: { ...label } }), ...writeClass(rules, like) };
}

/** Instead of a location. */
export const EVERYWHERE = 'everywhere';

function writePlace({ hours, longestMs, refuses }: PlaceRule): PlainRules {
  return {
    ...(hours && { hours: `${clockText(hours.from)} to ${clockText(hours.to)}`, timeZone: hours.timeZone }),
    ...(longestMs === undefined ? {} : { longest: writeSpan(longestMs) }),
    otherwise: refuses ? 'refuse' : 'warn',
  };
}

/** Every value of an object of objects, by its path with dots. */
export function leavesOf(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path.join('.'), inWords(value)]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

function inWords(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') || 'none' : String(value);
}

/** A rule that differs between two policies, as the rules file writes it; null: the rule does not exist there. */
export interface RuleChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs, in the order of the file; empty when the two policies decide everything alike. */
export function policyChanges(before: NoticePolicy, after: NoticePolicy): RuleChange[] {
  const old = new Map(leavesOf(writePolicy(before)));
  const fresh = new Map(leavesOf(writePolicy(after)));
  const rules = [...new Set([...old.keys(), ...fresh.keys()])].map((name) => ({
    name,
    before: old.get(name) ?? null,
    after: fresh.get(name) ?? null,
  }));
  return [...rules, ...calendarChanges(before.calendar, after.calendar)].filter((one) => one.before !== one.after);
}

/** Sunday is 0. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** Of the dates those that differ, as there are too many to be listed. */
function calendarChanges(before?: BusinessCalendar, after?: BusinessCalendar): RuleChange[] {
  const each = (name: string, of: (calendar: BusinessCalendar) => string) => ({
    name: `calendar.${name}`,
    before: before ? of(before) : null,
    after: after ? of(after) : null,
  });
  const others = before && after ? [before, after].map(({ holidays }) => new Set(holidays)) : [];
  const [old = new Set(), fresh = new Set()] = others;
  const only = (dates: ReadonlySet<string>, other: ReadonlySet<string>) => {
    const differing = [...dates].filter((date) => !other.has(date));
    return `${String(dates.size)} dates${differing.length > 0 ? `, among them ${someOf(differing, { most: 5 })}` : ''}`;
  };
  return [
    each('timeZone', ({ timeZone }) => timeZone),
    each('weekend', ({ weekend }) => inWords(weekend.map((day) => WEEKDAYS[day]))),
    each('holidays', (calendar) =>
      calendar === before ? only(new Set(calendar.holidays), fresh) : only(new Set(calendar.holidays), old),
    ),
    each('knownUntil', ({ knownUntil }) => toIso(knownUntil).slice(0, 10)),
  ];
}
