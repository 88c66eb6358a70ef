import { z } from 'zod';
import { ordinal } from '../../../domain/shared/fields';
import { WINDOW_CLASSES } from '../../../domain/window/types';
import { count, maybeAt } from '../../http/schemas';
import { languages } from '../windows/languages';
import { attention, conflicts, links, next, planned, rfoStatus, stateFields, untold } from '../windows/schema-parts';

/** What the API answers to whoever opens a window or gives it a command. */

/** The answer to opening a window. */
export const openedSchema = z.object({
  ...stateFields,
  workflowId: z.string().describe('the window in Temporal'),
  plan: z.array(planned),
  ...untold,
  languages,
  debts: z
    .array(
      z
        .object({
          class: z.enum(WINDOW_CLASSES),
          className: z.string().optional().describe("the provider's own class (P6)"),
          promised: z.string().describe('the notice the class promises, ISO 8601 duration'),
          given: z.string().describe('the notice that is left'),
          organizations: count.describe('how many get less than promised'),
          text: z.string(),
        })
        .meta({ id: 'NoticeDebt' }),
    )
    .describe('promises of the class that this date cannot keep (N11)'),
  conflicts,
  links,
});

/** The answer to a command: where the window stands after it. */
export const commandAnswerSchema = z
  .object({
    ...stateFields,
    sequence: ordinal.describe('the number of the last event'),
    startedAt: maybeAt,
    endedAt: maybeAt,
    nextUpdateBy: maybeAt,
    next,
    plan: z.array(planned),
    rfo: rfoStatus,
    attention,
    links,
  })
  .meta({ id: 'CommandAnswer' });
