import { Command } from 'commander';
import { addFieldOptions, bodyOf, kebabCase } from '../../cli/commands/field-options';
import { WINDOW_COMMANDS } from '../../cli/generated/commands';
import { COMMAND_NAMES, COMMANDS } from '../../domain/window/commands/commands';

const io = {} as Parameters<typeof bodyOf>[2];

async function read(fields: Parameters<typeof addFieldOptions>[1], ...given: string[]) {
  const made = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addFieldOptions(made, fields);
  return bodyOf(fields, made.parse(given, { from: 'user' }).opts(), io);
}

const text = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value));

test.each(COMMAND_NAMES)(
  'P9: what stands in the sample of %s can be given by options, as it stands there',
  async (name) => {
    const { by: _by, ...sample } = COMMANDS[name].example as Record<string, unknown>;
    const { fields } = WINDOW_COMMANDS[name];
    // what is made of parts is read from a file
    const plain = Object.entries(sample).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
    const given = plain.flatMap(([field, value]) => [`--${kebabCase(field)}=${text(value)}`]);
    const optional = Object.fromEntries(
      Object.entries(fields).map(([field, one]) => [field, { ...one, required: false }]),
    );
    expect(await read(optional, ...given)).toMatchObject(Object.fromEntries(plain));
  },
);

test('a figure may have decimals and be less than nothing; other words are refused', async () => {
  const { fields } = WINDOW_COMMANDS.enterValue;
  expect(await read(fields, '--value', '0.75')).toEqual({ value: 0.75 });
  expect(await read(fields, '--value=-3')).toEqual({ value: -3 });
  for (const wrong of ['much', '1e3', '0x10', '1.', '.5', 'NaN'])
    await expect(read(fields, `--value=${wrong}`)).rejects.toThrow('It must be a number such as 212 or 0.75.');
});
