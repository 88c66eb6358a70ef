import type { AlertSource, OtherAlert } from '../channels/silences/alertmanager/other-alerts';
import { ServiceFailure } from '../channels/convergence/service-failure';
import { WORKING } from '../domain/window/commands/verdict';
import type { WindowView } from '../domain/window/view';
import type { Database } from '../store/database/database';
import { readCoveredResources } from '../store/windows/silenced-window';
import type { Viewer } from '../store/windows/viewer';

/** What fires during the work and does not belong to it (C8). Instants are UTC ms. */
export interface OtherAlerts {
  /** Earliest first, at most MOST_SHOWN. */
  readonly firing: readonly (OtherAlert & { readonly system: string })[];
  readonly count: number;
  /** Why a system could not be asked, in words. */
  readonly unasked: readonly string[];
}

const MOST_SHOWN = 20;

/**
 * Asks each system that has alerts, at the same time; how long one may take is the source's own. Undefined where none is
 * configured, while no work goes on, and for whoever may not know of everything (T3): alerts name what belongs to anybody.
 */
export async function readOtherAlerts(
  db: Database,
  sources: readonly AlertSource[],
  { phase, startedAt, endedAt, spec }: WindowView,
  { organizationId, organizations = null }: Viewer,
): Promise<OtherAlerts | undefined> {
  if (sources.length === 0 || organizationId !== null || organizations !== null) return undefined;
  if (!WORKING.includes(phase) || startedAt === null || endedAt !== null) return undefined;
  const asked = await Promise.all(
    sources.map(async (source) => {
      try {
        const alerts = await source.otherAlerts(spec.scope, startedAt, (scope, options) =>
          readCoveredResources(db, scope, options),
        );
        return { firing: alerts.map((alert) => ({ ...alert, system: source.title })) };
      } catch (error) {
        if (!(error instanceof ServiceFailure)) throw error;
        return { firing: [], unasked: error.message };
      }
    }),
  );
  const firing = asked.flatMap((one) => one.firing).sort((one, other) => one.since - other.since);
  return {
    firing: firing.slice(0, MOST_SHOWN),
    count: firing.length,
    unasked: asked.flatMap(({ unasked }) => unasked ?? []),
  };
}
