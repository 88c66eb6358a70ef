import type { WorkResource } from '../work/item';
import { SKIP_CAUSES, WORK_BY, WORK_STATES, type SkipCause, type WorkBy, type WorkState } from '../work/states';

/** What became of the work on one of the organization's resources (S2, S3). */
export interface ProofWork {
  readonly resource: WorkResource;
  readonly state: WorkState;
  /** Who took it last; null when nobody has. */
  readonly by: WorkBy | null;
  /** Why it is skipped. */
  readonly cause: SkipCause | null;
  /** When it came into its state (UTC ms). */
  readonly since: number;
}

/** In words that name nobody: `done by the customer`, `skipped: it left the scope of the window`. */
export function describeWork({ state, by, cause }: Pick<ProofWork, 'state' | 'by' | 'cause'>): string {
  const { words } = WORK_STATES[state];
  if (state === 'skipped') return cause === null ? words : `${words}: ${SKIP_CAUSES[cause]}`;
  return by === null || state === 'due' ? words : `${words}${state === 'done' ? ' by' : ', begun by'} ${WORK_BY[by]}`;
}
