import type { ErrorRequestHandler } from 'express';
import { ERRORS, type KnownError } from '../../domain/shared/errors';
import { sendPrivateHtml } from '../status/http-answers';
import { ConsoleLayout, type ConsoleSite } from './layout';

/**
 * A known failure as a page: what it was, in the words the API uses, and the way out. What nobody foresaw is left to the app, which gives
 * it a number and logs it.
 */
export function errorPage(
  site: ConsoleSite,
  knownFailure: (error: unknown) => KnownError | undefined,
): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const known = knownFailure(error);
    if (response.headersSent || !known) {
      next(error);
      return;
    }
    const { status, title, retryable } = ERRORS[known.code];
    if (retryable) response.set('Retry-After', '5');
    const page = (
      <ConsoleLayout site={site} title={title}>
        <p class="prose">{known.message}</p>
        <p>{retryable ? 'Load this page again in a moment.' : <a href="/console">To the overview</a>}</p>
      </ConsoleLayout>
    );
    sendPrivateHtml(response.status(status), page);
  };
}
