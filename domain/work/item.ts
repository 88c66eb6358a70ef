import type { SkipCause, WorkBy, WorkState } from './states';

/** A resource as whoever works on it, or reads of that, is told of it. */
export interface WorkResource {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** The environment's id. */
  readonly environment: string;
}

/** The work on one resource in one window. Instants are UTC ms. */
export interface WorkItem {
  /** Of the window. */
  readonly reference: string;
  readonly resourceId: string;
  readonly kind: string;
  /** The name of the resource's environment, in lower case: the order of the work goes by it. */
  readonly environment: string;
  /** Resources that can replace each other (L9). */
  readonly redundancyGroup?: string;
  /** Windows with the same one do the same work: done in one of them, it is done in all. */
  readonly workKey?: string;
  readonly state: WorkState;
  /** Who took it last, and under which name; absent before. */
  readonly by?: WorkBy;
  readonly who?: string;
  /** Why it is skipped. */
  readonly cause?: SkipCause;
  /** How often it was claimed. */
  readonly attempt: number;
  /** When it came into its state. */
  readonly since: number;
}

type Identity = Pick<WorkItem, 'reference' | 'resourceId' | 'workKey'>;

/** What is the same work whoever does it: the resource in its window, or with the same `workKey` in any window (S2, S3). */
export function workIdentity({ reference, resourceId, workKey }: Identity): string {
  return JSON.stringify(workKey === undefined ? ['window', reference, resourceId] : ['key', workKey, resourceId]);
}

/** The key of one claim, for life: whatever is asked of an executor under it is begun at most once (S7). */
export function claimKey(item: Identity & Pick<WorkItem, 'attempt'>): string {
  return `${workIdentity(item)}.${String(item.attempt)}`;
}
