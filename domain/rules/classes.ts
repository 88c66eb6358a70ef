import { z } from 'zod';
import type { ClassPolicy } from '../notices/notice-policy';
import { reminderAt } from '../notices/notice-policy';
import type { Ahead } from '../notices/promise';
import { line } from '../shared/fields';
import { DAY, HOUR } from '../shared/time';
import type { CustomerLanguage } from '../shared/words/common';
import { className, type OwnClassPolicy } from '../window/classes';
import { WINDOW_CLASSES } from '../window/types';
import { ahead, duration, writeAhead } from './spans';

/** The part of the rules file about classes: the three, and the provider's own beside them (P6). */

/** Nobody reads more reminders. */
const MOST_REMINDERS = 10;
/** Nobody can tell more apart. */
const MOST_OWN = 20;

/** E4: when a report that is owed is due, counted from the completion. */
export const reportDue = duration({ least: HOUR, most: 90 * DAY });

/** What becomes of reminders that have passed; undefined for `latest`, the usual. In ms. */
const catchUp = z.string('must be latest, none, or such as "within 6 hours"').transform((text, context) => {
  if (text === 'latest') return undefined;
  if (text === 'none') return 0;
  const [, span] = /^within (.+)$/.exec(text) ?? [];
  const read = duration({ least: HOUR, most: 30 * DAY }).safeParse(span ?? '');
  if (read.success) return read.data;
  const [fault] = span === undefined ? [] : read.error.issues;
  const message = fault ? `within … ${fault.message}` : 'must be latest, none, or such as "within 6 hours"';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const fields = {
  lead: ahead,
  announce: z.enum(['at lead', 'at once']),
  reminders: z.array(ahead).max(MOST_REMINDERS),
  minimumNotice: ahead,
  catchUp: catchUp.optional(),
  report: reportDue.optional(),
};

/** An emergency promises nothing ahead (N3), so there is nothing to set. */
const emergencyFields = {
  lead: z.literal('none', 'must be none: an emergency is announced at once').transform((): Ahead => ({ ms: 0 })),
  announce: z.literal('at once', 'must be at once: that is what an emergency is'),
  reminders: z.array(ahead).max(0, 'must be empty: an emergency may start at once'),
  minimumNotice: z.literal('none', 'must be none: an emergency may start at once').transform((): Ahead => ({ ms: 0 })),
  report: reportDue.optional(),
};

type ClassRules = z.output<z.ZodObject<typeof fields>>;

const isComparable = (a: Ahead, b: Ahead) => (a.businessDays === undefined) === (b.businessDays === undefined);
const sizeOf = ({ ms, businessDays }: Ahead) => businessDays ?? ms;

function fits({ lead, reminders, minimumNotice }: ClassRules, context: z.RefinementCtx): void {
  const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const seen = new Set<string>();
  reminders.forEach((reminder, index) => {
    const words = writeAhead(reminder);
    if (words === 'none') fault(['reminders', index], 'must be before the start: leave it out');
    if (seen.has(words)) fault(['reminders', index], `names ${words} twice: leave one out`);
    seen.add(words);
    if (isComparable(reminder, lead) && sizeOf(reminder) >= sizeOf(lead))
      fault(
        ['reminders', index],
        `lies ${words} before the start, and the announcement itself ${writeAhead(lead)}: choose a later reminder, or a longer lead`,
      );
  });
  if (isComparable(minimumNotice, lead) && sizeOf(minimumNotice) > sizeOf(lead))
    fault(
      ['minimumNotice'],
      `must not be more than the lead, ${writeAhead(lead)}: windows would be refused that keep it`,
    );
}

const word = line(60).exactOptional();
const label = z.strictObject({ en: word, de: word, fr: word } satisfies Record<CustomerLanguage, z.ZodType>);

const NEEDS_LIKE = 'is required: one of standard, expedited and emergency, whose duties a class of your own has';

const ownClass = z.discriminatedUnion(
  'like',
  [
    z.strictObject({ like: z.enum(['standard', 'expedited']), label: label.optional(), ...fields }).superRefine(fits),
    z.strictObject({ like: z.literal('emergency'), label: label.optional(), ...emergencyFields }),
  ],
  { error: (issue) => likeFault(issue.input) },
);
type OwnClass = z.output<typeof ownClass>;

/** Undefined for what is no object: zod's own words say that. */
function likeFault(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  return 'like' in input ? 'must be one of standard, expedited and emergency' : NEEDS_LIKE;
}

/** The three classes, and the provider's own by name. */
export const classes = z
  .object({
    standard: z.strictObject(fields).superRefine(fits),
    expedited: z.strictObject(fields).superRefine(fits),
    emergency: z.strictObject(emergencyFields),
  })
  .catchall(ownClass)
  .superRefine((all, context) => {
    const own = Object.keys(all).filter((name) => !isOfThree(name));
    for (const name of own) {
      const [fault] = className.safeParse(name).error?.issues ?? [];
      if (fault) context.addIssue({ code: 'custom', path: [name], message: fault.message });
    }
    if (own.length > MOST_OWN)
      context.addIssue({ code: 'custom', message: `must hold ${String(MOST_OWN)} classes of your own at most` });
  })
  .transform(({ standard, expedited, emergency, ...own }) => ({ standard, expedited, emergency, own }));
export type ClassesRules = z.output<typeof classes>;

function isOfThree(name: string): boolean {
  return (WINDOW_CLASSES as readonly string[]).includes(name);
}

/** With what a class of the provider's own leaves out as in the class it is like. `given` is as the file has it, over the usual rules. */
export function withLike(given: Readonly<Record<string, unknown>>, over: (usual: unknown, given: unknown) => unknown) {
  return Object.fromEntries(
    Object.entries(given).map(([name, rules]) => {
      const isOwn = !isOfThree(name) && typeof rules === 'object' && rules !== null && 'like' in rules;
      const like = isOwn ? rules.like : undefined;
      return [name, typeof like === 'string' && isOfThree(like) ? over(given[like], rules) : rules];
    }),
  );
}

export function classPolicy({
  lead,
  announce,
  reminders,
  minimumNotice,
  report,
  ...rules
}: ClassRules | ClassesRules['emergency']): ClassPolicy {
  const catchUpMs = 'catchUp' in rules ? rules.catchUp : undefined;
  return {
    leadMs: lead.ms,
    ...(lead.businessDays === undefined ? {} : { leadBusinessDays: lead.businessDays }),
    atOnce: announce === 'at once',
    reminders: reminders.map(reminderAt),
    minimumNoticeMs: minimumNotice.ms,
    ...(minimumNotice.businessDays === undefined ? {} : { minimumNoticeBusinessDays: minimumNotice.businessDays }),
    ...(catchUpMs === undefined ? {} : { catchUpMs }),
    ...(report === undefined ? {} : { rfoDueMs: report }),
  };
}

export function ownClassPolicy({ like, label, ...rules }: OwnClass): OwnClassPolicy {
  return { ...classPolicy(rules), like, ...(label ? { label } : {}) };
}
