import { ServiceFailure } from '../convergence/service-failure';
import type { SlackApiClient } from './slack-api-client';

/** One thing that was looked at, in one line. */
export interface SlackFinding {
  readonly check: 'token' | 'channel' | 'buttons';
  readonly ok: boolean;
  readonly text: string;
}

/** Looks whether the token and the channel can be used; posts nothing. At most two requests. */
export async function examineSlack(
  client: SlackApiClient,
  presses: { readonly hasSigningSecret: boolean; readonly people: number },
): Promise<SlackFinding[]> {
  const buttons: SlackFinding = { check: 'buttons', ...examinePresses(presses) };
  const token = await tried('token', async () => {
    const { user, team } = await client.whoAmI();
    return { ok: true, text: `The token is that of ${user} in ${team}.` };
  });
  if (!token.ok) return [token, buttons];
  const channel = await tried('channel', async () => {
    const { name, isMember, isArchived } = await client.channelInfo();
    if (isArchived)
      return { ok: false, text: `The channel #${name} is archived. Name another one in FOREWARN_SLACK_CHANNEL.` };
    if (!isMember)
      return { ok: false, text: `The bot is not in the channel #${name}. Invite it there: /invite @forewarn.` };
    return { ok: true, text: `The bot is in the channel #${name}.` };
  });
  return [token, channel, buttons];
}

function examinePresses({ hasSigningSecret, people }: { hasSigningSecret: boolean; people: number }) {
  if (!hasSigningSecret)
    return { ok: true, text: 'FOREWARN_SLACK_SIGNING_SECRET is not set: threads have no buttons.' };
  if (people > 0) return { ok: true, text: 'Presses are read, signed with FOREWARN_SLACK_SIGNING_SECRET.' };
  return {
    ok: false,
    text: 'Nobody may press, so threads have no buttons: list people in FOREWARN_SLACK_USERS, such as U024BE7LH=anna.',
  };
}

async function tried(
  check: SlackFinding['check'],
  look: () => Promise<{ ok: boolean; text: string }>,
): Promise<SlackFinding> {
  try {
    return { check, ...(await look()) };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    return { check, ok: false, text: error.message };
  }
}
