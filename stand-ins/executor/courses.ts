import { FAULTS as COMMON } from '../shared/faults';

/** How a restart goes: `fails` at its end, `hangs` for ever. */
export const COURSES = ['works', 'fails', 'hangs'] as const;
export type Course = (typeof COURSES)[number];

/** What can go wrong with a request: `slow` is answered late, `busy` is not taken now. */
export const FAULTS = [...COMMON, 'slow', 'busy'] as const;
export type Fault = (typeof FAULTS)[number];

/** Decides what goes wrong with a request about a resource, by its id; undefined for nothing. */
export type FaultPlan = (request: 'start' | 'status', resource: string) => Fault | undefined;
