import { FAULTS as COMMON } from '../shared/faults';

/** What can go wrong with a request to Slack; `trouble`: it says itself that it is in trouble. */
export const FAULTS = [...COMMON, 'trouble-after', 'limit'] as const;
export type Fault = (typeof FAULTS)[number];

/** Decides what goes wrong with a call of this method; undefined for nothing. */
export type FaultPlan = (method: string) => Fault | undefined;
