import type { CommandAnswer } from '../api-types';
import type { Addition } from '../context';
import { readJsonFile } from '../files';
import { answerText, commandAdder, common, forCustomers, pathOf, type Common } from './command';
import { given, wholeNumber } from './options';

/** The work and what follows: start to completion, cancellation, the report. */
export const addLife: Addition = (program, act) => {
  const add = commandAdder(program, act);

  add('start', 'the work has begun', (made) => made.option('--note <text>', 'a sentence for the page'));
  add(
    'post',
    'tell customers how it goes',
    (made) =>
      made
        .requiredOption('--message <text>', 'what customers read')
        .option('--next-update-by <instant>', 'a promise: the next word comes by then')
        .option('--no-notify', 'on the page only, no mail'),
    // commander's default for --no-notify is also the API's
    ({ notify, ...fields }) => ({ ...fields, ...(notify === false ? { notify } : {}) }),
  );
  add('extend', 'the work lasts longer; everybody hears the new end', (made) =>
    forCustomers(made.requiredOption('--end <instant>', 'the new planned end, such as 2026-12-12T04:00:00Z')),
  );
  add('verify', 'the work is done and is being checked', (made) =>
    made.option('--note <text>', 'a sentence for the page'),
  );
  add('tick', 'a verification step is done', (made) =>
    made.requiredOption('--step <number>', 'its number in the check-list, from 1', wholeNumber),
  );
  add('complete', 'the work is over', (made) =>
    made
      .option('--message <text>', 'what customers read about the outcome')
      .option('--customer-impact-minutes <number>', 'how long customers really saw it', wholeNumber)
      .option('--override <text>', 'why verification steps are skipped'),
  );
  add('cancel', 'the work will not be done; everybody who was told hears it', forCustomers);
  add('write-off', 'give up what a cancellation could not undo', (made) =>
    made
      .requiredOption('--item <name>', 'as `forewarn window` lists it')
      .requiredOption('--reason <text>', 'why it is given up'),
  );
  add('retry-failed', 'send again what failed for good or was held back', (made) =>
    made.option('--notice <name>', 'such as announcement; the latest notice with failures when left out'),
  );

  common(program.command('draft-rfo').description('write a version of the reason-for-outage report'))
    .argument('<file>', 'the report as JSON, or - for the standard input')
    .action(
      act(async ({ io, client, output }, [reference, file]: [string, string], options: Common) => {
        const body = { ...(await readJsonFile(io, file)), ...given(options) };
        const answer = await client.post<CommandAnswer>(pathOf(reference, 'draftRfo'), body);
        output.result(answer, () => answerText(answer, output));
        return undefined;
      }),
    );
  add('approve-rfo', 'publish the drafted report to everybody affected', (made) =>
    made.option('--version <number>', 'the draft that is meant', wholeNumber),
  );
};
