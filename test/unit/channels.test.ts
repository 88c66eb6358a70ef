import { mayHaveLeft } from '../../channels/convergence/service-failure';
import { CHANNELS, channelsConcerned } from '../../domain/channels/channels';
import type { WindowEvent } from '../../domain/window/events';

const notice = { kind: 'announcement', revision: 1, ordinal: 1 } as const;
const settled = (change: object): WindowEvent =>
  ({
    ...{ type: 'notice-settled', notice, outcome: 'settled', recipients: 2 },
    ...{ counts: { accepted: 2, failed: 0 }, ...change },
  }) as unknown as WindowEvent;

test('C7: a step of the window concerns every channel; a refused command none', () => {
  expect(channelsConcerned([{ type: 'verifying' }])).toEqual(CHANNELS);
  const refused = { type: 'command-refused', command: 'start', detail: 'It runs already.' } as unknown as WindowEvent;
  expect(channelsConcerned([refused])).toEqual([]);
});

test('C4: what needs somebody, and that it needs nobody any more, concerns the internal chat alone', () => {
  for (const event of [
    { type: 'channel-troubled', channel: 'statuspage', trouble: 'away' },
    { type: 'channel-mended', channel: 'statuspage' },
    { type: 'channel-repaired', channel: 'silences', repaired: 'set again' },
    { type: 'notice-troubled', notice, trouble: 'away' },
    { type: 'notice-mended', notice },
  ] satisfies WindowEvent[]) {
    expect(channelsConcerned([event])).toEqual(['slack']);
  }
});

test('C4: the chat hears that the announcement is out and that a notice failed somebody, not of every reminder', () => {
  const reminder = { kind: 'reminder', revision: 1, ordinal: 2 };
  expect(channelsConcerned([settled({})])).toEqual(['slack']);
  expect(channelsConcerned([settled({ notice: reminder })])).toEqual([]);
  expect(channelsConcerned([settled({ notice: reminder, counts: { accepted: 1, failed: 1 } })])).toEqual(['slack']);
  expect(channelsConcerned([settled({ notice: reminder, outcome: 'broken' })])).toEqual(['slack']);
});

test('L7: the word that a cancellation shows outside wakes nobody, or it would go round for ever', () => {
  expect(channelsConcerned([{ type: 'channel-undone', channel: 'slack' }])).toEqual([]);
});

it.each([
  ['ECONNREFUSED', false],
  ['ENOTFOUND', false],
  ['EAI_AGAIN', false],
  ['ECONNRESET', true],
  ['ETIMEDOUT', true],
  ['ERR_CANCELED', true],
  [undefined, true],
])('C7: after %s the request may have left: %s', (code, may) => {
  expect(mayHaveLeft(code)).toBe(may);
});
