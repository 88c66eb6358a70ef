import type { Database } from '../../../store/database/database';
import type { Route } from '../../http/route';
import { webhookDeliveryRoutes } from './deliveries';
import type { WebhookDoor } from './door';
import { endpointRoutes } from './endpoints';

export type { WebhookDoor };

export function webhookRoutes(parts: { db: Database; webhooks: WebhookDoor }): Route[] {
  return [...endpointRoutes(parts), ...webhookDeliveryRoutes(parts)];
}
