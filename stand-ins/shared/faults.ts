import type { Response } from 'express';

/**
 * What can go wrong with a request to any service, on demand. `before` and `after` say whether it was carried out; `late`: the
 * connection is reset at once, and the request is carried out only some time later.
 */
export const FAULTS = [
  'error-before',
  'error-after',
  'reset-before',
  'reset-after',
  'hang-before',
  'hang-after',
  'html-before',
  'html-after',
  'late',
] as const;

/** Those that look the same at every service; an `error` each service words itself. */
type Breakage = Exclude<(typeof FAULTS)[number], `error-${string}`>;

/** Answers in a way that a client cannot use. */
export function breakOff(fault: Breakage, response: Response): void {
  switch (fault) {
    case 'html-before':
    case 'html-after':
      response.type('html').send('<!doctype html><title>Just a moment</title>');
      return;
    case 'hang-before':
    case 'hang-after':
      // the caller gives up, or the server is closed
      return;
    case 'reset-before':
    case 'reset-after':
    case 'late':
      response.socket?.resetAndDestroy();
  }
}
