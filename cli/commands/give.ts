import { InvalidArgumentError, type Command } from 'commander';
import type { CommandName } from '../../domain/window/commands/commands';
import type { CommandAnswer } from '../api-types';
import type { Addition, Context } from '../context';
import { readJsonFile } from '../files';
import { WINDOW_COMMANDS } from '../generated/commands';
import type { Io } from '../io';
import { answerText, common, pathOf } from './command';
import { addFieldOptions, bodyOf, kebabCase, type FieldOption, type WindowCommand } from './field-options';
import { USUAL_TIMEOUT } from './open';
import { given, several, span } from './options';
import { startWhenDue } from './wait';

type Options = Readonly<Record<string, unknown>>;

/** A command whose options differ from the fields of its body. */
interface Own {
  readonly addOptions: (made: Command) => void;
  /** `file` is the argument after the reference, if there is one. */
  readonly toBody: (options: Options, io: Io, file: string) => Options | Promise<Options>;
  /** In place of one request; undefined where one request it is. */
  readonly give?: (
    context: Context,
    reference: string,
    body: Options,
    options: Options,
  ) => Promise<CommandAnswer> | undefined;
}

const { scope: _scope, ...rescopeFields } = WINDOW_COMMANDS.rescope.fields;

const OWN: Readonly<Partial<Record<CommandName, Own>>> = {
  rescope: {
    addOptions(made) {
      made
        .option('--location <paths>', 'work there or anywhere below it, such as eu-1/dc-1', several)
        .option('--resource <ids>', 'resources by id', several)
        .option('--kind <kinds>', 'only these kinds, such as database', several)
        .option('--label <labels>', 'only with these labels, such as tier=web', labels)
        .option('--all', 'every resource')
        .option('--except <ids>', 'resources that are left out, whatever else is named', several);
      addFieldOptions(made, rescopeFields);
    },
    toBody: ({ location, resource, kind, label, all, except, ...fields }) => ({
      ...fields,
      scope: given({ locations: location, resources: resource, kinds: kind, labels: label, all, except }),
    }),
  },
  refer: {
    addOptions(made) {
      made
        .option('--change <changes>', 'all of them, as system:id, such as servicenow:CHG0031337', changes)
        .option('--url <url>', 'where the first of them is')
        .option('--public', 'customers read them, too')
        .option('--none', 'none any more');
    },
    toBody({ change = [], url, public: isPublic, none, ...fields }) {
      const named = change as readonly object[];
      if ((none === true) !== (named.length === 0)) throw new InvalidArgumentError('give either --change or --none');
      const references = named.map((one, place) => ({
        ...one,
        ...given({ public: isPublic, url: place === 0 ? url : undefined }),
      }));
      return { ...fields, references };
    },
  },
  start: {
    addOptions(made) {
      addFieldOptions(made, WINDOW_COMMANDS.start.fields);
      made
        .option('--wait', 'until the planned start, however often that is moved; begun already is as good')
        .option(
          '--timeout <time>',
          'how long --wait waits, such as 90s, 15m, 2h or 3d; 1h unless given',
          span,
          USUAL_TIMEOUT,
        );
    },
    toBody: ({ wait: _wait, timeout: _timeout, ...fields }, io) => bodyOf(WINDOW_COMMANDS.start.fields, fields, io),
    give: (context, reference, body, { wait, timeout }) =>
      wait === true ? startWhenDue(context, { reference, timeoutMs: Number(timeout) }, body) : undefined,
  },
  draftRfo: {
    addOptions: (made) => void made.argument('<file>', 'the report as JSON, or - for the standard input'),
    toBody: async (options, io, file) => ({ ...(await readJsonFile(io, file)), ...options }),
  },
};

/** Descriptions that suit the command line better than those of the API document. */
const WORDS: {
  readonly [N in CommandName]?: { readonly [F in keyof (typeof WINDOW_COMMANDS)[N]['fields']]?: string };
} = {
  nominate: { pointOfContact: 'such as noc@provider.example' },
  edit: {
    title: 'the title',
    impactDescription: 'what customers will see',
    customerAction: 'what customers should do',
    translations: 'sentences by language',
  },
  reclassify: {
    justification: 'for expedited: why it cannot wait',
    emergency: 'for an emergency: trigger, necessity, risk and mitigation',
  },
  writeOff: { item: 'as `forewarn window` lists it' },
};

/** A subcommand for every command of a window, from `approve` to its report. */
export const addCommands: Addition = (program, act) => {
  for (const name of Object.keys(WINDOW_COMMANDS) as CommandName[]) {
    const { summary, fields }: WindowCommand = WINDOW_COMMANDS[name];
    const words = WORDS[name] as Readonly<Record<string, string>> | undefined;
    const own: Own = OWN[name] ?? {
      addOptions: (made) => addFieldOptions(made, withWords(fields, words)),
      toBody: (options, io) => bodyOf(fields, options, io),
    };
    const made = common(program.command(kebabCase(name)).description(phrase(summary)));
    own.addOptions(made);
    made.action(
      act(async (context, [reference = '', file = '']: string[], options: Options) => {
        const { io, client, output } = context;
        const body = given(await own.toBody(options, io, file));
        const answer = await (own.give?.(context, reference, body, options) ??
          client.post<CommandAnswer>(pathOf(reference, name), body));
        output.result(answer, () => answerText(answer, output));
        return undefined;
      }),
    );
  }
};

function withWords(
  fields: WindowCommand['fields'],
  words: Readonly<Record<string, string>> = {},
): Readonly<Record<string, FieldOption>> {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([field, option]) => [field, { ...option, about: words[field] ?? option.about }]),
  );
}

/** A sentence as help texts write it: `The work is over.` → `the work is over`. */
function phrase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

/** Parses `tier=web`, given several times or separated by commas. */
function labels(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const pairs = several(text).map((pair): [string, string] => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be such as tier=web.');
    return [key, value];
  });
  return { ...before, ...Object.fromEntries(pairs) };
}

/** `servicenow:CHG0031337` as a reference; ids may have colons. */
function changes(text: string): { system: string; id: string }[] {
  return several(text).map((one) => {
    const [, system, id] = /^([^:]+):(.+)$/.exec(one) ?? [];
    if (system === undefined || id === undefined) {
      throw new InvalidArgumentError(`"${one}" is no change: give it as system:id, such as servicenow:CHG0031337`);
    }
    return { system, id };
  });
}
