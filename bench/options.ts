/** The `--name=value` options after a benchmark's name. */
export type BenchOptions = Readonly<Record<string, string>>;

/** Separates `--name=value` options from the names of benchmarks. */
export function splitArguments(given: readonly string[]): { names: string[]; options: BenchOptions } {
  const isOption = (argument: string) => argument.startsWith('--');
  const options = given.filter(isOption).map((argument) => {
    const [name = '', ...value] = argument.slice(2).split('=');
    return [name, value.join('=')] as const;
  });
  return { names: given.filter((argument) => !isOption(argument)), options: Object.fromEntries(options) };
}

/** A whole number of at least 1. Throws an Error that names the option. */
export function numberOption(options: BenchOptions, name: string, otherwise: number): number {
  const given = options[name];
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(
    `--${name} must be a whole number of at least 1, such as --${name}=${String(otherwise)}; it is "${given}".`,
  );
}
