import { z } from 'zod';
import { NOTICE_KINDS, PREVIEWED } from '../../../domain/notices/notice-kinds';
import { CONFLICT_KINDS } from '../../../domain/planning/conflicts';
import { ERROR_CODES } from '../../../domain/shared/errors';
import { instant } from '../../../domain/shared/fields';
import { COMMAND_NAMES } from '../../../domain/window/commands/commands';
import { openingSchema } from '../../../domain/window/opening';
import { PHASES } from '../../../domain/window/types';
import { at, maybeAt, count, reference, yesOrNo } from '../../http/schemas';
import { openedSchema } from '../commands/schemas';
import { languages } from '../windows/languages';
import { untold } from '../windows/schema-parts';

/** What the API says about windows that are only rehearsed, and about single messages (L11, P2). */

const minutes = z.int().min(0).max(10_080);
export const organizationId = z.string().min(1).max(200);

/** The body that opens a window, and what goes otherwise than planned. */
export const rehearsalSchema = openingSchema.safeExtend({
  organizations: z
    .array(organizationId)
    .min(1)
    .max(50)
    .optional()
    .describe('whose messages are shown; the first five unless given'),
  html: z.boolean().default(false).describe('the HTML bodies, too'),
  startsLateMinutes: minutes.default(0).describe('the work begins so long after the planned start'),
  endsLateMinutes: minutes.default(0).describe('the work ends so long after the planned end (L6)'),
  cancelAt: instant.optional().describe('the window is cancelled then'),
  reschedule: z
    .strictObject({ at: instant.describe('when it is moved'), start: instant, end: instant })
    .refine(({ start, end }) => end > start, { path: ['end'], message: 'must be after the start' })
    .optional()
    .describe('the window is moved to another date'),
});

export const messageSchema = z.object({
  organization: z.object({ id: z.string(), name: z.string() }).describe('for messages to staff: the person'),
  recipientName: z.string(),
  address: z.string(),
  locale: z.string().describe('of the reader'),
  language: z.string().describe('what the message is written in'),
  alsoTo: z.array(z.object({ name: z.string(), address: z.string() })).describe('who reads the same, but for the name'),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
});

const rehearsedSchema = z.object({
  at: at.describe('the promised moment; windows spread their notices over the minutes after it'),
  kind: z.enum(NOTICE_KINDS),
  title: z.string().meta({ examples: ['reminder, 7 days before'] }),
  revision: count,
  internal: z.boolean().describe("to the provider's own people"),
  organizations: count,
  recipients: count,
  untold: count.describe('customers it is owed to and nobody can be told for'),
  suppressed: count.describe('recipients whose address has bounced: nothing is sent to them'),
  quiet: z
    .object({
      waiting: count.describe('recipients who are sent it when their quiet hours end'),
      latest: maybeAt.describe('when the last of these is sent it'),
      promised: count.describe('recipients who are sent it in their quiet hours: waiting would break what is promised'),
      text: z.string().describe('the same in a sentence'),
    })
    .nullable()
    .describe('where it falls into quiet hours of its readers, by the rules (N10); null where it does not'),
  samples: z.array(messageSchema).describe('a message of each organization shown, in each language its people read'),
});

export const rehearsedWindowSchema = z.object({
  reference: z.string().describe('stands in the messages in place of the reference the window will get'),
  debts: openedSchema.shape.debts,
  conflicts: z.array(z.object({ kind: z.enum(CONFLICT_KINDS), text: z.string(), blocking: z.boolean() })),
  refusals: z
    .array(z.object({ code: z.enum(ERROR_CODES), text: z.string() }))
    .describe('why opening it now would be refused; empty when it would not'),
  audience: z.object({ organizations: count, recipients: count, resources: count }),
  ...untold,
  languages,
  messages: z.array(rehearsedSchema),
  refused: z
    .array(z.object({ at, command: z.enum(COMMAND_NAMES), code: z.enum(ERROR_CODES), text: z.string() }))
    .describe('steps of people in the rehearsal that a rule would refuse'),
  end: z.object({
    at,
    phase: z.enum(PHASES),
    waitsFor: z.array(z.string()).describe('what only a person can bring about, such as a report that is owed'),
  }),
});

export const previewParams = z.strictObject({ reference });
export const previewQuery = z.strictObject({
  organization: organizationId.describe('as whose reader'),
  notice: z.enum(PREVIEWED).default('announcement'),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR')
    .optional()
    .describe("another language than the reader's own"),
  html: yesOrNo.optional().describe('`false`: without the HTML body'),
});
export const previewSchema = messageSchema.extend({
  at: at.describe('when it leaves, or now'),
  kind: z.enum(PREVIEWED),
  revision: count,
});

/** A command as it would be given. */
export const commandPreviewSchema = z.strictObject({
  command: z.enum(COMMAND_NAMES),
  body: z.record(z.string(), z.unknown()).default({}).describe("the command's own body"),
  organization: organizationId.optional().describe('as whose reader; the first one it reaches when left out'),
  locale: previewQuery.shape.locale,
  html: z.boolean().default(true).describe('false: without the HTML body'),
});
export const previewedCommandSchema = z.object({
  notice: z
    .object({
      kind: z.enum(NOTICE_KINDS),
      title: z.string(),
      organizations: count,
      recipients: count,
      untold: count.describe('customers it is owed to and nobody can be told for'),
      suppressed: count.describe('recipients whose address has bounced: nothing is sent to them'),
    })
    .nullable()
    .describe('null: customers get no mail by it'),
  message: messageSchema.nullable().describe('null where nobody there would get it'),
});
