import { Argument } from 'commander';
import type { AnsweredTask, FinishedTask, Page, Task } from '../api-types';
import type { Addition } from '../context';
import { counted, instant, printable, table } from '../output';
import { noteMore, pages } from '../pages';
import { positiveNumber, given, wholeNumber } from './options';

interface ListOptions {
  readonly window?: string;
  readonly mine?: boolean;
  readonly staff?: string;
  readonly all?: boolean;
  readonly limit: number;
}

interface AnswerOptions {
  readonly reason?: string;
  readonly override?: string;
  readonly by?: string;
}

/** Of an objection, as people say it. */
const ANSWERS = { accept: 'accepted', refuse: 'refused' } as const;

interface DoneOptions {
  readonly by?: string;
  readonly note?: string;
}

/** `tasks`, `tasks done` and `tasks answer`: what people must do by hand, and completing it (N12, S9). */
export const addTasks: Addition = (program, act) => {
  const tasks = program
    .command('tasks')
    .description('list what people must do by hand: customers to tell, customers that mail does not reach')
    .option('--window <reference>', 'only those of this window')
    .option('--mine', 'only tasks you are responsible for; the token must be personal')
    .option('--staff <id>', 'only tasks that staff member is responsible for')
    .option('--all', 'include completed tasks')
    .option('--limit <number>', 'the most to list', wholeNumber, 100)
    .action(
      act(async ({ client, output }, _args: [], { window, mine, staff, all, limit }: ListOptions) => {
        const asked = { reference: window, mine: mine ? true : undefined, staff, open: all ? undefined : true };
        const listed = await pages(limit, (page) => client.get<Page<Task>>('/tasks', { ...asked, ...page }));
        output.result(listed.items, () => tasksText(listed.items, all === true));
        noteMore(listed, limit, output);
        return undefined;
      }),
    );

  tasks
    .command('done')
    .description('complete tasks by their numbers; doing so twice changes nothing')
    .addArgument(new Argument('<ids...>', 'the numbers that `forewarn tasks` shows').argParser(numbers))
    .option('--note <text>', 'what came of it')
    .option('--by <name>', 'on whose behalf; who did it comes from the token')
    .action(
      act(async ({ client, output }, [ids]: [readonly number[]], options: DoneOptions) => {
        const done: FinishedTask[] = [];
        for (const id of new Set(ids)) {
          done.push(await client.post<FinishedTask>(`/tasks/${String(id)}/done`, given({ ...options })));
          // completed tasks stay completed when a later one is refused
          output.note(`Task ${String(id)} is done.`);
        }
        output.result(done, () => `${counted(done.length, 'task')} ticked off`);
        return undefined;
      }),
    );

  tasks
    .command('answer')
    .description('answer an objection: its resources leave the window, or the customer is mailed why not')
    .argument('<id>', 'the number that `forewarn tasks` shows', positiveNumber)
    .addArgument(new Argument('<answer>', 'whether it is accepted').choices(Object.keys(ANSWERS)))
    .option('--reason <text>', 'why; needed to refuse, and mailed to the customer')
    .option('--override <reason>', 'by an approver: why a conflict or notice debt of the smaller scope is accepted')
    .option('--by <name>', 'on whose behalf; who did it comes from the token')
    .action(
      act(async ({ client, output }, [id, answer]: [number, keyof typeof ANSWERS], options: AnswerOptions) => {
        const body = given({ answer: ANSWERS[answer], ...options });
        const answered = await client.post<AnsweredTask>(`/tasks/${String(id)}/answer`, body);
        output.result(answered, () => answeredText(answered));
        return undefined;
      }),
    );
};

function answeredText({ id, answer }: AnsweredTask): string {
  return answer === 'accepted'
    ? `Objection ${String(id)} is accepted: the resources have left the window, and the customer is told.`
    : `Objection ${String(id)} is refused: the customer is mailed why.`;
}

function numbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, positiveNumber(text)];
}

function tasksText(tasks: readonly Task[], isAll: boolean): string {
  if (tasks.length === 0) return isAll ? 'No task matches.' : 'Nothing is left to do.';
  return table(
    ['ID', 'WINDOW', 'WHAT', 'CUSTOMER', 'WHO', 'SINCE', 'WHY', ...(isAll ? ['DONE'] : [])],
    tasks.map((task) => [
      String(task.id),
      task.reference,
      task.kind,
      printable(task.organizationId ?? '-'),
      printable(task.subject),
      instant(task.createdAt),
      printable(task.reason),
      ...(isAll ? [doneText(task)] : []),
    ]),
  );
}

function doneText({ doneAt, doneBy, note, answer }: Task): string {
  if (doneAt === null) return '-';
  return printable(
    `${answer === null ? '' : `${answer} `}${instant(doneAt)} by ${doneBy ?? '?'}${note === null ? '' : `: ${note}`}`,
  );
}
