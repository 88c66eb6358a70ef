import type { Message, Page } from '../api-types';
import type { Addition } from '../context';
import { counted, instant, printable, type Output } from '../output';
import { noteMore, pages } from '../pages';
import { wholeNumber } from './options';

/** `messages`: what people wrote back (N15). */
export const addMessages: Addition = (program, act) => {
  program
    .command('messages')
    .description('list what people wrote about a window; without one, messages that could not be assigned')
    .argument('[reference]', 'such as MW-2026-0001')
    .option('--limit <number>', 'the most to list', wholeNumber, 100)
    .action(
      act(async ({ client, output }, [reference]: [string | undefined], { limit }: { readonly limit: number }) => {
        const path = reference === undefined ? '/messages' : `/windows/${encodeURIComponent(reference)}/messages`;
        const listed = await pages(limit, (page) => client.get<Page<Message>>(path, page));
        output.result(listed.items, () =>
          listed.items.length === 0
            ? 'Nobody has written.'
            : listed.items.map((message) => messageText(message, output)).join('\n\n'),
        );
        noteMore(listed, limit, output);
        return undefined;
      }),
    );
};

function messageText(message: Message, { style }: Output): string {
  const { address, organizationId, verified, subject, text, cut, answer, reason, receivedAt, forwardedAt } = message;
  const who = `${address === '' ? 'nobody, or several' : address}, ${organizationId ?? 'of no customer that is known'}`;
  const told = [
    ...(verified === null ? [] : [verified ? 'sender confirmed' : 'sender NOT confirmed']),
    ...(answer === null ? [] : [`answered ${answer}`]),
    ...(reason === null ? [] : [`no acknowledgement: ${reason}`]),
    forwardedAt === null ? 'not passed on' : `passed on ${instant(forwardedAt)}`,
  ].join('; ');
  const size = cut ? `\n(the beginning alone, of ${counted(message.size, 'byte')})` : '';
  return [
    `${style('bold', printable(subject))}\n${instant(receivedAt)}, ${printable(who)}\n${printable(told)}`,
    `${printable(text)}${size}`,
  ].join('\n\n');
}
