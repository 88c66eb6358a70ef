import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Brand } from '../../domain/brands/brand';
import type { Database } from '../../store/database/database';
import { publicFeed } from '../../channels/calendar/public-feed';
import { calendarSender } from '../../channels/calendar/sender';
import { createStatusPage } from '../../web/status/router';
import type { Subscriptions } from '../../use-cases/subscribe';
import { T0 } from './windows';

export const PUBLIC_URL = 'https://status.provider.example';

/** The status page alone in an app with the strictest policy its pages must work with; unknown paths answer 404 "app". */
export function statusPageApp(
  db: Database,
  { now = T0, subscriptions, brand }: { now?: number; subscriptions?: Subscriptions; brand?: Brand } = {},
): Express {
  const self = ["'self'"];
  const none = ["'none'"];
  const app = express();
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': none,
          'script-src': self,
          'style-src': self,
          'connect-src': self,
          'img-src': [...self, 'data:'],
          'form-action': self,
          'base-uri': none,
          'frame-ancestors': none,
        },
      },
    }),
  );
  const sender = calendarSender({
    ...{
      mailFrom: 'Maintenance <maintenance@provider.example>',
      providerName: 'Example & Sons',
      publicUrl: PUBLIC_URL,
    },
  });
  app.use(
    createStatusPage({
      ...{ db, providerName: 'Example & Sons', publicUrl: PUBLIC_URL, clock: () => now, subscriptions, brand },
      calendar: (windows, name) => publicFeed(windows, sender, name),
    }),
  );
  app.use((_request, response) => void response.status(404).send('app'));
  return app;
}

export const JSON_PATHS = [
  '/api/v2/summary.json',
  '/api/v2/status.json',
  '/api/v2/components.json',
  '/api/v2/incidents.json',
  '/api/v2/incidents/unresolved.json',
  '/api/v2/scheduled-maintenances.json',
  '/api/v2/scheduled-maintenances/upcoming.json',
  '/api/v2/scheduled-maintenances/active.json',
];
export const FEED_PATHS = ['/history.atom', '/history.rss'];
