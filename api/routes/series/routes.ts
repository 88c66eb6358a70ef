import type { Route } from '../../http/route';
import { createSeriesRoute } from './create';
import { seriesLifeRoutes } from './life';
import { nightRoutes } from './nights';
import { readSeriesRoutes } from './read';

/** `/v1/series`: recurring windows (L10). */
export function seriesRoutes(deps: Parameters<typeof createSeriesRoute>[0]): Route[] {
  return [createSeriesRoute(deps), ...readSeriesRoutes(deps), ...nightRoutes(deps), ...seriesLifeRoutes(deps)];
}
