import { urlencoded, type Request, type RequestHandler, type Response, type Router } from 'express';
import { actRow } from '../../domain/acting/acts';
import type { Acts } from '../../use-cases/act-by-link';
import type { Shut } from '../../use-cases/follow-act-link';
import { counted } from '../site/counted';
import { ownOriginOnly } from '../site/own-origin';
import type { Site, SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import type { StatusPageDeps } from '../status/router';
import { en } from '../words/en';
import { bodyOf } from '../forms/command-fields';
import { typedIn } from '../forms/typed';
import { tasksIn } from './form';
import { ActPage, DonePage, RefusedPage, ShutPage } from './pages';

export interface ActDeps extends StatusPageDeps {
  readonly acts: Acts;
}

const form = urlencoded({ extended: false, limit: '64kb', parameterLimit: 2_000 });

const STATUS: Record<Shut['state'], number> = { 'not-ours': 404, done: 200, over: 410, barred: 403 };

/** What staff do by links in their mails (N12, P1, P3, L6, L8). Opening a link changes nothing, because mail programs do that by themselves. */
export function addActRoutes(router: Router, deps: ActDeps, facts: SiteFacts): void {
  const { acts } = deps;
  router.get('/act/:token', async (request, response) => {
    const site = inside(facts, response);
    const looked = await acts.look(request.params.token);
    if (looked.state === 'open') sendPrivateHtml(response, <ActPage site={site} open={looked} />);
    else sendShut(response, site, looked);
  });
  const guards = [ownOrigin(deps, facts), limited(deps, facts)];
  router.post('/act/:token', ...guards, form, async (request: Request<{ token: string }>, response) => {
    const site = inside(facts, response);
    const { token } = request.params;
    const looked = await acts.look(token);
    if (looked.state !== 'open') {
      sendShut(response, site, looked);
      return;
    }
    const row = actRow(looked.act);
    const fields = 'command' in row ? row.fields : [];
    const typed = typedIn(request.body);
    const given = { body: bodyOf(typed, fields), tasks: tasksIn(request.body) };
    const acted = await acts.act(token, given, typeof request.id === 'string' ? request.id : '');
    if (acted.state === 'acted') sendPrivateHtml(response, <DonePage site={site} done={acted} />);
    else if (acted.state === 'refused') {
      response.status(acted.isLater ? 503 : 422);
      sendPrivateHtml(response, <ActPage site={site} open={acted} typed={typed} faults={acted.faults.map(sentence)} />);
    } else sendShut(response, site, acted);
  });
}

/** These pages are for the provider's own people, in English. */
function inside(facts: SiteFacts, response: Response): Site {
  response.set('Content-Language', en.tag);
  return { ...facts, say: en, to: (href) => href };
}

function sendShut(response: Response, site: Site, shut: Shut): void {
  sendPrivateHtml(response.status(STATUS[shut.state]), <ShutPage site={site} shut={shut} />);
}

/** What a schema says of a field, as a sentence beside it. */
function sentence({ field, message }: { readonly field: string; readonly message: string }) {
  return { field, message: /^[a-z]/.test(message) ? `It ${message}.` : message };
}

function ownOrigin({ publicUrl }: ActDeps, facts: SiteFacts): RequestHandler {
  return ownOriginOnly(publicUrl, (_request, response, own) => {
    const text = `Nothing was done: this form was sent by a page elsewhere. Open the link of your mail, which leads to ${own}.`;
    const page = <RefusedPage site={inside(facts, response)} title="This came from elsewhere" text={text} />;
    sendPrivateHtml(response, page);
  });
}

/** T8: whoever guesses links does not get far. */
function limited(deps: ActDeps, facts: SiteFacts): RequestHandler {
  return counted(deps, 'act', (_request, response, { most, minutes, seconds }) => {
    const text = `More than ${String(most)} forms came from your network in ${String(minutes)} minutes. Nothing was done; try again in ${String(seconds)} seconds.`;
    sendPrivateHtml(response, <RefusedPage site={inside(facts, response)} title="Too much at once" text={text} />);
  });
}
