import type { Request, Response, Router } from 'express';
import { DAY } from '../../domain/shared/time';
import { readPublicPage, type PublicPage, type WindowsQuery } from '../../store/public/public-page';
import { allowEveryOrigin, answerOptions, sendCalendar, sendFeed } from './http-answers';
import { componentsOf } from './components';
import { atom, rss, type FeedOf } from './feeds';
import type { StatusPageDeps } from './router';

/** As many windows as a feed lists, those with the latest news first. */
const LATEST = 50;
/** As many as a calendar does; what has ended stays a while, so that a cancelled date is seen as such. */
const CALENDAR = { limit: 500, keptMs: 90 * DAY };
const FEEDS = { atom, rss };

/** The feeds and the calendar, of everything at the root and of one component under `/components/{id}/`. */
export function addFeedRoutes(router: Router, deps: StatusPageDeps): void {
  const { db, providerName, publicUrl, shows, calendar, clock } = deps;
  const page = { providerName, publicUrl };
  const add = (file: string, send: (response: Response, read: PublicPage, of: Of) => Promise<() => void>) => {
    const answer = async (request: Request, response: Response) => {
      const answered = await readPublicPage(
        db,
        async (read) => {
          const of = await componentOf(read, request.params.id);
          return of && (await send(response, read, of));
        },
        shows,
      );
      if (answered) answered();
      else response.status(404).type('text').send('There is no such component.');
    };
    for (const path of [`/${file}`, `/components/:id/${file}`]) {
      router.route(path).all(allowEveryOrigin).get(answer).options(answerOptions);
    }
  };

  for (const type of ['atom', 'rss'] as const) {
    add(`history.${type}`, async (response, read, { query, feed }) => {
      const windows = await read.windows({ ...query, order: 'news-latest', limit: LATEST });
      const xml = FEEDS[type](windows, { ...page, updatedAt: await read.updatedAt() }, feed);
      return () => sendFeed(response, type, xml);
    });
  }
  if (!calendar) return;
  add('calendar.ics', async (response, read, { query, feed }) => {
    const endsAfter = clock() - CALENDAR.keptMs;
    const windows = await read.windows({ ...query, order: 'starts-latest', limit: CALENDAR.limit, endsAfter });
    const text = calendar(
      windows.toReversed(),
      `${providerName} maintenance${feed.name === null ? '' : `, ${feed.name}`}`,
    );
    return () => sendCalendar(response, text);
  });
}

interface Of {
  readonly query: Pick<WindowsQuery, 'place'>;
  readonly feed: FeedOf;
}

/** What a feed is of; undefined for an id no component has. */
async function componentOf(read: PublicPage, id: string | string[] | undefined): Promise<Of | undefined> {
  if (id === undefined) return { query: {}, feed: { folder: '', name: null } };
  const component = componentsOf(await read.locations(), []).find((one) => one.id === id);
  return (
    component && {
      query: { place: component.path },
      feed: { folder: `components/${component.id}/`, name: component.name },
    }
  );
}
