import { createRoutes, type AppDependencies } from '../../api/app';
import { createOpenApi } from '../../api/http/openapi';
import type { Json } from '../../api/http/document-schemas';

const ABOUT = { publicUrl: 'https://status.provider.example', providerName: 'Provider' };

/** The API's OpenAPI document for these settings; needs no database and no server. */
export function apiDocument(): Json {
  const routes = createRoutes({
    db: unneeded('db'),
    windows: unneeded('windows'),
    series: unneeded('series'),
    work: unneeded('work'),
    repair: unneeded('repair'),
    webhooks: unneeded('webhooks'),
    logger: unneeded('logger'),
    clock: () => 0,
    config: {
      ...ABOUT,
      temporalUiUrl: 'https://temporal.provider.example',
      temporalNamespace: 'default',
      approvals: 'by-request',
      supportAddress: 'support@provider.example',
      mailFrom: 'Maintenance <maintenance@provider.example>',
    },
  });
  return createOpenApi(routes, ABOUT);
}

/** Placeholders for what operations use when they run; describing them must not use it. */
function unneeded<Name extends keyof AppDependencies>(name: Name): AppDependencies[Name] {
  return new Proxy(
    {},
    {
      get() {
        throw new TypeError(`the document is made without ${name}: use it inside the handler`);
      },
    },
  ) as AppDependencies[Name];
}
