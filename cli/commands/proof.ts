import type { Proof } from '../api-types';
import type { Addition } from '../context';
import { instant, printable, table, type Output } from '../output';
import { save } from '../save';

interface ProofOptions {
  readonly organization?: string;
  readonly html?: boolean;
  readonly output?: string;
}

/** `proof`: what one organization was told about a window. */
export const addProof: Addition = (program, act) => {
  program
    .command('proof')
    .description('what an organization was told about a window, and whether the promised notice was kept')
    .argument('<reference>', 'such as MW-2026-0001')
    .option('--organization <id>', 'whose proof; a customer token has only its own')
    .option('--html', 'the page to print')
    .option('-o, --output <file>', 'write to this file: the page with --html, otherwise JSON')
    .action(
      act(async ({ io, client, output }, [reference]: [string], options: ProofOptions) => {
        const { organization, html, output: file } = options;
        const path = `/windows/${encodeURIComponent(reference)}/proof${html ? '.html' : ''}`;
        if (html === true || file !== undefined) {
          await save(io, await client.read(path, { organization }), file);
          if (file !== undefined) output.note(`The proof is in ${file}.`);
          return undefined;
        }
        const proof = await client.get<Proof>(path, { organization });
        output.result(proof, () => proofText(proof, output));
        return undefined;
      }),
    );
};

function proofText(
  { reference, title, organization, dates, accepted, notices, work, answers }: Proof,
  { style }: Output,
): string {
  const colour = (verdict: string) =>
    verdict === 'kept' ? 'green' : verdict === 'short' || verdict === 'not-told' ? 'red' : 'dim';
  const sections = [
    `${style('bold', reference)} ${printable(title)}\nWhat ${printable(organization.name)} was told`,
    table(
      [],
      dates.map(({ revision, start, verdict, text }) => [
        `r${String(revision)}`,
        instant(start),
        style(colour(verdict), verdict),
        text,
      ]),
    ),
    ...accepted.map(({ at, by, reason, rules }) =>
      [
        `${style('yellow', '!')} ${instant(at)} ${printable([by, reason ?? 'it could not wait'].filter(Boolean).join(': '))}`,
        ...rules.map(({ text }) => `  ${printable(text)}`),
      ].join('\n'),
    ),
    table(
      ['NOTICE', 'TO', 'STATE', 'SINCE', 'ANSWER'],
      notices.flatMap(({ notice, revision, begunAt, untold, deliveries }) => [
        ...(untold
          ? [[`${notice} r${String(revision)}`, '-', 'not told', instant(begunAt), printable(untold.text)]]
          : []),
        ...deliveries.map(({ address, state, stateSince, reply }) => [
          `${notice} r${String(revision)}`,
          printable(address),
          state,
          instant(stateSince),
          printable(reply ?? '-'),
        ]),
      ]),
    ),
    ...(work.length === 0 ? [] : [workTable(work)]),
    ...answers.map(
      ({ recipient, answer, sequence, at }) =>
        `${instant(at)} ${recipient} ${answer} version ${String(sequence)} of the calendar event`,
    ),
  ];
  return sections.join('\n\n');
}

function workTable(work: Proof['work']): string {
  return table(
    ['RESOURCE', 'NAME', 'WORK', 'SINCE'],
    work.map(({ resource, text, since }) => [...[resource.id, resource.name, text].map(printable), instant(since)]),
  );
}
