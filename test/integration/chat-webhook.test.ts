import { createIncomingWebhook } from '../../channels/slack/incoming-webhook';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { createChannelStates } from '../../store/channels/channel-states';
import { readInternalEntry } from '../../store/windows/internal-entry';
import { behind, useFollowed } from '../support/followed';
import { useSlack } from '../support/slack-world';

const world = useSlack();
const { follow } = useFollowed(world);

test('C4: an incoming webhook of another chat: one plain message for each update; an unclear one is sent again and says so', async () => {
  const texts: string[] = [];
  let resets = 0;
  const chat = await serveOnLoopback((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      texts.push((JSON.parse(body) as { text: string }).text);
      if (resets-- > 0) response.socket?.resetAndDestroy();
      else response.end('ok');
    });
  });
  const webhook = createIncomingWebhook({
    url: `${chat.origin}/canary-secret`,
    publicUrl: 'https://status.provider.example',
    hasConsole: false,
    states: createChannelStates(world.db, 'slack'),
    ...world.pace('webhook'),
    read: (reference) => readInternalEntry(world.db, reference),
    clock: world.clock,
    timeoutMs: 5_000,
  });
  const followed = follow({ title: '<!channel> power' });
  await followed.life.announce();
  expect(await followed.converge(webhook)).toMatchObject({ converged: true, calls: 2 });
  expect(texts[0]).toMatch(/^MW-\S+ &lt;!channel&gt; power\nstandard maintenance/);
  resets = 1;
  await followed.life.start();
  const outcome = await followed.converge(webhook);
  expect(behind(outcome)).toMatch(/^Slack cannot be reached .*FOREWARN_SLACK_WEBHOOK/);
  expect(behind(outcome)).not.toContain('canary');
  await followed.converge(webhook);
  expect(texts.slice(3)).toEqual([expect.stringMatching(/Work started.*\n\(Sent again/) as string]);
  expect(await followed.converge(webhook)).toMatchObject({ calls: 0 });
  await chat.close();
});
