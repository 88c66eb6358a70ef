import { z } from 'zod';
import { line } from '../shared/fields';
import { optional } from '../shared/optional';
import { DEFAULT_WORK_PLAN, WORK_MODES, WORK_PLAN_BOUNDS, type WorkFigure, type WorkPlan } from './plan';

const name = (of: string) =>
  z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, `must be the name of ${of}: lower-case letters, digits and hyphens`);

function figure(field: WorkFigure, description: string) {
  const [from, to] = WORK_PLAN_BOUNDS[field];
  return z.int().min(from).max(to).default(DEFAULT_WORK_PLAN[field]).describe(description);
}

/** How a window's work is done, as a body says it (S2, S3). What depends on inventory and settings is checked after it. */
export const workPlanSchema = z
  .strictObject({
    mode: z
      .enum(WORK_MODES)
      .default(DEFAULT_WORK_PLAN.mode)
      .describe('automatic: from the start the window does what is left, through the executor; manual: people do it'),
    executor: name('a configured executor').optional().describe('needed for automatic work and for self-service'),
    batch: figure('batch', 'so many resources are begun together at most; never two of one redundancy group'),
    pauseSeconds: figure('pauseSeconds', 'between the end of a batch and the next'),
    canary: figure('canary', 'the size of a first batch, which is watched longer; 0: there is none'),
    canaryPauseSeconds: figure('canaryPauseSeconds', 'how long the first batch is watched'),
    stopAfterFailures: figure('stopAfterFailures', 'so many failures in a row stop the work until somebody resumes it'),
    timeoutSeconds: figure('timeoutSeconds', 'a resource that takes longer is unknown, and a person is asked'),
    order: z
      .array(line(100))
      .max(50)
      .default([...DEFAULT_WORK_PLAN.order])
      .describe('names of environments in the order of the work; the others come last'),
    selfService: z
      .boolean()
      .default(DEFAULT_WORK_PLAN.selfService)
      .describe('customers may do it themselves, from the announcement until the lock-in (S3)'),
    lockInMinutes: figure('lockInMinutes', 'so long before the planned start self-service ends'),
    workKey: line(100)
      .optional()
      .describe('windows with the same one do the same work, such as kernel-6.8.12: done in one, it is done in all'),
  })
  .describe('how the work on each resource is done');

/** The plan as the core has it. */
export function toWorkPlan({ executor, workKey, ...plan }: z.output<typeof workPlanSchema>): WorkPlan {
  return { ...plan, ...optional({ executor, workKey }) };
}
