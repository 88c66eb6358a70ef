import type { ClassPolicy, NoticePolicy } from '../notices/notice-policy';
import { DEFAULT_POLICY } from '../notices/notice-policy';
import { RETENTION, RETENTION_KINDS } from '../retention/retention';
import { DAY } from '../shared/time';
import { writeAhead, writeSpan } from './spans';

/** A policy's figures as the rules file writes them: what the file is read over, and what two policies are compared by. */
function writePolicy(policy: NoticePolicy): PlainRules {
  const { standard, expedited, emergency } = policy.classes;
  const { process } = policy;
  return {
    classes: { standard: writeClass(standard), expedited: writeClass(expedited), emergency: writeClass(emergency) },
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
      ...(policy.staffNagBeforeMs === undefined
        ? {}
        : { customersNotTold: { before: writeSpan(policy.staffNagBeforeMs) } }),
    },
    ...(process && {
      escalation: {
        steps: process.escalateAfterMs.map(writeSpan),
        again: process.escalateAgainAfterMs.map(writeSpan),
      },
      updates: { emergencyEvery: writeSpan(process.emergencyUpdateEveryMs) },
    }),
    unreached: { grace: writeSpan(policy.unreachedGraceMs) },
    report: { due: writeSpan(policy.rfoDueMs) },
  };
}

/** Rules as YAML and JSON hold them. */
export interface PlainRules {
  readonly [name: string]: PlainRules | string | readonly string[] | undefined;
}

function writeClass(rules: ClassPolicy): PlainRules {
  return {
    lead: writeAhead({ ms: rules.leadMs, businessDays: rules.leadBusinessDays }),
    announce: rules.atOnce ? 'at once' : 'at lead',
    reminders: rules.reminders.map(({ beforeMs: ms, beforeBusinessDays: businessDays }) =>
      writeAhead({ ms, businessDays }),
    ),
    minimumNotice: writeAhead({ ms: rules.minimumNoticeMs, businessDays: rules.minimumNoticeBusinessDays }),
  };
}

/** The rules of a provider who has written nothing: the promises of N1 to N3, and the days of T6. */
export const USUAL_RULES: PlainRules = {
  ...writePolicy(DEFAULT_POLICY),
  calendar: { timeZone: 'UTC', weekend: ['saturday', 'sunday'], holidays: [], daysOff: [] },
  retention: Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, writeSpan(RETENTION[kind].days * DAY)])),
  support: {},
  brands: {},
};
