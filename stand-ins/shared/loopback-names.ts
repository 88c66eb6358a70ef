import type { RequestHandler } from 'express';

/** Names under which a browser may ask: another one is a page elsewhere that had its name point here. */
const HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Refuses requests for another host name than this machine's own. */
export const onlyLoopbackNames: RequestHandler = (request, response, next) => {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (HOSTS.has(host)) next();
  else response.status(403).type('text/plain').send('This answers on 127.0.0.1 and localhost only');
};
