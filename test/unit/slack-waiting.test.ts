import { desiredThread } from '../../channels/slack/desired-thread';
import { viewOf } from '../../domain/window/view';
import { CoreWindow, openedEvent, openingBody } from '../support/windows';

/** What customers have said and nobody has answered stands in the thread of the window (S9, N15). */

const view = viewOf(new CoreWindow(openedEvent(openingBody())).state);
const first = (objections: number, messages: number, hasConsole = false) =>
  desiredThread(
    { view, events: [], customers: 2, resources: 3, waiting: { objections, messages } },
    { hasButtons: false, canApprove: false, publicUrl: 'https://status.provider.example', hasConsole },
  );

test.each([
  [1, 2, '1 objection, 2 written answers'],
  [2, 0, '2 objections'],
  [0, 1, '1 written answer'],
])('%i objections and %i answers', (objections, messages, words) => {
  const said = JSON.stringify(first(objections, messages).first.blocks);
  expect(said).toContain(`${words}: forewarn tasks --window MW-2026-0001`);
  // so that the message is written anew
  expect(first(objections, messages).digest).not.toBe(first(0, 0).digest);
});

test('nothing is said where nobody waits', () => {
  expect(JSON.stringify(first(0, 0).first.blocks)).not.toContain('Waits');
});

test('P8: the thread leads to the console where people sign in', () => {
  const blocks = (hasConsole: boolean) => JSON.stringify(first(0, 0, hasConsole).first.blocks);
  const way = '{"type":"link","url":"https://status.provider.example/console/windows/MW-2026-0001"';
  expect(blocks(true)).toContain(way);
  expect(blocks(false)).not.toContain('console');
});
