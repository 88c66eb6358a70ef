import { DAY } from '../../../domain/shared/time';
import { fanOutsOf } from '../../../store/ledger/over-time';
import { givenNotices, hoursOfWeek } from '../../../store/windows/reports';
import { findWindow } from '../../../use-cases/find-window';
import { DeliveriesOverTime } from '../../pictures/deliveries-over-time';
import { keptRows } from '../../pictures/kept';
import { lifeOf } from '../../pictures/life';
import type { Asked, ConsoleArea } from '../area';
import { readAskedFor } from '../calendar/asked-for';
import { readWeeks } from '../calendar/read-weeks';
import { PicturesPage } from './pictures-page';
import { ReportsPage } from './reports-page';

const YEAR = 365 * DAY;

/** What the windows of a year come to, and pictures of single ones (P8). */
export function addFigures(area: ConsoleArea): void {
  const { db } = area.parts;

  area.page('/console/reports', 'GET /v1/windows', async (asked) => {
    const { viewer, now, frame } = asked;
    const year = { from: now - YEAR, to: now };
    const week = readAskedFor({ view: 'places', span: 'week', level: asked.query.level }, now);
    const [notices, hours, weeks] = await Promise.all([
      givenNotices(db, year, viewer),
      hoursOfWeek(db, year, viewer),
      readWeeks(db, asked, week),
    ]);
    return <ReportsPage {...{ frame, now, year, hours, week, weeks }} kept={keptRows(notices)} />;
  });

  const readPictures = async ({ params, viewer }: Asked) => {
    const reference = String(params.reference);
    const window = await findWindow(db, reference, viewer);
    return { window, fanOuts: await fanOutsOf(db, reference, viewer) };
  };

  area.page('/console/windows/:reference/pictures', 'GET /v1/windows/{reference}/deliveries', async (asked) => {
    const { window, fanOuts } = await readPictures(asked);
    return <PicturesPage {...{ frame: asked.frame, now: asked.now, window, fanOuts }} life={lifeOf(window)} />;
  });

  area.part(
    '/console/windows/:reference/deliveries-over-time',
    'GET /v1/windows/{reference}/deliveries',
    async (asked) => {
      const { fanOuts } = await readPictures(asked);
      return <DeliveriesOverTime fanOuts={fanOuts} />;
    },
  );
}
