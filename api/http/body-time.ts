import type { RequestHandler } from 'express';
import { SECOND } from '../../domain/shared/time';

/** How long a body may take to arrive before anybody has shown a token, or a session (ms). */
const UNKNOWN_SENDER = 30 * SECOND;

/**
 * Ends requests whose body has not arrived in time, unless a token or a session came with them: those may carry a large inventory, and have
 * the server's own, longer limit (T8). It holds after an early answer such as 401, too, when a sender goes on all the same.
 */
export function createBodyTime(limitMs: number = UNKNOWN_SENDER): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => {
      if (request.complete || response.locals.caller !== undefined || response.locals.person !== undefined) return;
      if (response.headersSent) {
        request.socket.destroy();
        return;
      }
      const seconds = String(Math.round(limitMs / SECOND));
      response.once('finish', () => request.socket.destroySoon());
      response
        .status(408)
        .set({ Connection: 'close', 'Cache-Control': 'no-store' })
        .type('text/plain')
        .send(`The request did not arrive within ${seconds} seconds. Nothing was done; send it again, faster.\n`);
    }, limitMs);
    timer.unref();
    request.once('close', () => {
      clearTimeout(timer);
    });
    next();
  };
}
