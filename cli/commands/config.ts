import type { CheckedConfig, ConfigInForce } from '../api-types';
import type { Addition } from '../context';
import { EXIT } from '../failures';
import { readTextFile } from '../files';
import { printable, table } from '../output';

/** `config check`: the settings and rules in force and where each comes from, or what a file of rules would change (P6). */
export const addConfig: Addition = (program, act) => {
  const config = program.command('config').description('the settings and rules of the installation');
  config
    .command('check')
    .description(
      'each value in force and where it comes from; with a file of rules, its faults or what it would change; ends with 1 when it cannot be used',
    )
    .argument('[file]', 'a file of rules, such as forewarn.yaml; - is standard input')
    .action(
      act(async ({ client, output, io }, [file]: [string | undefined]) => {
        if (file === undefined) {
          const inForce = await client.get<ConfigInForce>('/config');
          output.result(inForce.values, () => valuesText(inForce));
          return EXIT.ok;
        }
        const checked = await client.post<CheckedConfig>('/config/check', { rules: await readTextFile(io, file) });
        output.result(checked, () => checkedText(checked, file));
        return checked.faults.length === 0 ? EXIT.ok : EXIT.failed;
      }),
    );
};

function valuesText({ values }: ConfigInForce): string {
  return table(
    ['NAME', 'VALUE', 'FROM'],
    values.map(({ name, value, from, secret }) => [printable(name), secret ? secretText(from) : shown(value), from]),
  );
}

/** Of a secret only whether somebody has set it. */
const secretText = (from: string) => (from === 'default' ? '-' : '(set)');

const shown = (value: string | null) => (value === null ? '-' : printable(value));

function checkedText({ faults, changes }: CheckedConfig, file: string): string {
  if (faults.length > 0) {
    const lines = faults.map(
      ({ line, field, message }) => `  line ${String(line)}: ${printable(field)} ${printable(message)}`,
    );
    return [`${printable(file)} cannot be used:`, ...lines].join('\n');
  }
  if (changes.length === 0) return `${printable(file)} can be used, and changes nothing.`;
  const rows = changes.map(({ name, now, then }) => [printable(name), shown(now), shown(then)]);
  return [
    `${printable(file)} can be used. For windows that are opened from the next start of the processes on:`,
    table(['NAME', 'NOW', 'THEN'], rows),
  ].join('\n');
}
