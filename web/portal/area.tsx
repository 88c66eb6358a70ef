import { urlencoded, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { JSX } from 'preact';
import { ERRORS, KnownError } from '../../domain/shared/errors';
import { isTimeZone } from '../../domain/shared/time-zone';
import type { PortalSession } from '../../store/access/portal-sessions';
import type { Viewer } from '../../store/windows/viewer';
import { idOf, NO_FORM, type ServedPath } from '../console/area';
import type { OperationCall, OperationName, OperationsFor } from '../console/operations';
import { keyOf } from '../forms/form';
import { typedIn, type Fault, type FormState, type Typed } from '../forms/typed';
import type { SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import { PORTAL_REFUSALS, type PortalWords } from '../words/portal/portal-words';
import type { PortalFrame } from './layout';
import { contactOf, contactsOnly, type PortalPerson, type PortalSignInParts } from './person';
import { portalSiteFor, type PortalSite } from './site';
import { ownForm } from './sign-in-routes';

/** What a page of the portal is made from. */
export interface PortalAsked {
  readonly person: PortalPerson;
  readonly site: PortalSite;
  /** What the contact may read (T3). */
  readonly viewer: Viewer;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Request['query'];
  /** UTC ms. */
  readonly now: number;
  readonly frame: PortalFrame & { readonly person: PortalPerson };
  /** Whether the contact may use an operation of the API: buttons stand only where it is so. */
  may(operation: OperationName): boolean;
  /** Carries out an operation that reads, and answers its JSON. Throws KnownError as the API answers problems. */
  ask(operation: OperationName, call?: OperationCall): Promise<unknown>;
}

/** A form as it was refused, in the reader's language. */
export interface PortalFormState extends FormState {
  /** Which form of the page it is: the path it was sent to. */
  readonly of: string;
  /** The API's own words with the figures, in English. */
  readonly detail: string | undefined;
}

type Show = (asked: PortalAsked) => Promise<JSX.Element>;

/** A form that comes to an operation of the API. */
export interface PortalAction {
  /** As Express writes it. */
  readonly path: string;
  readonly operation: OperationName;
  readonly call: (typed: Typed, asked: PortalAsked) => OperationCall;
  /** Where the browser goes once it is done, or the page that is shown: what it holds is shown this once. */
  readonly done: (answer: unknown, asked: PortalAsked) => string | Promise<JSX.Element>;
  readonly again: (asked: PortalAsked, form: PortalFormState) => Promise<JSX.Element>;
}

export interface PortalParts extends PortalSignInParts {
  readonly operations: OperationsFor<PortalSession>;
}

/** Where pages of the portal are put. Paths begin with `/portal`. */
export interface PortalArea {
  readonly parts: PortalParts;
  /** A page for contacts who may use the operation; `undefined`: for everybody who is signed in. */
  page(path: string, operation: OperationName | undefined, show: Show): void;
  action(action: PortalAction): void;
  /** For what is neither, after the same guards. */
  post(path: string, handle: (asked: PortalAsked, typed: Typed, response: Response) => Promise<void>): void;
  get(path: string, operation: OperationName, handle: (asked: PortalAsked, response: Response) => Promise<void>): void;
  /** What has been put here so far. */
  readonly served: readonly ServedPath[];
}

const form = urlencoded({ extended: false, limit: '64kb', parameterLimit: 2_000 });

export function createPortalArea(router: Router, parts: PortalParts, facts: SiteFacts): PortalArea {
  const signedIn = contactsOnly(parts);
  const asked = (request: Request, response: Response) => askedOf(parts, facts, request, response);
  const served: ServedPath[] = [];
  const guards = (one: ServedPath): RequestHandler[] => {
    served.push(one);
    const { operation } = one;
    if (operation === undefined) return [signedIn];
    return [
      signedIn,
      (_request, response, next) => {
        parts.operations.mustBePermitted(contactOf(response).session, operation);
        next();
      },
    ];
  };
  return {
    parts,
    served,
    page(path, operation, show) {
      router.get(path, ...guards({ method: 'GET', path, operation }), async (request: Request, response: Response) => {
        sendPrivateHtml(response, await show(asked(request, response)), 'same-origin');
      });
    },
    get(path, operation, handle) {
      router.get(path, ...guards({ method: 'GET', path, operation }), async (request: Request, response: Response) => {
        await handle(asked(request, response), response);
      });
    },
    action(action) {
      const { path, operation } = action;
      const before = [...guards({ method: 'POST', path, operation }), form, ...ownForm(parts, facts)];
      router.post(path, ...before, async (request: Request, response: Response) => {
        await act(parts, action, asked(request, response), { request, response });
      });
    },
    post(path, handle) {
      const before = [...guards({ method: 'POST', path, operation: undefined }), form, ...ownForm(parts, facts)];
      router.post(path, ...before, async (request: Request, response: Response) => {
        await handle(asked(request, response), typedIn(request.body), response);
      });
    },
  };
}

function askedOf(parts: PortalParts, facts: SiteFacts, request: Request, response: Response): PortalAsked {
  const { operations, clock } = parts;
  const person = contactOf(response);
  const { session } = person;
  const { organization, environments, timeZone } = session.contact;
  const site = portalSiteFor(facts, request, response, person);
  const zone = [timeZone, organization.timeZone].find((name) => name !== null && isTimeZone(name)) ?? 'Etc/UTC';
  return {
    ...{ person, site, query: request.query, now: clock() },
    viewer: { organizationId: organization.id, environments },
    params: request.params as Readonly<Record<string, string>>,
    frame: { site, person, zone },
    may: (operation) => operations.may(session, operation),
    ask: (operation, call = {}) => operations.run(session, operation, call, { request: idOf(request) }),
  };
}

/** Refusals come back with the form; what nobody can correct by typing is an error page as elsewhere. */
async function act(
  { operations }: PortalParts,
  action: PortalAction,
  asked: PortalAsked,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<void> {
  const typed = typedIn(request.body);
  const asking = { key: keyOf(typed), request: idOf(request) };
  const { session } = asked.person;
  try {
    const answer = await operations.run(session, action.operation, action.call(typed, asked), asking);
    const done = action.done(answer, asked);
    if (typeof done === 'string') response.set('Cache-Control', 'no-store').redirect(303, done);
    else sendPrivateHtml(response, await done, 'same-origin');
  } catch (error) {
    if (!(error instanceof KnownError) || NO_FORM.includes(error.code)) throw error;
    response.status(ERRORS[error.code].status);
    const state = refused(error, typed, request.path, asked.site.words);
    sendPrivateHtml(response, await action.again(asked, state), 'same-origin');
  }
}

/** What was refused, in the reader's language, as far as the portal has words for it. */
function refused(error: KnownError, typed: Typed, of: string, words: PortalWords): PortalFormState {
  const faults = error.faults.map(({ field, message }): Fault => ({
    field,
    message: faultWords(field, words) ?? message,
  }));
  const known = PORTAL_REFUSALS.find((code) => code === error.code);
  const other = faults.length > 0 ? words.problem : words.errors.otherTitle;
  const message = known ? words.refusals[known] : other;
  return { typed, faults, message, of, detail: faults.length > 0 ? undefined : error.message };
}

function faultWords(field: string, { faults }: PortalWords): string | undefined {
  if (field.startsWith('reason')) return faults.reason;
  if (field === 'maintenanceEmail') return faults.address;
  if (field === 'name') return faults.name;
  return field === 'url' ? faults.url : undefined;
}
