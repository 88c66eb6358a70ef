import { z } from 'zod';
import { keepInFile } from '../shared/kept-state';
import { runServer } from '../shared/server-process';
import { startSlackStandIn } from './stand-in';

/** The Slack stand-in as a process of `npm start`. Ends in order on SIGTERM and SIGINT. */
const settings = z.object({
  SLACK_STAND_IN_PORT: z.coerce.number().int().min(0).max(65_535).default(8027),
  SLACK_STAND_IN_TOKEN: z.string().min(1).default('xoxb-local'),
  SLACK_STAND_IN_SIGNING_SECRET: z.string().min(16).default('local-signing-secret'),
  SLACK_STAND_IN_CHANNEL: z.string().min(1).default('C0LOCAL'),
  /** Who presses on the page. */
  SLACK_STAND_IN_USER: z.string().min(1).default('U0OPERATOR'),
  /** The file that keeps the messages; in memory only when left out. */
  SLACK_STAND_IN_DATA: z.string().min(1).optional(),
  /** Of the API. */
  SLACK_STAND_IN_INTERACTIVITY_URL: z.url().default('http://127.0.0.1:8080/slack/interactivity'),
});

runServer('the Slack stand-in', async () => {
  const env = settings.parse(process.env);
  const standIn = await startSlackStandIn({
    port: env.SLACK_STAND_IN_PORT,
    token: env.SLACK_STAND_IN_TOKEN,
    signingSecret: env.SLACK_STAND_IN_SIGNING_SECRET,
    channel: env.SLACK_STAND_IN_CHANNEL,
    user: env.SLACK_STAND_IN_USER,
    interactivityUrl: env.SLACK_STAND_IN_INTERACTIVITY_URL,
    ...(env.SLACK_STAND_IN_DATA ? { kept: keepInFile(env.SLACK_STAND_IN_DATA) } : {}),
  });
  console.log(`the Slack stand-in answers at ${standIn.url} and shows its channel at ${standIn.pageUrl}`);
  return standIn;
});
