import { z } from 'zod';
import { instant, line, ordinal, text, who } from '../shared/fields';
import { scopeSchema } from '../planning/scope';
import { read, type Fault } from '../shared/validation';
import { address, emergency, justification, wordingFields, wordingSchema, translationsSchema } from './spec-fields';
import { WINDOW_CLASSES } from './types';

/** Through which door a command came (T2). */
export const DOORS = ['api', 'signal', 'clock'] as const;
export type Door = (typeof DOORS)[number];

const common = {
  by: who.describe('who gives the command'),
  expectedRevision: ordinal.optional().describe('refuse when the window is at another revision'),
};

const override = text(2_000)
  .optional()
  .describe('why a conflict or a notice debt is accepted; by an approver, recorded and shown in the proof');

const start = z.strictObject({ ...common, note: text(2_000).optional().describe('a sentence for the page') });

const post = z.strictObject({
  ...common,
  message: text(4_000).describe('what customers read'),
  nextUpdateBy: instant.optional().describe('a promise: the next word comes by then'),
  notify: z.boolean().default(true).describe('false: on the page only, no mail'),
});

const verify = z.strictObject({ ...common, note: text(2_000).optional().describe('a sentence for the page') });

const complete = z.strictObject({
  ...common,
  message: text(4_000).optional().describe('what customers read about the outcome'),
  customerImpactMinutes: z.int().min(0).max(100_000).optional().describe('how long customers really saw it (L3)'),
  override: text(2_000).optional().describe('why verification steps are skipped'),
});

const tick = z.strictObject({ ...common, step: ordinal.describe('its number in the check-list, from 1') });

const reason = text(2_000).describe('why, for customers');

const extend = z.strictObject({ ...common, end: instant.describe('the new planned end'), reason });

const reschedule = z
  .strictObject({ ...common, start: instant, end: instant, reason, override })
  .refine((value) => value.end > value.start, { path: ['end'], message: 'must be after the start' });

const rescope = z.strictObject({ ...common, scope: scopeSchema, reason, override });

const reclassify = z.strictObject({
  ...common,
  class: z.enum(WINDOW_CLASSES),
  reason,
  justification: justification.optional().describe('for class expedited (N2)'),
  emergency: emergency.optional().describe('for class emergency (E1)'),
  override,
});

const edit = z
  .strictObject({
    ...common,
    ...wordingFields,
    translations: translationsSchema.optional(),
    reason: reason.optional(),
  })
  .refine(({ by: _by, expectedRevision: _revision, reason: _reason, ...words }) => Object.keys(words).length > 0, {
    message: `changes nothing: give ${Object.keys(wordingSchema.shape).join(', ')} or translations`,
  });

const useAlternate = z.strictObject({ ...common, reason, override });
const releaseAlternate = z.strictObject({ ...common });

const approve = z.strictObject({ ...common, override });
const withdraw = z.strictObject({ ...common, reason: text(2_000).describe('why, for the author') });
const nominate = z.strictObject({
  ...common,
  pointOfContact: address.describe('who is answerable for the window (P3)'),
});

const cancel = z.strictObject({ ...common, reason });

const writeOff = z.strictObject({
  ...common,
  item: line(100).describe('as `undo` of the window lists it'),
  reason: text(2_000).describe('why it is given up'),
});

const measure = z.strictObject({
  text: text(2_000),
  owner: line(200).describe('a team'),
  due: z.iso.date('must be a date such as 2026-12-31'),
});

/** A report can be published before all is known (E4). */
export const RFO_STATES = ['preliminary', 'final'] as const;

const draftRfo = z.strictObject({
  ...common,
  state: z.enum(RFO_STATES).default('final'),
  summary: text(8_000),
  customerImpact: text(8_000).optional(),
  rootCause: text(8_000),
  resolution: text(8_000).optional(),
  preventiveMeasures: z.array(measure).max(50).default([]),
});

const approveRfo = z.strictObject({
  ...common,
  version: ordinal.optional().describe('the draft that is meant; the latest when left out'),
});

const retryFailed = z.strictObject({
  ...common,
  notice: line(100).optional().describe('such as announcement or progress-2; the latest with failures when left out'),
});

/** Every command of a window: one schema, used at every door. */
export const COMMAND_SCHEMAS = {
  approve,
  withdraw,
  nominate,
  edit,
  reschedule,
  rescope,
  reclassify,
  useAlternate,
  releaseAlternate,
  start,
  post,
  extend,
  verify,
  tick,
  complete,
  cancel,
  writeOff,
  draftRfo,
  approveRfo,
  retryFailed,
};
export type CommandName = keyof typeof COMMAND_SCHEMAS;
export const COMMAND_NAMES = Object.keys(COMMAND_SCHEMAS) as CommandName[];

/** A command the schema has read: times are UTC ms, defaults filled in. */
export type Command = { [N in CommandName]: { readonly name: N } & z.output<(typeof COMMAND_SCHEMAS)[N]> }[CommandName];
export type RfoText = Omit<Extract<Command, { name: 'draftRfo' }>, 'name' | 'by' | 'expectedRevision'>;

/** What each command does, as the Temporal UI and the API's documentation show it. */
export const COMMAND_HELP: Record<CommandName, string> = {
  approve: 'The drafted text and plan may go to customers (by somebody else than the author). {"by":"you"}',
  withdraw: 'Takes an approval back, before customers have heard. {"by":"you","reason":"text"}',
  nominate: 'Who is answerable for the window. {"by":"you","pointOfContact":"noc@provider.example"}',
  edit: 'Words what customers read anew. {"by":"you","title":"text","customerAction":"text"}',
  rescope: 'Other resources are touched. {"by":"you","scope":{"locations":["eu-1/dc-1"]},"reason":"text"}',
  reclassify: 'Another class, with its duties. {"by":"you","class":"expedited","justification":"text","reason":"text"}',
  useAlternate: 'The first night is called off, the alternate one is used. {"by":"you","reason":"text"}',
  releaseAlternate: 'The first night stands, the alternate one is free again. {"by":"you"}',
  extend:
    'The work lasts longer; everybody hears the new end. {"by":"you","end":"2026-12-10T04:00:00Z","reason":"text"}',
  tick: 'A verification step is done. {"by":"you","step":1}',
  writeOff: 'Gives up what cannot be undone after a cancellation. {"by":"you","item":"notice","reason":"text"}',
  start: 'The work has begun. {"by":"you","note":"optional sentence for the page"}',
  post: 'A progress update. {"by":"you","message":"text","nextUpdateBy":"2026-12-10T02:00:00Z","notify":true}',
  verify: 'The work is done and is being checked. {"by":"you"}',
  complete: 'The work is over. {"by":"you","message":"optional text","customerImpactMinutes":12}',
  reschedule: 'A new date. {"by":"you","start":"2026-12-12T01:00:00Z","end":"2026-12-12T03:00:00Z","reason":"text"}',
  cancel: 'The work will not be done; everybody who was told hears it. {"by":"you","reason":"text"}',
  draftRfo: 'A version of the RFO. {"by":"you","summary":"text","rootCause":"text","state":"final"}',
  retryFailed: 'Send again what failed for good, to corrected addresses. {"by":"you","notice":"announcement"}',
  approveRfo: 'Publish the drafted RFO to everybody affected. {"by":"you"}',
};

/** The command, or the first faults in words: `message: must not be empty`. Never throws, whatever `raw` is. */
export function parseCommand(name: CommandName, raw: unknown): { command: Command } | { faults: Fault[] } {
  const result = read<z.ZodType<object>>(COMMAND_SCHEMAS[name], raw ?? {});
  return 'faults' in result ? result : { command: { name, ...result.value } as Command };
}
