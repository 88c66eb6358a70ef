import { readPublicPage } from '../../store/public/public-page';
import { componentsOf, type Component } from '../status/components';
import type { StatusPageDeps } from '../status/router';

/** What a reader can choose to hear of. */
export function componentsNow({ db, shows }: StatusPageDeps): Promise<Component[]> {
  return readPublicPage(db, async (page) => componentsOf(await page.locations(), []), shows);
}
