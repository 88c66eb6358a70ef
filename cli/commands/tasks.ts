import { Argument } from 'commander';
import type { FinishedTask, Page, Task } from '../api-types';
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

interface DoneOptions {
  readonly by?: string;
  readonly note?: string;
}

/** `tasks` and `tasks done`: what people must do by hand, and completing it (N12). */
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
};

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

function doneText({ doneAt, doneBy, note }: Task): string {
  if (doneAt === null) return '-';
  return printable(`${instant(doneAt)} by ${doneBy ?? '?'}${note === null ? '' : `: ${note}`}`);
}
