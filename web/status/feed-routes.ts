import type { Request, Response, Router } from 'express';
import { readPublicPage } from '../../store/public-page';
import { allowEveryOrigin, answerOptions, sendFeed } from './answers';
import { atom, rss } from './feeds';
import type { StatusPageDeps } from './router';

/** As many windows as a feed lists, latest announced first. */
const LATEST = 50;
const FEEDS = { atom, rss };

export function addFeedRoutes(router: Router, { db, providerName, publicUrl }: StatusPageDeps): void {
  for (const type of ['atom', 'rss'] as const) {
    const answer = async (_request: Request, response: Response) => {
      const xml = await readPublicPage(db, async (read) => {
        const windows = await read.windows({ order: 'announced-latest', limit: LATEST });
        return FEEDS[type](windows, { providerName, publicUrl, updatedAt: await read.updatedAt() });
      });
      sendFeed(response, type, xml);
    };
    router.route(`/history.${type}`).all(allowEveryOrigin).get(answer).options(answerOptions);
  }
}
