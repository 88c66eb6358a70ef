/**
 * What can go wrong with one request, on demand. `before` and `after` say whether the write was applied; `late`: the connection
 * is reset at once, and the write is applied only some time later.
 */
export const FAULTS = [
  'error-before',
  'error-after',
  'reset-before',
  'reset-after',
  'hang-before',
  'hang-after',
  'html-before',
  'html-after',
  'limit-420',
  'limit-429',
  'late',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A request about to be handled. */
export interface Seen {
  readonly method: string;
  /** Without `/v1`. */
  readonly path: string;
}

/** Decides what goes wrong with a request; undefined for nothing. */
export type FaultPlan = (seen: Seen) => Fault | undefined;
