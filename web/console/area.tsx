import { urlencoded, type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import { match } from 'path-to-regexp';
import type { JSX } from 'preact';
import { KnownError, ERRORS } from '../../domain/shared/errors';
import type { Session } from '../../store/access/sessions';
import type { SecretBox } from '../../store/database/secret-box';
import type { Viewer } from '../../store/windows/viewer';
import { keyOf } from '../forms/form';
import { typedIn, type FormState, type Typed } from '../forms/typed';
import { ownFormOnly, personOf, signedInOnly, type SignedInPerson } from '../sign-in/signed-in';
import type { SignInParts } from '../sign-in/parts';
import { sendPrivateHtml } from '../status/http-answers';
import { keptState, signedInOrKept } from './kept';
import type { ConsoleSite } from './layout';
import { viewerOf } from './viewer';
import type { OperationCall, OperationName, Operations } from './operations';

/** What a page of the console is made from. */
export interface Asked {
  readonly person: SignedInPerson;
  readonly session: Session;
  /** What the person may read (T3). */
  readonly viewer: Viewer;
  /** The names in the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Request['query'];
  /** UTC ms. */
  readonly now: number;
  /** What every page's layout takes. */
  readonly frame: { readonly site: ConsoleSite; readonly person: SignedInPerson; readonly may: Asked['may'] };
  /** Whether the person may use an operation of the API: buttons stand only where it is so. */
  readonly may: (operation: OperationName) => boolean;
  /** Carries out an operation that reads, and answers its JSON. Throws KnownError as the API answers problems. */
  readonly ask: (operation: OperationName, call?: OperationCall) => Promise<unknown>;
}

type Show = (asked: Asked) => Promise<JSX.Element>;

/** What every such form has. */
interface ActionForm {
  /** As Express writes it. */
  readonly path: string;
  /** What it comes to: whoever may not use it by the API may not here. */
  readonly operation: OperationName;
  /** The operation's request, from what was typed. */
  readonly call: (typed: Typed, asked: Asked) => OperationCall | Promise<OperationCall>;
  /** The page with the form as it was typed, and what was wrong with it. */
  readonly again: (asked: Asked, form: FormState) => Promise<JSX.Element>;
}

/** A form that changes something. */
export type Action = ActionForm & ActionEnd;

type ActionEnd =
  /** Where the browser goes once it is done. */
  | { readonly done: (answer: unknown, asked: Asked, typed: Typed) => string }
  /** In place of that, the answer itself: what is shown this once, such as a secret. */
  | { readonly show: (answer: unknown, asked: Asked) => Promise<JSX.Element> };

/** `isPart`: a script puts it into the open page; otherwise it is the whole page, with the form as it was typed. */
type ShowTyped = (asked: Asked, typed: Typed, isPart: boolean) => Promise<JSX.Element>;

/** A path of the console, as log, metrics and tests call it. */
export interface ServedPath {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly operation: OperationName | undefined;
}

/** Where the parts of the console put their pages. Paths begin with `/console`. */
export interface ConsoleArea {
  readonly parts: AreaParts;
  /** A page for whoever may use the operation; `undefined`: for everybody who is signed in. */
  page(path: string, operation: OperationName | undefined, show: Show): void;
  /** A piece of a page, which is put in while the page is open. */
  part(path: string, operation: OperationName | undefined, show: Show): void;
  action(action: Action): void;
  /** What a request asks, for whoever handles it by themselves. */
  asked(request: Request, response: Response): Asked;
  /** A form that is shown what it would come to, and changes nothing. */
  look(path: string, operation: OperationName | undefined, show: ShowTyped): void;
  /** For what is neither, after the same guards. */
  handle(served: ServedPath, ...handlers: RequestHandler[]): void;
}

export interface AreaParts extends SignInParts {
  readonly operations: Operations;
  /** Seals what was typed while it waits for its person. */
  readonly box: SecretBox;
  readonly notThisForm: Parameters<typeof ownFormOnly>[0];
  /** Says how log and metrics call a request. */
  readonly named: (response: Response, template: string) => void;
}

/** Forms that came after their session had lapsed. */
const KEPT = {
  pathname: '/console/kept/:secret',
  none: 'No form of yours is kept here: they are for an hour. What was sent was not done; open its page again.',
};

/** Large enough for a report with all its sections. */
const form = urlencoded({ extended: false, limit: '256kb', parameterLimit: 5_000 });

/** Where pages are put, and what was put there. */
export function createArea(
  router: Router,
  parts: AreaParts,
  site: ConsoleSite,
): ConsoleArea & { readonly served: readonly ServedPath[] } {
  const served: ServedPath[] = [];
  const signedIn = signedInOnly(parts);
  const asked = (request: Request, response: Response) => askedOf(parts, site, request, response);
  const actions: Action[] = [];
  const guards = (one: ServedPath, ...before: RequestHandler[]): RequestHandler[] => {
    served.push(one);
    const name: RequestHandler = (_request, response, next) => {
      parts.named(response, one.path.replaceAll(/:(\w+)/g, '{$1}'));
      next();
    };
    return [
      name,
      ...(before.length > 0 ? before : [signedIn]),
      ...(one.operation === undefined ? [] : [permitted(parts, one.operation)]),
    ];
  };
  const shown = (show: Show) => async (request: Request, response: Response) => {
    sendPrivateHtml(response, await show(asked(request, response)), 'same-origin');
  };
  const { pathname } = KEPT;
  router.get(
    pathname,
    ...guards({ method: 'GET', path: pathname, operation: undefined }),
    async (request, response) => {
      const before = asked(request, response);
      const kept = await keptState(parts, String(before.params.secret), before.session.person);
      const found = kept && actionAt(actions, kept.path);
      if (!found || !before.may(found.action.operation)) throw new KnownError('not-found', KEPT.none);
      const page = await found.action.again({ ...before, params: found.params }, kept.form);
      sendPrivateHtml(response, page, 'same-origin');
    },
  );
  const own = [form, ownFormOnly(parts.notThisForm)];
  return {
    parts,
    served,
    asked,
    page: (path, operation, show) => router.get(path, ...guards({ method: 'GET', path, operation }), shown(show)),
    part: (path, operation, show) => router.get(path, ...guards({ method: 'GET', path, operation }), shown(show)),
    action(action) {
      const { path, operation } = action;
      actions.push(action);
      const who = guards({ method: 'POST', path, operation }, form, signedInOrKept(parts));
      router.post(path, ...who, ownFormOnly(parts.notThisForm), async (request, response) => {
        await act(parts, action, { asked: asked(request, response), request, response });
      });
    },
    look(path, operation, show) {
      router.post(path, ...guards({ method: 'POST', path, operation }), ...own, async (request, response) => {
        const isPart = request.get('hx-request') === 'true';
        const page = await show(asked(request, response), typedIn(request.body), isPart);
        sendPrivateHtml(response, page, 'same-origin');
      });
    },
    handle(one, ...handlers) {
      const method = one.method === 'GET' ? 'get' : 'post';
      router[method](one.path, ...guards(one), ...handlers);
    },
  };
}

/** Which action a path is of, and what the names in it stand for. */
function actionAt(actions: readonly Action[], path: string) {
  for (const action of actions) {
    const found = match(action.path)(path);
    if (found) return { action, params: found.params as Readonly<Record<string, string>> };
  }
  return undefined;
}

function permitted({ operations }: AreaParts, operation: OperationName): RequestHandler {
  return (_request: Request, response: Response, next: NextFunction) => {
    operations.mustBePermitted(personOf(response).session, operation);
    next();
  };
}

/** What a request asks, once somebody is signed in. */
function askedOf({ operations, clock }: AreaParts, site: ConsoleSite, request: Request, response: Response): Asked {
  const person = personOf(response);
  const { session } = person;
  const may = (operation: OperationName) => operations.may(session, operation);
  return {
    ...{ person, session, query: request.query, now: clock(), may },
    viewer: viewerOf(session),
    params: request.params as Readonly<Record<string, string>>,
    frame: { site, person, may },
    ask: (operation, call = {}) => operations.run(session, operation, call, { request: idOf(request) }),
  };
}

interface Acting {
  readonly asked: Asked;
  readonly request: Request;
  readonly response: Response;
}

/** Refusals come back with the form; what nobody can correct by typing is an error page as elsewhere. */
async function act({ operations }: AreaParts, action: Action, { asked, request, response }: Acting): Promise<void> {
  const typed = typedIn(request.body);
  const asking = { key: keyOf(typed), request: idOf(request) };
  try {
    const answer = await operations.run(asked.session, action.operation, await action.call(typed, asked), asking);
    if ('show' in action) sendPrivateHtml(response, await action.show(answer, asked), 'same-origin');
    else response.set('Cache-Control', 'no-store').redirect(303, action.done(answer, asked, typed));
  } catch (error) {
    if (!(error instanceof KnownError) || NO_FORM.includes(error.code)) throw error;
    const faults = faultsOf(error);
    const { code } = error;
    const message = faults.length > 0 && error.faults.length > 0 ? undefined : error.message;
    const state = { typed, faults, message, code };
    response.status(ERRORS[code].status);
    sendPrivateHtml(response, await action.again(asked, state), 'same-origin');
  }
}

/** Whoever may not use the operation at all was refused before: what is not permitted then lies in what was typed. */
export const NO_FORM: readonly string[] = ['not-found', 'key-reused'];
/** Rules that a reason overrides: its field is where they are answered. */
const OVERRIDDEN: readonly string[] = ['notice-debt', 'verification-open', 'conflict'];

function faultsOf({ code, faults, message }: KnownError): FormState['faults'] {
  if (faults.length > 0) return faults;
  return OVERRIDDEN.includes(code) ? [{ field: 'override', message }] : [];
}

export const idOf = ({ id }: { readonly id?: unknown }) => (typeof id === 'string' ? id : '');
