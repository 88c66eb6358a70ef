import type { JSX } from 'preact';

/** The page that holds Swagger UI; script and style come from files, so that the strict CSP holds. */
export function SwaggerPage({ providerName }: { providerName: string }): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API · {providerName}</title>
        <link rel="icon" href="/docs/assets/favicon-32x32.png" />
        <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
      </head>
      <body>
        <div id="swagger-ui" />
        <script src="/docs/assets/swagger-ui-bundle.js" />
        <script src="/docs/start.js" />
      </body>
    </html>
  );
}
