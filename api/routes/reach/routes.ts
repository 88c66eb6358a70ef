import type { Route } from '../../http/route';
import { readReturnedMailRoute } from './returned-mails';
import { suppressionRoutes } from './suppressions';
import { taskRoutes, type TaskDependencies } from './tasks';

/** Whom mail does not reach, and what people do about it: `/v1/suppressions`, `/v1/returned-mails` and `/v1/tasks`. */
export function reachRoutes(deps: TaskDependencies): Route[] {
  return [...suppressionRoutes(deps), readReturnedMailRoute(deps), ...taskRoutes(deps)];
}
