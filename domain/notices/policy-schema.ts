import { z } from 'zod';
import { className, type OwnClassPolicy } from '../window/classes';
import { WINDOW_CLASSES } from '../window/types';
import { NOTICE_KINDS } from './notice-kinds';
import type { ClassPolicy, NoticePolicy } from './notice-policy';

/** Reads a policy that reaches a window from outside. Figures in ms, instants UTC ms. */

const ms = z.int().min(0);
const businessDays = z.int().min(1).max(1_000);
const minutes = z.int().min(0).max(1_439);
const MOST = 100;
const MOST_PLACES = 1_000;

const classFields = {
  leadMs: ms,
  leadBusinessDays: businessDays.exactOptional(),
  atOnce: z.boolean(),
  reminders: z
    .array(
      z.strictObject({ kind: z.enum(NOTICE_KINDS), beforeMs: ms, beforeBusinessDays: businessDays.exactOptional() }),
    )
    .max(MOST),
  minimumNoticeMs: ms,
  minimumNoticeBusinessDays: businessDays.exactOptional(),
  catchUpMs: ms.exactOptional(),
  rfoDueMs: ms.exactOptional(),
} satisfies Record<keyof ClassPolicy, z.ZodType>;
const classPolicy = z.strictObject(classFields);

const word = z.string().min(1).max(200).exactOptional();
const ownClass = z.strictObject({
  ...classFields,
  like: z.enum(WINDOW_CLASSES),
  label: z.strictObject({ en: word, de: word, fr: word }).exactOptional(),
} satisfies Record<keyof OwnClassPolicy, z.ZodType>);

const calendar = z.strictObject({
  timeZone: z.string().min(1).max(100),
  weekend: z.array(z.int().min(0).max(6)).max(6),
  holidays: z.array(z.iso.date()).max(10_000),
  offsets: z.array(z.tuple([z.int(), z.int()])).max(1_000),
  knownUntil: z.int(),
});

/** A field of the policy that is forgotten here does not compile. */
const fields = {
  classes: z.strictObject({ standard: classPolicy, expedited: classPolicy, emergency: classPolicy }),
  ownClasses: z.record(className, ownClass).exactOptional(),
  spreadMs: ms,
  earlyStartMs: ms,
  lateStartMs: ms,
  unreachedGraceMs: ms,
  staffNagBeforeMs: ms.exactOptional(),
  process: z
    .strictObject({
      approvalNagBeforeMs: ms,
      approvalNagEveryMs: ms.min(1),
      nominationNagEveryMs: ms.min(1),
      overrunAskBeforeMs: ms,
      escalateAfterMs: z.array(ms).max(MOST),
      escalateAgainAfterMs: z.array(ms).max(MOST),
      emergencyUpdateEveryMs: ms.min(1),
    })
    .exactOptional(),
  unplanned: z
    .strictObject({ delayToldAfterShare: z.number().gt(0).lt(1), clockToleranceMs: ms, begunBeforeOpeningMs: ms })
    .exactOptional(),
  aftermath: z
    .strictObject({ reportNagBeforeMs: ms, measureNagBeforeMs: ms, measureLateAfterMs: z.array(ms).max(MOST) })
    .exactOptional(),
  watch: z.strictObject({ everyMs: ms.min(1), badAfter: z.int().min(1).max(MOST) }).exactOptional(),
  inside: z.strictObject({ customersToldWithinMs: ms }).exactOptional(),
  requiredReferences: z.array(z.string().min(1).max(100)).max(MOST).exactOptional(),
  rfoDueMs: ms,
  places: z
    .array(
      z.strictObject({
        location: z.string().min(1).max(500).exactOptional(),
        hours: z.strictObject({ from: minutes, to: minutes, timeZone: z.string().min(1).max(100) }).exactOptional(),
        longestMs: ms.exactOptional(),
        refuses: z.boolean(),
      }),
    )
    .max(MOST_PLACES)
    .exactOptional(),
  quietHours: z
    .strictObject({ from: minutes, to: minutes, weekends: z.literal(true).exactOptional(), urgentWithinMs: ms })
    .exactOptional(),
  calendar: calendar.exactOptional(),
} satisfies Record<keyof NoticePolicy, z.ZodType>;

const policySchema: z.ZodType<NoticePolicy> = z.strictObject(fields);

/** Undefined when it cannot be read. */
export function readPolicy(raw: unknown): NoticePolicy | undefined {
  return policySchema.safeParse(raw).data;
}
