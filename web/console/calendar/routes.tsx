import type { ConsoleArea } from '../area';
import { readAskedFor } from './asked-for';
import { CalendarPage } from './page';
import { readWeeks } from './read-weeks';

/** Windows by week and month, place and day (P8). */
export function addCalendar(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page('/console/calendar', 'GET /v1/windows', async (asked) => {
    const { frame, now, query } = asked;
    const askedFor = readAskedFor(query, now);
    return <CalendarPage {...{ frame, now, askedFor }} {...await readWeeks(db, asked, askedFor)} />;
  });
}
