import type { Response } from 'express';
import { SECOND } from '../../domain/shared/time';
import type { Hub, News } from './hub';

/** As many windows as one page watches. */
export const MOST_WATCHED = 100;
/** A line now and then, so that nothing between us and the browser takes the stream for dead (ms). */
const ALIVE_EVERY = 25 * SECOND;

const figure = new Intl.NumberFormat('en-US');

/** How far a notice is, in words. */
const toldWords = ({ taken, mails }: { readonly taken: number; readonly mails: number }) =>
  `${figure.format(taken)} of ${figure.format(mails)} told`;

interface Streaming {
  readonly hub: Hub;
  /** Windows whose events are sent by name. */
  readonly references: readonly string[];
  /** How many events there were when the page was made, or when it heard the last (`Last-Event-ID`). */
  readonly seen: number | undefined;
  /** Whether its reader may know how many are told in all. */
  readonly mayCount: boolean;
  /** Whether the session is still good: asked now and then, and the stream ends with it. */
  readonly isGood: () => Promise<boolean>;
  /** Aborted when the process stops. */
  readonly stopping: AbortSignal | undefined;
}

/**
 * Server-sent events (WHATWG HTML, section 9.2) for an open page: `changed` when any window has changed, `changed-<reference>` for one of
 * its own, and `told-<reference>` with words such as `31,204 of 100,000 told` for each notice under way. They say that something is new and
 * nothing of what it is: the page asks for that itself. Each carries how many events there are, so that a browser that connects again is
 * told what it missed. Nothing is held while it waits: no connection to the database, no transaction.
 */
export function stream(response: Response, { hub, references, seen, mayCount, isGood, stopping }: Streaming): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // proxies that would gather pieces let them pass
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 3000\n\n');
  let missed = false;
  const leave = hub.watch({ references, seen }, (news, events) => {
    const event = eventOf(news, mayCount);
    if (event === undefined) return;
    // a reader that takes nothing gets no more than the buffer holds
    if (response.writableNeedDrain) missed = true;
    else response.write(`id: ${String(events)}\n${event}`);
  });
  response.on('drain', () => {
    if (!missed) return;
    missed = false;
    // what it did not get may be anything: it looks at everything again
    for (const reference of [undefined, ...references]) response.write(changed(reference));
  });
  const alive = setInterval(() => {
    response.write(': alive\n\n');
    isGood().then(
      (good) => {
        if (!good) end();
      },
      () => undefined,
    );
  }, ALIVE_EVERY).unref();
  const end = () => {
    leave();
    clearInterval(alive);
    stopping?.removeEventListener('abort', end);
    response.end();
  };
  stopping?.addEventListener('abort', end);
  response.once('close', end);
}

function eventOf(news: News, mayCount: boolean): string | undefined {
  if (news.type === 'changed') return changed(news.reference);
  const { window } = news;
  return mayCount ? `event: told-${window.reference}\ndata: ${toldWords(window)}\n\n` : undefined;
}

const changed = (reference: string | undefined) =>
  `event: ${reference === undefined ? 'changed' : `changed-${reference}`}\ndata: now\n\n`;
