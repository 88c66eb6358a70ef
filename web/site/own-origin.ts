import type { Request, RequestHandler, Response } from 'express';

/**
 * Whether a page elsewhere had a browser send this form (T8). Browsers say it themselves, in Sec-Fetch-Site or Origin, which no page
 * can forge; who sends neither is no browser and has nobody's address but its own. `own`: the origin of our pages.
 */
function isForeign(request: Request, own: string): boolean {
  const fetchSite = request.get('sec-fetch-site');
  if (fetchSite !== undefined) return fetchSite !== 'same-origin' && fetchSite !== 'none';
  const origin = request.get('origin');
  if (origin === undefined || origin === own) return false;
  // reached under another name than the one in mails
  return !URL.canParse(origin) || new URL(origin).host !== request.get('host');
}

/** Lets forms of our own pages through alone; `refuse` answers the others, whose status is 403 by then (T8). */
export function ownOriginOnly(
  publicUrl: string,
  refuse: (request: Request, response: Response, own: string) => void,
): RequestHandler {
  const own = new URL(publicUrl).origin;
  return (request, response, next) => {
    if (isForeign(request, own)) refuse(request, response.status(403), own);
    else next();
  };
}
