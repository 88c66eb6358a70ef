import type { JSX } from 'preact';
import { DocsPage } from './docs-page';

/** The page that holds Swagger UI; script and style come from files, so that the strict CSP holds. */
export function SwaggerPage({ providerName }: { providerName: string }): JSX.Element {
  return (
    <DocsPage title="API" providerName={providerName} stylesheet="/docs/assets/swagger-ui.css">
      <div id="swagger-ui" />
      <script src="/docs/assets/swagger-ui-bundle.js" />
      <script src="/docs/start.js" />
    </DocsPage>
  );
}
