import type { Email } from 'postal-mime';
import type { DeliveryReport } from '../../domain/delivery/bounce';
import { addressIn, oneLine } from './report-text';

/**
 * Reports in sentences, of servers that know no delivery status: qmail's format (QSBMF), Exim's, older Exchange's, and "Sorry,
 * we were unable to deliver". One walk over the lines before the returned copy.
 */

/** Lines that are read, and recipients. */
const LINES_MAX = 400;
const RECIPIENTS_MAX = 100;

/** How such a mail speaks of itself; in small letters, in its subject or its first lines. */
const SAYS_UNDELIVERED = [
  'undeliver',
  'not be delivered',
  'not delivered',
  "couldn't be delivered",
  'could not deliver',
  'unable to deliver',
  "wasn't able to deliver",
  'was not able to deliver',
  'delivery failed',
  'delivery failure',
  'failure notice',
  'did not reach',
  'cannot be reached',
  'returned mail',
  'returned to sender',
  'delivery status notification (failure)',
  'delivery has failed',
  'permanent error',
];

/** It is only late, and nobody was given up. */
const SAYS_DELAYED = [
  'delayed',
  'has not yet been delivered',
  'will be retried',
  'warning only',
  'still being retried',
];

/** What stands before the copy of the mail that came back; at the start of a line, in small letters. */
const COPY_BEGINS = [
  '--- below this line',
  '------ this is a copy',
  '----- original message',
  '-----original message',
  '--- original message',
  '--- the message',
  '--- enclosed',
  '--- forwarded',
  'original message headers',
  'original message follows',
  'return-path:',
  'received:',
  'message-id:',
];

export function plainReports(mail: Email): DeliveryReport[] {
  const failed = mail.headers.find(({ key }) => key === 'x-failed-recipients')?.value;
  const lines = linesBeforeCopy(mail.text ?? '');
  if (failed === undefined && !speaksOfFailure(mail, lines)) return [];
  const blocks = blocksOf(lines);
  const named = failed === undefined ? [...blocks.keys()] : addressesIn(failed);
  return named.slice(0, RECIPIENTS_MAX).map((address) => reportOf(address, blocks.get(address) ?? ''));
}

function addressesIn(header: string): string[] {
  const parts = header.slice(0, 10_000).split(',', RECIPIENTS_MAX);
  return [...new Set(parts.flatMap((part) => addressIn(part) ?? []))];
}

function linesBeforeCopy(text: string): string[] {
  const lines: string[] = [];
  for (const raw of text.split('\n', LINES_MAX)) {
    const line = raw.slice(0, 1_000).trimEnd();
    const start = line.trimStart().slice(0, 40).toLowerCase();
    if (COPY_BEGINS.some((words) => start.startsWith(words))) break;
    lines.push(line);
  }
  return lines;
}

/** Said by a machine, of something that was given up. */
function speaksOfFailure(mail: Email, lines: readonly string[]): boolean {
  const from = (mail.from?.address ?? '').toLowerCase();
  const isMachine =
    from === '' ||
    from.startsWith('mailer-daemon') ||
    from.startsWith('postmaster') ||
    mail.headers.some(({ key, value }) => key === 'return-path' && value.trim() === '<>') ||
    mail.headers.some(({ key, value }) => key === 'auto-submitted' && !value.trim().toLowerCase().startsWith('no'));
  if (!isMachine) return false;
  const said = [mail.subject ?? '', ...lines.slice(0, 20)].join(' ').slice(0, 5_000).toLowerCase();
  return SAYS_UNDELIVERED.some((words) => said.includes(words)) && !SAYS_DELAYED.some((words) => said.includes(words));
}

/**
 * What is said of each address: the words after it and the lines below it, up to an empty line or the next address; where
 * nothing follows at once, the next paragraph.
 */
function blocksOf(lines: readonly string[]): Map<string, string> {
  const blocks = new Map<string, string>();
  let address: string | undefined;
  for (const line of lines) {
    const found = openingAddress(line);
    if (found !== undefined && !blocks.has(found) && found !== address) {
      address = found;
      blocks.set(found, after(line));
    } else if (address !== undefined) {
      const words = blocks.get(address) ?? '';
      if (line === '' && words.trim() !== '') address = undefined;
      else if (line !== '') blocks.set(address, `${words} ${line.trim()}`.slice(0, 4_000));
    }
  }
  return blocks.size > 0 ? blocks : inSentence(lines);
}

/** An address that opens a line, after a mark or a short word such as `To:` or `Recipient:`. */
function openingAddress(line: string): string | undefined {
  const [first = '', second = ''] = line.trim().split(/\s/, 2);
  return (
    addressIn(first) ??
    (first.length < 12 && (first.endsWith(':') || first === '-' || first === '*') ? addressIn(second) : undefined)
  );
}

function after(line: string): string {
  const at = line.indexOf('@');
  const blank = line.indexOf(' ', at);
  return blank < 0 ? '' : line.slice(blank + 1);
}

/** "Your message to ada@acme.example couldn't be delivered." */
function inSentence(lines: readonly string[]): Map<string, string> {
  const line = lines.findIndex((text) => addressIn(text) !== undefined);
  const address = line < 0 ? undefined : addressIn(lines[line] ?? '');
  return new Map(
    address === undefined
      ? []
      : [
          [
            address,
            lines
              .slice(line, line + 10)
              .join(' ')
              .slice(0, 4_000),
          ],
        ],
  );
}

function reportOf(address: string, words: string): DeliveryReport {
  const said = oneLine(words);
  const tokens = said.split(' ');
  // the server's own reply, where the sentence quotes it
  const code = tokens.findIndex((token, index) => /^[45]\d\d(-|$)/.test(token) && index + 1 < tokens.length);
  const diagnostic = code < 0 ? said : tokens.slice(code).join(' ');
  return { action: 'failed', status: statusAmong(tokens), diagnostic, recipients: [address] };
}

function statusAmong(tokens: readonly string[]): string {
  for (const token of tokens) {
    const found = /(?:^|[#([])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(token.slice(0, 40))?.[1];
    if (found !== undefined) return found;
  }
  return '';
}
