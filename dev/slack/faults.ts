/**
 * What can go wrong with one request, on demand. `before` and `after` say whether it was carried out; `late`: the connection is
 * reset at once, and the request is carried out only some time later.
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
  'trouble-after',
  'limit',
  'late',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Decides what goes wrong with a call of this method; undefined for nothing. */
export type FaultPlan = (method: string) => Fault | undefined;
