import type { EndpointDependencies } from '../../../use-cases/manage-endpoints';
import type { Route } from '../../http/route';
import { webhookDeliveryRoutes } from './deliveries';
import { endpointRoutes } from './endpoints';

/** `/v1/webhooks` (C6). */
export function webhookRoutes(deps: EndpointDependencies): Route[] {
  return [...endpointRoutes(deps), ...webhookDeliveryRoutes(deps)];
}
