import type { ImpactLevel } from '../shared/impact';
import type { Phase, WindowClass } from '../window/types';

/** Statuspage's words for a component, mildest first so that the index is the severity. */
export const COMPONENT_STATUSES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const;
export type ComponentStatus = (typeof COMPONENT_STATUSES)[number];

/** Planned work puts a component under maintenance; an emergency says honestly how bad it is, and a bad result that it is one (E3). */
export function effectOf(work: {
  readonly class: WindowClass;
  readonly impact: ImpactLevel;
  readonly phase: Phase;
}): ComponentStatus {
  if (work.phase === 'degraded') return 'degraded_performance';
  if (work.class !== 'emergency') return 'under_maintenance';
  switch (work.impact) {
    case 'no-impact':
      return 'under_maintenance';
    case 'reduced-redundancy':
      return 'degraded_performance';
    case 'degraded':
      return 'partial_outage';
    case 'outage':
      return 'major_outage';
  }
}
