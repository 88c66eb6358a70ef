import { FAULTS as COMMON } from '../shared/faults';

/** What can go wrong with a request to Statuspage; it refuses too many of them with either status. */
export const FAULTS = [...COMMON, 'limit-420', 'limit-429'] as const;
export type Fault = (typeof FAULTS)[number];

/** A request about to be handled. */
export interface Seen {
  readonly method: string;
  /** Without `/v1`. */
  readonly path: string;
}

/** Decides what goes wrong with a request; undefined for nothing. */
export type FaultPlan = (seen: Seen) => Fault | undefined;
