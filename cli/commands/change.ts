import { InvalidArgumentError } from 'commander';
import type { Addition } from '../context';
import { readJsonFile } from '../files';
import { commandAdder, forCustomers, overridable } from './command';
import { given, several } from './options';

/** Approvals and changes of plan: what people decide before the work. */
export const addChange: Addition = (program, act) => {
  const add = commandAdder(program, act);

  add('approve', 'text and plan may go to customers; by somebody else than the author', overridable);
  add('withdraw', 'take an approval back, before customers have heard', (made) =>
    made.requiredOption('--reason <text>', 'why, for the author'),
  );
  add('nominate', 'say who is answerable for the window', (made) =>
    made.requiredOption('--point-of-contact <address>', 'such as noc@provider.example'),
  );
  add(
    'edit',
    'word what customers read anew',
    (made) =>
      made
        .option('--title <text>', 'the title')
        .option('--introduction <text>', 'a paragraph at the head of each mail')
        .option('--impact-description <text>', 'what customers will see')
        .option('--customer-action <text>', 'what customers should do')
        .option('--translations <file>', 'sentences by language as JSON, or - for the standard input')
        .option('--reason <text>', 'why, for customers'),
    async ({ translations, ...words }, io) => ({
      ...words,
      ...(typeof translations === 'string' ? { translations: await readJsonFile(io, translations) } : {}),
    }),
  );
  add('reschedule', 'a new date; everybody who was told hears it', (made) =>
    overridable(
      forCustomers(
        made
          .requiredOption('--start <instant>', 'such as 2026-12-12T01:00:00Z')
          .requiredOption('--end <instant>', 'such as 2026-12-12T03:00:00Z'),
      ),
    ),
  );
  add(
    'rescope',
    'other resources are touched; newcomers and leavers hear it',
    (made) =>
      overridable(
        forCustomers(
          made
            .option('--location <paths>', 'work there or anywhere below it, such as eu-1/dc-1', several)
            .option('--resource <ids>', 'resources by id', several)
            .option('--kind <kinds>', 'only these kinds, such as database', several)
            .option('--label <labels>', 'only with these labels, such as tier=web', labels)
            .option('--all', 'every resource'),
        ),
      ),
    ({ location, resource, kind, label, all, ...fields }) => ({
      ...fields,
      scope: given({ locations: location, resources: resource, kinds: kind, labels: label, all }),
    }),
  );
  add(
    'reclassify',
    'another class, with its duties',
    (made) =>
      overridable(
        forCustomers(
          made
            .requiredOption('--class <class>', 'standard, expedited or emergency')
            .option('--justification <text>', 'for expedited: why it cannot wait')
            .option('--emergency <file>', 'for an emergency: trigger, necessity, risk and mitigation as JSON, or -'),
        ),
      ),
    async ({ emergency, ...fields }, io) => ({
      ...fields,
      ...(typeof emergency === 'string' ? { emergency: await readJsonFile(io, emergency) } : {}),
    }),
  );
  add('use-alternate', 'call the first night off, use the alternate one', (made) => overridable(forCustomers(made)));
  add('release-alternate', 'the first night stands, the alternate one is free again');
};

/** `tier=web`, several times or with commas. */
function labels(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const pairs = several(text).map((pair): [string, string] => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be such as tier=web.');
    return [key, value];
  });
  return { ...before, ...Object.fromEntries(pairs) };
}
