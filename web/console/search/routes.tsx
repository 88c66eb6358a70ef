import { SEARCH_KINDS, searchFor } from '../../../store/inventory/search';
import type { ConsoleArea } from '../area';
import { KINDS, SearchPage } from './page';

/** Everything that has a name, by a few words of it (P8). */
export function addSearch(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page('/console/search', 'GET /v1/windows', async ({ frame, query, viewer, may }) => {
    const words = typeof query.q === 'string' ? query.q.replaceAll('\0', '').trim().slice(0, 200) : '';
    const kinds = words === '' ? [] : SEARCH_KINDS.filter((kind) => may(KINDS[kind].operation));
    const found = await Promise.all(
      kinds.map(async (kind) => ({ kind, ...(await searchFor(db, kind, words, viewer)) })),
    );
    return <SearchPage {...{ frame, words, found }} />;
  });
}
