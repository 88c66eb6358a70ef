import { z } from 'zod';
import { checkRules } from '../../../composition/check-rules';
import { VALUE_SOURCES, type ValueInForce } from '../../../config/in-force';
import { route, type Route } from '../../http/route';
import { ordinal } from '../../../domain/shared/fields';

interface ConfigDependencies {
  readonly inForce: readonly ValueInForce[];
}

/** `/v1/config`: the settings and rules in force (P6). */
export function configRoutes(deps: ConfigDependencies): Route[] {
  return [readConfigRoute(deps), checkConfigRoute(deps)];
}

const name = z
  .string()
  .describe('a variable of the environment, or the path of a rule, such as `classes.standard.lead`');

const readConfigRoute = ({ inForce }: ConfigDependencies) =>
  route({
    method: 'get',
    path: '/v1/config',
    id: 'readConfig',
    tag: 'config',
    summary: 'The settings and rules in force',
    description:
      'Each value, and whether it comes from the environment, from the file that FOREWARN_CONFIG names, or from neither. Those of the process that ' +
      'answers: give every process the same environment and file. A window keeps the rules it was opened with.',
    problems: [],
    success: { status: 200, description: 'Every value' },
    answer: z.object({
      values: z.array(
        z.object({
          name,
          value: z.string().nullable().describe('null: not set, made of other values, or a secret'),
          from: z.enum(VALUE_SOURCES),
          secret: z.boolean().describe('true: whether it is set is all that is said'),
        }),
      ),
    }),
    handle() {
      const values = inForce.map(({ name, value, from, isSecret }) => ({ name, value, from, secret: isSecret }));
      return Promise.resolve({ body: { values } });
    },
  });

const checkConfigRoute = ({ inForce }: ConfigDependencies) =>
  route({
    method: 'post',
    path: '/v1/config/check',
    id: 'checkConfig',
    tag: 'config',
    summary: 'Check a file of rules',
    description:
      'Reads it as the processes do at their start, and says what it would change; nothing is changed. A change of rules touches only windows that are ' +
      'opened afterwards.',
    example: { rules: 'classes:\n  standard:\n    lead: 30 days\n' },
    problems: [],
    success: { status: 200, description: 'What was found' },
    readsOnly: true,
    body: z.strictObject({
      rules: z
        .string()
        .max(256 * 1024)
        .describe('the text of the file'),
    }),
    answer: z.object({
      faults: z
        .array(z.object({ line: ordinal, field: z.string(), message: z.string().describe('the rule it breaks') }))
        .describe('why it cannot be used; empty when it can'),
      changes: z
        .array(
          z.object({
            name,
            now: z.string().nullable(),
            then: z.string().nullable().describe('null: not set, or back to its default'),
          }),
        )
        .describe('values that would differ from those in force; the environment wins over the file'),
    }),
    async handle({ body: { rules } }) {
      const checked = await checkRules(rules, inForce);
      const { faults = [], changes = [] }: { faults?: readonly Fault[]; changes?: readonly Change[] } = checked;
      return { body: { faults: [...faults], changes: [...changes] } };
    },
  });

type Fault = Extract<Awaited<ReturnType<typeof checkRules>>, { faults: unknown }>['faults'][number];
type Change = Extract<Awaited<ReturnType<typeof checkRules>>, { changes: unknown }>['changes'][number];
