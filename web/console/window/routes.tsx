import { WORK_STATE_NAMES } from '../../../domain/work/states';
import { listChannelStates } from '../../../store/channels/channel-states';
import { DELIVERY_STATES } from '../../../store/database/tables/notices';
import { listAudience } from '../../../store/inventory/list-audience';
import { listUntold } from '../../../store/ledger/list-untold';
import { listDeliveries, listNotices } from '../../../store/ledger/notices';
import { readTimelinePage } from '../../../store/windows/timeline-page';
import type { WindowSummary } from '../../../store/windows/windows';
import { findWindow } from '../../../use-cases/find-window';
import { readWindow } from '../../../use-cases/read-window';
import { workOf } from '../../../use-cases/read-work';
import { liveHref } from '../../live/href';
import { personOf } from '../../sign-in/signed-in';
import type { Asked, ConsoleArea } from '../area';
import { addAnswers } from './answer-routes';
import { cursorIn, given, referenceOf, textIn } from './asked';
import { WindowAudience } from './audience';
import { WindowChannels } from './channels';
import { WindowDeliveries } from './deliveries';
import { WINDOW_PAGES, type WindowPageName } from './frame';
import { WindowOverview, type WindowPlaces } from './overview';
import { WindowTimeline } from './timeline';
import { WindowWork } from './work-list';

/** Where else a window is shown. */
export type LinksOf = (window: WindowSummary) => WindowPlaces;

const LIMIT = 50;
const PATH = '/console/windows/:reference';

/** The pages of one window: each list pages in the database. */
export function addWindow(area: ConsoleArea, linksOf: LinksOf): void {
  const { db } = area.parts;
  const page = (name: WindowPageName, show: Parameters<ConsoleArea['page']>[2]) => {
    const { path, operation } = WINDOW_PAGES[name];
    area.page(`${PATH}${path}`, operation, show);
  };
  const windowOf = async (asked: Asked) => {
    const { view } = await findWindow(db, referenceOf(asked), asked.viewer);
    return { frame: asked.frame, view, reference: view.reference, viewer: asked.viewer };
  };

  page('overview', async (asked) => {
    const live = await liveHref(db, [referenceOf(asked)]);
    const read = await readWindow(db, referenceOf(asked), asked.viewer);
    return <WindowOverview {...{ asked, read, live }} {...linksOf(read.window)} />;
  });

  page('timeline', async (asked) => {
    const { frame, view, reference, viewer } = await windowOf(asked);
    const lines = await readTimelinePage(db, reference, viewer, { limit: LIMIT, cursor: cursorIn(asked) });
    return <WindowTimeline {...{ frame, view, page: lines }} />;
  });

  page('notices', async (asked) => {
    const { frame, view, reference, viewer } = await windowOf(asked);
    const [q, notice] = [textIn(asked, 'q'), textIn(asked, 'notice')];
    const state = DELIVERY_STATES.find((one) => one === asked.query.state);
    const narrowed = { q, notice, state };
    const asOf = { slug: given(notice), q: given(q), limit: LIMIT };
    const [notices, deliveries, untold] = await Promise.all([
      listNotices(db, reference, viewer),
      listDeliveries(db, reference, { ...asOf, state, cursor: cursorIn(asked) }, viewer),
      listUntold(db, reference, { ...asOf, cursor: cursorIn(asked, 'untold') }, viewer),
    ]);
    return <WindowDeliveries {...{ frame, view, narrowed, notices, page: deliveries, untold }} />;
  });

  page('audience', async (asked) => {
    const { frame, view, viewer } = await windowOf(asked);
    const q = textIn(asked, 'q');
    const { scope, visibility } = view.spec;
    const which = { scope, isPrivate: visibility === 'private', q: given(q), limit: LIMIT, cursor: cursorIn(asked) };
    return <WindowAudience {...{ frame, view, q, page: await listAudience(db, which, viewer) }} />;
  });

  page('work', async (asked) => {
    const { frame, view, reference, viewer } = await windowOf(asked);
    const state = WORK_STATE_NAMES.find((one) => one === asked.query.state);
    const states = state && [state];
    const { counts, ...list } = await workOf(
      db,
      { reference, states },
      { limit: LIMIT, cursor: cursorIn(asked) },
      viewer,
    );
    return <WindowWork {...{ frame, view, state, counts, page: list }} />;
  });

  page('channels', async (asked) => {
    const { frame, view, reference } = await windowOf(asked);
    return <WindowChannels {...{ frame, view, channels: await listChannelStates(db, reference) }} />;
  });

  addAnswers(area);
  addProof(area);
}

const PROOF = 'GET /v1/windows/{reference}/proof.html';

/** The proof of notice of one customer, as the API prints it (T1). */
function addProof(area: ConsoleArea): void {
  const path = `${PATH}/proof/:organization`;
  area.handle({ method: 'GET', path, operation: PROOF }, async (request, response) => {
    const { reference, organization } = request.params;
    const call = { params: { reference: String(reference) }, query: { organization: String(organization) } };
    const answer = await area.parts.operations.run(personOf(response).session, PROOF, call, { request: '' });
    const pieces: string[] = [];
    for await (const piece of (answer as { readonly pieces: AsyncIterable<string> }).pieces) pieces.push(piece);
    response.set('Cache-Control', 'no-store').type('html').send(pieces.join(''));
  });
}
