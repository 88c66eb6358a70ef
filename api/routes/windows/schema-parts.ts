import { z } from 'zod';
import { NOTICE_KINDS } from '../../../domain/notices/notice-kinds';
import { MOST_UNTOLD, UNTOLD_REASONS } from '../../../domain/notices/untold';
import { CONFLICT_KINDS } from '../../../domain/planning/conflicts';
import { ordinal } from '../../../domain/shared/fields';
import { IMPACT_LEVELS } from '../../../domain/shared/impact';
import { PHASES, WORK_STANDINGS } from '../../../domain/window/types';
import { WORK_MODES } from '../../../domain/work/plan';
import { at, count, maybeAt } from '../../http/schemas';
import { workCounts } from '../maintenance/schemas';

/** What several answers about windows say alike; the ids name them in the document. */

export const links = z
  .object({
    self: z.string(),
    statusPage: z
      .string()
      .nullable()
      .describe('null for a private window, and for one cancelled before it was announced: no page tells of it'),
    statusPageFrom: maybeAt.describe(
      'until then the page answers 404: when the window will be announced; null once it is',
    ),
    temporalUi: z.string().nullable().describe('for staff only'),
  })
  .meta({ id: 'WindowLinks' });

export const planned = z
  .object({
    kind: z.enum(NOTICE_KINDS),
    at,
    organizations: count.optional().describe('how many it would reach now; for staff only'),
    recipients: count.optional(),
  })
  .meta({ id: 'PlannedNotice' });

export const next = z
  .object({ at, what: z.string() })
  .meta({ id: 'NextStep' })
  .nullable()
  .describe('what the window does by itself next; null while only a person can move it on');

export const attention = z
  .array(
    z
      .object({
        code: z.string().describe('what it is about, such as `overdue`, `channel.slack` or `failed.reminder-7d.r2`'),
        text: z.string(),
        since: at,
      })
      .meta({ id: 'Attention' }),
  )
  .describe('what a person has to look at');

export const rfoStatus = z
  .object({
    owed: z.boolean(),
    because: z.string().nullable(),
    drafted: count.describe('the latest drafted version, 0 for none'),
    published: count.describe('the latest published version, 0 for none'),
  })
  .meta({ id: 'RfoStanding' });

export const slots = z.array(z.object({ start: at, end: at }).meta({ id: 'Slot' }));

export const stateFields = {
  reference: z.string(),
  phase: z.enum(PHASES),
  revision: ordinal.describe('goes up with every change a customer must hear of'),
};

export const conflicts = z
  .array(
    z
      .object({
        kind: z.enum(CONFLICT_KINDS),
        text: z.string(),
        revision: ordinal.describe('the revision whose plan it was found for'),
        blocking: z
          .boolean()
          .describe('false: worth knowing; true: accepted by an override, or because it could not wait'),
      })
      .meta({ id: 'Conflict' }),
  )
  .describe('what the plan collides with (L9)');

/** Affected customers that nobody can be told for (N13). */
export const untold = {
  untoldCount: count.describe('affected customers that nobody can be told for now'),
  untold: z
    .array(
      z
        .object({
          organization: z.string(),
          name: z.string(),
          reason: z.enum(UNTOLD_REASONS),
          text: z.string().describe('the reason in words'),
        })
        .meta({ id: 'UntoldCustomer' }),
    )
    .describe(`the first ${String(MOST_UNTOLD)} of them by name`),
};

export const affectedResources = z.array(
  z
    .object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      location: z.string(),
      environment: z.string(),
      impact: z.enum(IMPACT_LEVELS),
    })
    .meta({ id: 'AffectedResource' }),
);

const workPlan = z
  .object({
    mode: z.enum(WORK_MODES),
    executor: z.string().optional(),
    batch: count,
    pauseSeconds: count,
    canary: count,
    canaryPauseSeconds: count,
    stopAfterFailures: count,
    timeoutSeconds: count,
    order: z.array(z.string()).describe('names of environments'),
    selfService: z.boolean(),
    lockInMinutes: count,
    workKey: z.string().optional(),
  })
  .meta({ id: 'WorkPlan' });

/** How far the work on the resources of a window is (S2, S3). */
export const windowWork = z
  .object({
    state: z.enum(WORK_STANDINGS).nullable().describe('null before the start'),
    counts: workCounts.describe('of the resources that the token may see'),
    total: count,
    selfServiceUntil: maybeAt.describe('until then customers can do it themselves; null when only the window does it'),
    because: z.string().nullable().optional().describe('why it does not go on; for staff only'),
    plan: workPlan.optional().describe('how it is done; for staff only'),
  })
  .meta({ id: 'WorkOfWindow' })
  .describe('how far the work on the resources is; only in windows with a work list, which GET /work shows');
