import { z } from 'zod';
import { KnownError } from '../shared/errors';
import { line } from '../shared/fields';
import { DEFAULT_POLICY, type NoticePolicy } from '../notices/notice-policy';
import { classRules, describeAhead, leadOf } from '../notices/promise';
import { DAY } from '../shared/time';
import { read } from '../shared/validation';
import { classOf, ownClass } from '../window/classes';
import { classFaults } from '../window/class-duties';
import { openingSchema, type OpeningOutput } from '../window/opening';
import { missingReference } from '../window/references';
import type { Night } from './nights';
import { recurrenceSchema } from './recurrence';

/** The body that opens a window, without its slots: the nights give those. Kept as it was sent. */
export type WindowTemplate = Readonly<Record<string, unknown>>;

/** Nights are opened once a day, and a day can have 25 hours: a lead below the promise and this would break the promise. */
const LEAST_MARGIN_DAYS = 2;
/** Days between a night's opening and its announcement, to see what comes and to skip a night nobody was told of. */
const USUAL_MARGIN_DAYS = 7;

/** A business day takes so many days on average, in a country of many holidays; around a feast so many more. */
const CALENDAR_DAYS_OF_ONE = 1.54;
const FESTIVE_DAYS = 7;

/** Any slot that is valid by itself. */
const SOME_SLOT = { start: '2100-01-01T00:00:00Z', end: '2100-01-01T01:00:00Z' };

const NO_EMERGENCY = 'must be standard or expedited: an emergency is not planned ahead, it is opened by itself';

const template = z.record(z.string(), z.unknown()).superRefine((body, context) => {
  const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if ('slots' in body) fault(['slots'], 'must be left out: every night of the series is a slot');
  // a reason why one night may collide with other work says nothing of the next night, and the API checks who may give it
  if ('override' in body) fault(['override'], 'must be left out: it is given for one window, when that is opened');
  const result = read(openingSchema, { ...body, slots: [SOME_SLOT] });
  if ('faults' in result) {
    for (const { field, message } of result.faults) fault(field.split('.'), message);
  } else if (result.value.class === 'emergency') {
    fault(['class'], NO_EMERGENCY);
  }
});

/** The body that makes a series, under the rules in force. Rules that need a clock are `checkRecurrence`'s, the inventory is asked by the API. */
export const seriesSchemaBy = (policy: NoticePolicy) =>
  z
    .strictObject({
      name: line(120),
      window: template,
      recurrence: recurrenceSchema,
      leadDays: z.int().min(1).max(366).optional(),
    })
    .superRefine(({ window, leadDays }, context) => {
      const body = read(openingSchema, { ...window, slots: [SOME_SLOT] });
      const unnamed = 'value' in body ? missingReference(body.value, policy.requiredReferences) : undefined;
      const faults = 'value' in body ? classFaults(body.value, policy) : [];
      for (const { field, message } of faults) context.addIssue({ code: 'custom', path: ['window', field], message });
      if (faults.length > 0) return;
      if (ownClass(String(window.class), policy)?.like === 'emergency')
        context.addIssue({ code: 'custom', path: ['window', 'class'], message: NO_EMERGENCY });
      if (unnamed) {
        context.addIssue({ code: 'custom', path: ['window', 'references'], message: unnamed.detail });
      }
      if (leadDays === undefined) return;
      const promised = promiseOf(window, policy);
      const least = promised.days + LEAST_MARGIN_DAYS;
      if (leadDays >= least) return;
      const message = `must be at least ${String(least)}: class ${String(window.class)} promises ${promised.words} of notice, and nights are opened once a day`;
      context.addIssue({ code: 'custom', path: ['leadDays'], message });
    })
    .transform(({ leadDays, ...body }) => ({
      ...body,
      leadDays: leadDays ?? promiseOf(body.window, policy).days + USUAL_MARGIN_DAYS,
    }));
/** The same under the usual rules. */
export const seriesSchema = seriesSchemaBy(DEFAULT_POLICY);
export type SeriesBody = z.output<typeof seriesSchema>;

const { slots: _slots, override: _override, decideBy: _decideBy, ...windowFields } = openingSchema.shape;

/** What the documentation shows of the body: the fields of a window are those of `openingSchema`, which reads them. */
export const documentedSeriesSchema = z.strictObject({
  name: line(120).describe('for staff'),
  window: z.strictObject(windowFields).describe('the body that opens a window, without slots'),
  recurrence: recurrenceSchema,
  leadDays: z
    .int()
    .min(1)
    .max(366)
    .optional()
    .describe(
      `how many days before a night its window is opened; what the class promises and ${String(USUAL_MARGIN_DAYS)} days unless given, at least ${String(LEAST_MARGIN_DAYS)} more than promised`,
    ),
});

/** The notice that the class promises, in whole days: of business days as many as they can come to, with weekends and holidays. */
function promiseOf(window: WindowTemplate, policy: NoticePolicy): { readonly days: number; readonly words: string } {
  const named = classOf(String(window.class), policy) ?? { class: 'standard' };
  const lead = leadOf(classRules(named, policy));
  const { ms, businessDays } = lead;
  if (businessDays === undefined) return { days: Math.ceil(ms / DAY), words: describeAhead(lead) };
  const days = Math.ceil(businessDays * CALENDAR_DAYS_OF_ONE) + FESTIVE_DAYS;
  return { days, words: `${describeAhead(lead)}, which can be ${String(days)} days,` };
}

/**
 * The body that opens the window of one night. Throws KnownError `invalid-body` when the template does not fit any more: the rules of opening have
 * changed since the series was made.
 */
export function bodyOfNight(
  window: WindowTemplate,
  { startsAt, endsAt }: Pick<Night, 'startsAt' | 'endsAt'>,
): OpeningOutput {
  const slot = { start: new Date(startsAt).toISOString(), end: new Date(endsAt).toISOString() };
  const result = read(openingSchema, { ...window, slots: [slot] });
  if ('value' in result) return result.value;
  const faults = result.faults.map(({ field, message }) => ({ field: `window.${field}`, message }));
  const words = faults.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new KnownError('invalid-body', `The series' window cannot be opened any more: ${words}.`, faults);
}
