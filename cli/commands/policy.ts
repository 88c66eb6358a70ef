import type { CommandAnswer, RulesDifference } from '../api-types';
import type { Addition } from '../context';
import { instant, printable, table } from '../output';
import { answerText } from './command';
import { given } from './options';

interface Options {
  readonly yes?: true;
  readonly override?: string;
}

/** `policy apply`: has a window that was opened before a change of rules go by them (P6), after a look at what that changes. */
export const addPolicy: Addition = (program, act) => {
  program
    .command('policy')
    .description('the rules that windows go by')
    .command('apply')
    .description('show what the rules of today would change for a window, and with --yes have it go by them')
    .argument('<reference>', 'a window that has not begun')
    .option('--yes', 'do it')
    .option('--override <reason>', 'why less notice than promised is accepted; for approvers')
    .action(
      act(async ({ client, output }, [reference]: [string], { yes, override }: Options) => {
        const path = `/windows/${encodeURIComponent(reference)}/rules`;
        const difference = await client.get<RulesDifference>(path);
        if (!yes) {
          output.result(difference, () => differenceText(reference, difference));
          return undefined;
        }
        const answer = await client.post<CommandAnswer>(path, given({ override }));
        output.result(answer, () => [changesText(difference), answerText(answer, output)].join('\n\n'));
        return undefined;
      }),
    );
};

function differenceText(reference: string, { changes, plan, planThen, refusal }: RulesDifference): string {
  if (changes.length === 0) return `${reference} goes by the rules in force already.`;
  const length = Math.max(plan.length, planThen.length);
  const notices = table(
    ['NOTICES NOW', '', 'THEN', ''],
    Array.from({ length }, (_, place) => [...noticeCells(plan[place]), ...noticeCells(planThen[place])]),
  );
  return [
    changesText({ changes }),
    ...(length > 0 ? [notices] : []),
    refusal ? `It would be refused: ${printable(refusal.text)}` : 'Repeat it with --yes to have the window go by them.',
  ].join('\n\n');
}

const changesText = ({ changes }: Pick<RulesDifference, 'changes'>) =>
  table(
    ['RULE', 'NOW', 'THEN'],
    changes.map(({ name, now, then }) => [printable(name), shown(now), shown(then)]),
  );

const noticeCells = (notice: RulesDifference['plan'][number] | undefined) =>
  notice ? [notice.kind, instant(notice.at)] : ['', ''];

const shown = (value: string | null) => (value === null ? '-' : printable(value));
