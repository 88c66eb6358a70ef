import { createHash } from 'node:crypto';
import { Router } from 'express';

export interface CalendarFeedDeps {
  /** The feed with this secret as iCalendar; undefined for a secret that is not good. */
  readonly read: (secret: string) => Promise<string | undefined>;
}

/** Calendars ask every hour or so; a cache of one's own may answer a person who asks at once again. */
const CACHE = 'private, max-age=300';

/**
 * `GET /calendar/{secret}.ics` (C5): an organization's windows, for calendars that subscribe. The address is the key: a wrong
 * one is 404 like any other path. Answers with an ETag, so that a calendar which has it all is told so in a few bytes.
 */
export function createCalendarFeedPage({ read }: CalendarFeedDeps): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.get('/:file', async (request, response, next) => {
    const secret = /^([A-Za-z0-9_-]{20,200})\.ics$/.exec(request.params.file)?.[1];
    const calendar = secret === undefined ? undefined : await read(secret);
    if (calendar === undefined) {
      next();
      return;
    }
    const etag = createHash('sha256').update(calendar).digest('base64url').slice(0, 27);
    response
      .set({
        'Content-Type': 'text/calendar; charset=utf-8',
        'Content-Disposition': 'inline; filename="maintenance.ics"',
        'Cache-Control': CACHE,
        'Referrer-Policy': 'no-referrer',
        'X-Robots-Tag': 'noindex',
        ETag: `"${etag}"`,
      })
      .send(calendar);
  });
  return router;
}
