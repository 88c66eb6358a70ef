import { z } from 'zod';
import { MOST_IDS } from '../../../domain/planning/scope';
import { text } from '../../../domain/shared/fields';
import { UNDER_WAY } from '../../../domain/work/move';
import {
  SKIP_CAUSES,
  WORK_BY,
  WORK_STATE_NAMES,
  type SkipCause,
  type WorkBy,
  type WorkState,
} from '../../../domain/work/states';
import { at, count, maybeAt, pageOf, paging, reference, rowId, several } from '../../http/schemas';

/** How the work on resources is asked for and answered. */

export const workState = z
  .enum(WORK_STATE_NAMES)
  .describe(
    '`claimed`: somebody has it, and it is about to begin; `running`: under way; `unknown`: a person has to say what became of it',
  );

export const workBy = z
  .enum(Object.keys(WORK_BY) as [WorkBy, ...WorkBy[]])
  .nullable()
  .describe('who took it last; null when nobody has');

export const workedOn = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string().describe('such as `app` or `database`'),
    environment: z.string().describe('its id'),
  })
  .meta({ id: 'WorkedOnResource' });

/** What is due for a customer. */
export const dueMaintenance = z.object({
  reference: z.string().describe('of the window'),
  title: z.string(),
  resource: workedOn,
  state: workState,
  by: workBy,
  since: at.describe('when it came into its state'),
  startsAt: at.describe('when the window begins, as planned'),
  endsAt: at,
  selfServiceUntil: maybeAt.describe('until then it can be done by yourself; null when only the window does it'),
});

/** The work on one resource in one window. */
export const work = z.object({
  resource: workedOn,
  state: workState,
  by: workBy,
  who: z.string().nullable().describe('for staff only'),
  cause: z
    .enum(Object.keys(SKIP_CAUSES) as [SkipCause, ...SkipCause[]])
    .nullable()
    .describe('why it is skipped'),
  attempt: count.describe('how often it was begun or about to be'),
  since: at.describe('when it came into its state'),
});

export const maintenanceQuery = z.strictObject({
  ...paging,
  organization: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('whose maintenance; a customer token may leave it out and has no other than its own'),
  kind: several(z.string().min(1).max(100)).optional().describe('one or more kinds of resources, separated by commas'),
});

const resourceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'is not the id of a resource')
  .max(200);

export const restartParams = z.strictObject({
  reference,
  resource: resourceId.describe('the id of the resource'),
});

export const acknowledged = z.object({
  reference: z.string(),
  recipient: z
    .string()
    .describe('who it counts for: `contact:<id>`, or `organization:<id>` where the token is of no contact'),
  sequence: count.describe('the version of the calendar event that it is about, which was told last'),
});

export const objection = z.strictObject({
  reason: text(2_000).describe('why, for whoever answers'),
  resources: z
    .array(resourceId)
    .min(1)
    .max(MOST_IDS)
    .optional()
    .describe('ids of the resources it is about; all that the token covers when left out'),
});

export const recordedObjection = z.object({
  reference: z.string(),
  task: rowId.describe('its number, to ask about it'),
  resources: z.array(z.string()).describe('what it is about'),
});

export const moveBody = z.strictObject({
  to: reference.describe('the window they are moved to'),
  resources: z
    .array(resourceId)
    .min(1)
    .max(MOST_IDS)
    .optional()
    .describe('ids of the resources to move; all that the token covers when left out'),
});

export const nights = z.object({
  items: z
    .array(
      z.object({
        reference: z.string().describe('of the window, to be named as `to`'),
        startsAt: at.describe('when it begins, as planned'),
        endsAt: at,
        until: at.describe('until then resources can be moved'),
        room: count.describe('for how many resources'),
      }),
    )
    .describe('by their start'),
});

export const movedAnswer = z.object({
  reference: z.string().describe('of the window they come from'),
  to: z.string().describe('of the window they are moved to'),
  startsAt: at.describe('when that window begins, as planned'),
  endsAt: at,
  resources: z.array(z.string()).describe('what was moved'),
  state: z
    .enum(UNDER_WAY)
    .describe(
      '`asked`: on record, goes on by itself; `joined`: the other window has them; `done`: and this one has them no longer',
    ),
});

export const workQuery = z.strictObject({
  ...paging,
  state: several(workState).optional().describe('one or more states, separated by commas'),
});

/** How many resources are in each state. */
export const workCounts = z
  .object(Object.fromEntries(WORK_STATE_NAMES.map((state) => [state, count])) as Record<WorkState, typeof count>)
  .meta({ id: 'WorkCounts' });

export const windowWork = z.object({
  reference: z.string(),
  counts: workCounts.describe('of all that the token may see, whatever the filter'),
  total: count,
  unhealthy: z
    .array(z.object({ id: z.string(), name: z.string(), reason: z.string() }))
    .describe('due, and not healthy when they were looked at before the work; the first fifty, for the provider alone'),
  ...pageOf(work).shape,
});
