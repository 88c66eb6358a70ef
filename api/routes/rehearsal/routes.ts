import { toIso } from '../../../domain/shared/time';
import { refusalsOf, COMMAND_NAMES } from '../../../domain/window/commands/commands';
import { previewCommand } from '../../../use-cases/preview-command';
import { previewMessage } from '../../../use-cases/preview-notice';
import { rehearseMessages, type RehearsalDependencies } from '../../../use-cases/rehearse-messages';
import { route, type Route } from '../../http/route';
import { OPENING_EXAMPLE } from '../windows/open';
import { previewedAnswer, rehearsedAnswer } from './answers';
import {
  commandPreviewSchema,
  previewedCommandSchema,
  previewParams,
  previewQuery,
  previewSchema,
  rehearsalSchema,
  rehearsedWindowSchema,
} from './schemas';

/** `POST /v1/rehearsals` and `/v1/windows/{reference}/preview`: what customers would read (L11, P2). Nothing is sent or stored. */
export function rehearsalRoutes(deps: RehearsalDependencies): Route[] {
  return [rehearse(deps), preview(deps), previewOfCommand(deps)];
}

const rehearse = (deps: RehearsalDependencies) =>
  route({
    method: 'post',
    path: '/v1/rehearsals',
    id: 'rehearseWindow',
    tag: 'windows',
    summary: 'See every message of a window before it is opened',
    description:
      'The body that opens a window, lived through on a clock that leaps: every message on its date, for each customer, with its ' +
      'text (L11). The same rules decide as in a window that is open; the audience is that of the inventory now. Approval and ' +
      'nomination are given when they are first asked for; the work starts and ends as planned unless the body says otherwise. ' +
      'Nothing is sent, stored or held. What would be refused at opening for its notice or a conflict is listed and rehearsed all the same.',
    example: { ...OPENING_EXAMPLE, organizations: ['acme'], endsLateMinutes: 30 },
    readsOnly: true,
    problems: ['start-in-past', 'end-in-past', 'too-far-ahead', 'notice-too-short', 'unknown-scope', 'empty-audience'],
    success: { status: 200, description: 'The messages in the order they would leave' },
    body: rehearsalSchema,
    answer: rehearsedWindowSchema,
    async handle({ body, caller, actor, now }) {
      const { organizations, html, startsLateMinutes, endsLateMinutes, cancelAt, reschedule, ...opening } = body;
      const deviations = { startsLateMinutes, endsLateMinutes, cancelAt, reschedule };
      const request = { body: opening, deviations, organizations, html, by: actor.by, viewer: caller, now };
      return { body: rehearsedAnswer(await rehearseMessages(deps, request), now) };
    },
  });

const preview = ({ db, renderer }: RehearsalDependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/preview',
    id: 'previewNotice',
    tag: 'windows',
    summary: 'Read a message as a customer would',
    description:
      'One notice of the window as it stands, for one organization, in its language or another (L8, P2): on its date where it is ' +
      'still to come, else as it would be worded now. Nothing is sent or stored.',
    problems: [],
    success: { status: 200, description: 'The message' },
    params: previewParams,
    query: previewQuery,
    answer: previewSchema,
    async handle({ params: { reference }, query: { organization, notice: kind, locale, html }, now }) {
      const request = { reference, kind, organization, now };
      const { sample, at, revision } = await previewMessage({ db, renderer }, request, {
        html: html !== false,
        locale,
      });
      return { body: { ...sample, at: toIso(at), kind, revision } };
    },
  });

const previewOfCommand = ({ db, renderer }: RehearsalDependencies) =>
  route({
    method: 'post',
    path: '/v1/windows/{reference}/preview',
    id: 'previewCommand',
    tag: 'windows',
    summary: 'Read the mail of a command before it is given',
    description:
      'The notice to customers that a command would begin if it were given now, whom it would reach by the inventory of now, and one ' +
      'of its mails with the words of the command (P2). The window itself decides, so what it would refuse is refused here, too, ' +
      'except for what only its record knows, such as conflicts. Nothing is sent or stored.',
    example: { command: 'post', body: { message: 'The first rack is done.' }, organization: 'acme' },
    readsOnly: true,
    problems: [...new Set(COMMAND_NAMES.flatMap(refusalsOf))],
    success: { status: 200, description: 'The notice and a mail of it' },
    params: previewParams,
    body: commandPreviewSchema,
    answer: previewedCommandSchema,
    async handle({ params: { reference }, body: { command: name, body, organization, html, locale }, actor, now }) {
      const request = { reference, name, body, giver: { by: actor.by }, organization, now };
      return { body: previewedAnswer(await previewCommand({ db, renderer }, request, { html, locale })) };
    },
  });
