import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Preview, Rehearsal, RehearsedMessage, Sample } from '../api-types';
import type { Addition } from '../context';
import { Unusable } from '../failures';
import { codeOf, readJsonFile } from '../files';
import type { Io } from '../io';
import { counted, instant, printable, type Output } from '../output';
import { given, several, wholeNumber } from './options';
import { languagesText, untoldText } from './window-text';

interface RehearseOptions {
  readonly organization?: readonly string[];
  readonly startsLate?: number;
  readonly endsLate?: number;
  readonly cancelAt?: string;
  readonly text?: boolean;
  readonly html?: string;
}

interface PreviewOptions {
  readonly organization: string;
  readonly locale?: string;
  readonly notice?: string;
  readonly html?: string;
}

/** `rehearse`, `preview`: what customers would read. */
export const addRehearse: Addition = (program, act) => {
  program
    .command('rehearse')
    .description('show every message of a window on its date; nothing is sent or stored')
    .argument('<file>', 'the window as JSON, as for open; or - for the standard input')
    .option('--organization <ids>', 'whose messages to show; by default the first five', several)
    .option('--starts-late <minutes>', 'let the work begin this much later than planned', wholeNumber)
    .option('--ends-late <minutes>', 'let the work end this much later than planned', wholeNumber)
    .option('--cancel-at <instant>', 'cancel the window at this time')
    .option('--text', 'the texts, too')
    .option('--html <folder>', 'write the HTML bodies into this folder')
    .action(
      act(async ({ io, client, output }, [file]: [string], options: RehearseOptions) => {
        const { organization, startsLate, endsLate, cancelAt, text = false, html } = options;
        const asked = given({
          ...{ organizations: organization, startsLateMinutes: startsLate, endsLateMinutes: endsLate, cancelAt },
          html: html === undefined ? undefined : true,
        });
        const rehearsal = await client.post<Rehearsal>('/rehearsals', { ...(await readJsonFile(io, file)), ...asked });
        output.result(rehearsal, () => rehearsalText(rehearsal, text, output));
        if (html !== undefined) {
          const files = await saveBodies(io, html, rehearsal.messages);
          output.note(`${counted(files, 'message is', 'messages are')} in ${html}.`);
        }
        return undefined;
      }),
    );

  program
    .command('preview')
    .description('read a message of a window as a customer would; nothing is sent')
    .argument('<reference>', 'such as MW-2026-0001')
    .requiredOption('--organization <id>', 'the organization whose reader it is')
    .option('--locale <language>', "a language other than the reader's own, such as de")
    .option('--notice <name>', 'announcement by default; or reminder-7d, started, completed, cancelled …')
    .option('--html <file>', 'write the HTML body to this file')
    .action(
      act(async ({ io, client, output }, [reference]: [string], options: PreviewOptions) => {
        const { html, ...query } = options;
        const asked = { ...query, html: html !== undefined };
        const preview = await client.get<Preview>(`/windows/${encodeURIComponent(reference)}/preview`, asked);
        output.result(preview, () => `${instant(preview.at)}\n\n${messageText(preview, output)}`);
        if (html !== undefined) {
          await write(path.resolve(io.folder, html), preview.html ?? '');
          output.note(`The body is in ${html}.`);
        }
        return undefined;
      }),
    );
};

/** A calendar with a line for each message: its recipients and its subject. */
function rehearsalText(rehearsal: Rehearsal, withTexts: boolean, output: Output): string {
  const { style } = output;
  const { debts, conflicts, refusals, messages, refused, audience, end } = rehearsal;
  const warned = [
    ...(refusals.length > 0 ? ['Opening it now would be refused:'] : []),
    ...refusals.map(({ text }) => `  ${text}`),
    ...(refusals.length > 0 ? [] : [...debts, ...conflicts].map(({ text }) => `! ${text}`)),
    ...[...untoldText(rehearsal), ...languagesText(rehearsal)].map((text) => `! ${text}`),
    ...refused.map(({ at, command, text }) => `! ${instant(at)}: ${command} would be refused. ${text}`),
  ];
  return [
    `${style('bold', 'Rehearsal')}: nothing was sent. ${audienceText(audience)} would be told.`,
    ...(warned.length > 0 ? [style('yellow', printable(warned.join('\n')))] : []),
    ...byDay(messages).map(([day, ofDay]) =>
      [style('bold', day), ...ofDay.map((message) => eventText(message, withTexts, output))].join('\n'),
    ),
    [
      `${instant(end.at)}: the window is ${end.phase}.`,
      ...end.waitsFor.map((text) => `Waits: ${printable(text)}.`),
    ].join('\n'),
  ].join('\n\n');
}

function byDay(messages: readonly RehearsedMessage[]): [string, RehearsedMessage[]][] {
  const days = new Map<string, RehearsedMessage[]>();
  for (const message of messages) {
    const day = message.at.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), message]);
  }
  return [...days];
}

function eventText(message: RehearsedMessage, withTexts: boolean, output: Output): string {
  const { at, title, internal, organizations, recipients, untold, suppressed, quiet, samples } = message;
  const to = internal
    ? `internal, ${counted(recipients, 'person', 'people')}`
    : audienceText({ organizations, recipients });
  const bounced = suppressed > 0 ? `, ${counted(suppressed, 'address', 'addresses')} suppressed` : '';
  const missed = untold > 0 ? `, ${counted(untold, 'customer')} cannot be told` : '';
  return [
    `  ${at.slice(11, 16)} UTC  ${output.style('bold', title)} (${to}${bounced}${missed})`,
    ...(quiet ? [`    ${printable(quiet.text)}`] : []),
    ...samples.map((sample) => (withTexts ? indented(messageText(sample, output)) : `    ${lineOf(sample)}`)),
  ].join('\n');
}

function audienceText({ organizations, recipients }: { organizations: number; recipients: number }): string {
  return `${counted(organizations, 'organization')}, ${counted(recipients, 'recipient')}`;
}

function lineOf({ organization, locale, subject }: Sample): string {
  return printable(`${organization.id} [${locale}] ${subject}`);
}

function messageText(
  { organization, recipientName, address, alsoTo, subject, text }: Sample,
  { style }: Output,
): string {
  const others = alsoTo.length > 0 ? `, and ${counted(alsoTo.length, 'other')}` : '';
  return [
    `${style('dim', 'To:')} ${printable(`${recipientName} <${address}>${others} (${organization.name})`)}`,
    `${style('dim', 'Subject:')} ${printable(subject)}`,
    '',
    printable(text).trimEnd(),
    '',
  ].join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

/** Writes every HTML body as `03-reminder-7d-acme-en.html`, in the order of the messages. Returns how many. */
async function saveBodies(io: Io, folder: string, messages: readonly RehearsedMessage[]): Promise<number> {
  const into = path.resolve(io.folder, folder);
  let files = 0;
  for (const [index, { kind, samples }] of messages.entries()) {
    for (const { organization, locale, html } of samples) {
      const name = [String(index + 1).padStart(2, '0'), kind, organization.id, locale].join('-');
      await write(path.join(into, `${name.replace(/[^A-Za-z0-9_-]/g, '_')}.html`), html ?? '');
      files++;
    }
  }
  return files;
}

async function write(file: string, content: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  } catch (error) {
    throw new Unusable(`${file} cannot be written (${codeOf(error)}).`, { cause: error });
  }
}
