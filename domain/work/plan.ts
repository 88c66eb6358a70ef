import type { Fault } from '../shared/validation';
import { describeDuration, MINUTE, SECOND } from '../shared/time';

export const WORK_MODES = ['automatic', 'manual'] as const;

/** How a window's work is done (S2, S3). */
export interface WorkPlan {
  /** `automatic`: the window does what is left, through the executor; `manual`: people do it and report it. */
  readonly mode: (typeof WORK_MODES)[number];
  /** The name of a configured executor; needed in automatic mode, and for self-service. */
  readonly executor?: string;
  /** The most resources that are begun together. */
  readonly batch: number;
  /** Between the end of a batch and the next one. */
  readonly pauseSeconds: number;
  /** The size of the first batch, which is watched longer; 0: there is none. */
  readonly canary: number;
  readonly canaryPauseSeconds: number;
  /** So many failures in a row stop the run. */
  readonly stopAfterFailures: number;
  /** A resource that takes longer is unknown. */
  readonly timeoutSeconds: number;
  /** Names of environments in the order of the work; those that are not named come last. */
  readonly order: readonly string[];
  /** Customers may do it themselves before the window. */
  readonly selfService: boolean;
  /** Before the planned start; from then on only the window does it. */
  readonly lockInMinutes: number;
  readonly workKey?: string;
}

/** What a plan has where nothing is said. */
export const DEFAULT_WORK_PLAN: WorkPlan = {
  mode: 'manual',
  batch: 5,
  pauseSeconds: 30,
  canary: 0,
  canaryPauseSeconds: 300,
  stopAfterFailures: 2,
  timeoutSeconds: 600,
  order: [],
  selfService: false,
  lockInMinutes: 60,
};

/** The figures of a plan. */
export type WorkFigure =
  'batch' | 'pauseSeconds' | 'canary' | 'canaryPauseSeconds' | 'stopAfterFailures' | 'timeoutSeconds' | 'lockInMinutes';

/** The bounds of each figure, both included. */
export const WORK_PLAN_BOUNDS: Readonly<Record<WorkFigure, readonly [number, number]>> = {
  batch: [1, 500],
  pauseSeconds: [0, 86_400],
  canary: [0, 100],
  canaryPauseSeconds: [0, 86_400],
  stopAfterFailures: [1, 1_000],
  timeoutSeconds: [1, 86_400],
  lockInMinutes: [0, 40_320],
};

/** How many of the window's resources each redundancy group has; under `undefined` those that are in none. */
export type ResourcesByGroup = ReadonlyMap<string | undefined, number>;

/**
 * What is wrong with a plan, each fault with the field, the rule, the figure and the way out; none: it can be used. `windowMs`
 * is how long the window is planned to be.
 */
export function validateWorkPlan(plan: WorkPlan, resourcesByGroup: ResourcesByGroup, windowMs?: number): Fault[] {
  return [
    ...faultyFigures(plan),
    ...faultyExecutor(plan),
    ...faultyTimes(plan, windowMs),
    ...faultySizes(plan, resourcesByGroup),
  ].map(({ field, message }) => ({ field: `work.${field}`, message }));
}

function faultyFigures(plan: WorkPlan): Fault[] {
  return Object.entries(WORK_PLAN_BOUNDS).flatMap(([name, [from, to]]) => {
    const given = plan[name as WorkFigure];
    if (Number.isInteger(given) && given >= from && given <= to) return [];
    return [{ field: name, message: `must be a whole number from ${String(from)} to ${String(to)}` }];
  });
}

function faultyExecutor({ mode, executor, selfService }: WorkPlan): Fault[] {
  if (executor !== undefined || (mode === 'manual' && !selfService)) return [];
  const why = mode === 'automatic' ? 'mode "automatic"' : 'self-service';
  const out = mode === 'automatic' ? 'set mode to "manual"' : 'set selfService to false';
  return [{ field: 'executor', message: `is required for ${why}: name a configured executor, or ${out}` }];
}

function faultyTimes({ mode, timeoutSeconds }: WorkPlan, windowMs: number | undefined): Fault[] {
  if (mode === 'manual' || windowMs === undefined || timeoutSeconds * SECOND <= windowMs) return [];
  const long = describeDuration(windowMs);
  const most = String(Math.floor(windowMs / SECOND));
  return [
    {
      field: 'timeoutSeconds',
      message: `is ${String(timeoutSeconds)}, longer than the window (${long}), so nothing could be begun in it: at most ${most}, or plan a longer window`,
    },
  ];
}

function faultySizes({ mode, batch, canary }: WorkPlan, resourcesByGroup: ResourcesByGroup): Fault[] {
  // people begin what they want
  if (mode === 'manual') return [];
  const groups = [...resourcesByGroup].filter((entry): entry is [string, number] => entry[0] !== undefined);
  const ungrouped = resourcesByGroup.get(undefined) ?? 0;
  const atOnce = groups.length + ungrouped;
  const all = [...resourcesByGroup.values()].reduce((sum, count) => sum + count, 0);
  const faults: Fault[] = [];
  if (canary > 0 && all > 0 && canary >= all) {
    faults.push({
      field: 'canary',
      message: `is ${String(canary)} of ${String(all)} resources, so nothing would be left to spare: at most ${String(all - 1)}`,
    });
  }
  // never two of one group are begun together, so a batch is too large only where it could not do without
  const [group, size] = groups.find(([, count]) => count > 1 && batch > Math.floor(count / 2)) ?? [];
  if (group !== undefined && size !== undefined && batch > atOnce) {
    faults.push({
      field: 'batch',
      message:
        `is ${String(batch)}, more than half of the redundancy group ${group} (${String(size)} resources): of a group one at a time ` +
        `is worked on, which leaves ${String(atOnce)} at once. Set it to ${String(atOnce)} or less`,
    });
  }
  return faults;
}

/** When self-service ends (UTC ms). */
export function locksInAt({ lockInMinutes }: Pick<WorkPlan, 'lockInMinutes'>, startsAt: number): number {
  return startsAt - lockInMinutes * MINUTE;
}

/** The place of an environment in the order of the work: those that are not named come last. */
export function placeOf({ order }: Pick<WorkPlan, 'order'>, environment: string): number {
  const place = order.findIndex((name) => name.toLowerCase() === environment.toLowerCase());
  return place < 0 ? order.length : place;
}
