import express, { type Router } from 'express';
import type { Logger } from 'pino';
import { isSigned } from '../../../channels/slack/interactivity/signature';
import { readPayload } from '../../../channels/slack/interactivity/payload';
import {
  createPressHandler,
  type GivenInSlack,
  type PressDependencies,
} from '../../../channels/slack/interactivity/presses';
import { createPacedSlackClient } from '../../../composition/slack';
import type { Config, SlackBot } from '../../../config/config';
import { findPerson } from '../../../store/access/persons';
import { getWindow } from '../../../store/windows/windows';
import type { WorkChecks } from '../../../use-cases/check-work';
import { giveCommand } from '../../../use-cases/give-command';
import type { Dependencies } from '../dependencies';
import { loggable } from '../../http/failures';
import { nameRoute } from '../../http/router';
import { requestIdOf } from '../../http/request-id';
import type { WindowsClient } from '../../../temporal/windows-client';

export interface SlackRouterDependencies extends Dependencies, WorkChecks {
  readonly windows: WindowsClient;
  readonly slack: Config['slack'];
  readonly logger: Pick<Logger, 'error'>;
  /** UTC ms. */
  readonly clock: () => number;
}

const PATH = '/slack/interactivity';
/** Bytes; a payload holds the message that was pressed. */
const LIMIT = 500_000;

/** `POST /slack/interactivity`: presses and dialogs from Slack (C4). Nothing is there without the signing secret. */
export function createSlackRouter(deps: SlackRouterDependencies): Router {
  const router = express.Router();
  const { slack, clock } = deps;
  if (!slack || 'webhook' in slack || slack.signingSecret === undefined) return router;
  const { signingSecret } = slack;
  const parts = handlerDependencies(deps, slack);
  router.post(
    PATH,
    (_request, response, next) => {
      nameRoute(response, PATH);
      response.set('Cache-Control', 'no-store');
      next();
    },
    // the signature is over the bytes as they came
    express.raw({ type: () => true, limit: LIMIT, inflate: false }),
    async (request, response) => {
      const body: unknown = request.body;
      const signed = {
        timestamp: request.get('x-slack-request-timestamp'),
        signature: request.get('x-slack-signature'),
        body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      };
      if (!isSigned(signed, signingSecret, clock())) {
        response.status(401).json({ error: 'The signature is wrong, or older than five minutes.' });
        return;
      }
      const give = (given: GivenInSlack) => giveFromSlack(deps, given, requestIdOf(request));
      const handler = createPressHandler({ ...parts, give });
      const payload = readPayload(signed.body);
      if (payload?.type === 'block_actions') await handler.pressed(payload);
      const answer = payload?.type === 'view_submission' ? await handler.submitted(payload) : undefined;
      if (answer) response.json(answer);
      else response.status(200).end();
    },
  );
  return router;
}

/** Who pressed is the person that the configuration names, with one name for tokens and Slack (T5). */
async function giveFromSlack(
  { db, windows, executors }: SlackRouterDependencies,
  { reference, name, body, user, person, updateId }: GivenInSlack,
  request: string,
): Promise<{ readonly phase: string }> {
  const by = person === undefined ? `slack:${user}` : (await findPerson(db, person)).person;
  const giver = { by, credential: `slack:${user}`, request, door: 'slack' } as const;
  const viewer = { organizationId: null };
  return (await giveCommand({ db, windows, executors }, { reference, name, body, giver, viewer, updateId })).view;
}

function handlerDependencies(
  { db, logger }: SlackRouterDependencies,
  slack: SlackBot,
): Omit<PressDependencies, 'give'> {
  return {
    readWindow: async (reference) => (await getWindow(db, reference, { organizationId: null }))?.view,
    client: createPacedSlackClient(db, slack),
    channel: slack.channel,
    users: slack.users,
    onFailure: (error) => logger.error({ failure: loggable(error) }, 'a press in Slack was not carried out'),
  };
}
