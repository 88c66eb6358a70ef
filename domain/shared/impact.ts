/**
 * How badly a resource is affected (the four levels of the MAINTNOTE profile), mildest first so that the index is the
 * severity.
 */
export const IMPACT_LEVELS = ['no-impact', 'reduced-redundancy', 'degraded', 'outage'] as const;
export type ImpactLevel = (typeof IMPACT_LEVELS)[number];

/** What a customer reads for each level: words network engineers already know. */
export const IMPACT_WORDS: Record<ImpactLevel, string> = {
  'no-impact': 'no impact expected',
  'reduced-redundancy': 'reduced redundancy: keeps working, but without protection against a further failure',
  degraded: 'degraded: slower, or partly unavailable',
  outage: 'outage: cannot be reached or used',
};
