import path from 'node:path';
import { loopback } from './settings';
import type { StartContext } from './context';
import { standInKey } from './stand-in-key';

const CHANNEL = 'C0LOCAL';
/** The user of the stand-in's page, and the name on record. */
const USER = 'U0OPERATOR';
const NAME = 'operator';

/** The settings with which worker and API find the stand-in (C4); empty when the user has a chat of their own. */
export function slackEnvironment(
  { own, slackStandInPort }: StartContext['settings'],
  secretsKey: string,
): NodeJS.ProcessEnv {
  if (own.slack) return {};
  const { token, signingSecret } = secretsOf(secretsKey);
  return {
    FOREWARN_SLACK_TOKEN: token,
    FOREWARN_SLACK_CHANNEL: CHANNEL,
    FOREWARN_SLACK_SIGNING_SECRET: signingSecret,
    FOREWARN_SLACK_USERS: process.env.FOREWARN_SLACK_USERS ?? `${USER}=${NAME}`,
    FOREWARN_SLACK_URL: `${loopback(slackStandInPort)}/api/`,
  };
}

/** The stand-in of Slack with the internal channel, unless the user has a chat of their own. */
export async function startSlackStandIn({ settings, supervisor }: StartContext, secretsKey: string): Promise<void> {
  if (settings.own.slack) return;
  const { dataFolder, httpPort, slackStandInPort: port } = settings;
  const { token, signingSecret } = secretsOf(secretsKey);
  await supervisor.start({
    name: 'slack',
    run: { script: path.join(__dirname, '..', '..', 'stand-ins', 'slack', 'main.js') },
    env: {
      ...process.env,
      SLACK_STAND_IN_PORT: String(port),
      SLACK_STAND_IN_TOKEN: token,
      SLACK_STAND_IN_SIGNING_SECRET: signingSecret,
      SLACK_STAND_IN_CHANNEL: CHANNEL,
      SLACK_STAND_IN_USER: USER,
      SLACK_STAND_IN_INTERACTIVITY_URL: `${loopback(httpPort)}/slack/interactivity`,
      SLACK_STAND_IN_DATA: path.join(dataFolder, 'slack.json'),
    },
    ready: 'message',
  });
}

function secretsOf(secretsKey: string): { readonly token: string; readonly signingSecret: string } {
  return {
    token: `xoxb-${standInKey(secretsKey, 'Slack token')}`,
    signingSecret: standInKey(secretsKey, 'Slack signing secret'),
  };
}
