import express, { type RequestHandler, type Router } from 'express';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import swaggerFolder from 'swagger-ui-dist/absolute-path';
import { ProblemsPage } from './problems-page';
import { SwaggerPage } from './swagger-page';
import { methodNotAllowed, nameRoute } from '../../http/router';

const START_SCRIPT = `window.addEventListener('load', () => {
  SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
});
`;

const STYLE = `body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; color: #1b1f24; background: #fff; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #d0d7de; }
tr:target { background: #fff8c5; }
a { color: #0550ae; }
`;

/** `/openapi.json`, `/docs` (Swagger UI) and `/docs/problems`; for everybody. */
export function createDocsRoutes(about: { providerName: string; openApi: () => Record<string, unknown> }): Router {
  const router = express.Router();
  let openApi: Record<string, unknown> | undefined;
  const answers: Record<string, RequestHandler> = {
    '/openapi.json': (_request, response) => void response.json((openApi ??= about.openApi())),
    '/docs': page(<SwaggerPage providerName={about.providerName} />),
    '/docs/problems': page(<ProblemsPage providerName={about.providerName} />),
    '/docs/start.js': (_request, response) => void response.type('text/javascript').send(START_SCRIPT),
    '/docs/docs.css': (_request, response) => void response.type('text/css').send(STYLE),
  };
  for (const [path, answer] of Object.entries(answers)) {
    router.all(path, (_request, response, next) => {
      nameRoute(response, path);
      next();
    });
    router.get(path, answer);
    router.all(path, methodNotAllowed(['get']));
  }
  router.use('/docs/assets', (_request, response, next) => {
    nameRoute(response, '/docs/assets');
    next();
  });
  router.use('/docs/assets', express.static(swaggerFolder(), { index: false, maxAge: '1h' }));
  return router;
}

function page(node: JSX.Element): RequestHandler {
  const html = `<!doctype html>${renderToString(node)}`;
  return (_request, response) => void response.type('html').send(html);
}
