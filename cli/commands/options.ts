import { InvalidArgumentError } from 'commander';

/** Parsers for options that are not plain text; commander adds which option it was. */

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** A number as it is measured: 212, 0.75, -3. */
export function figure(text: string): number {
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text))
    throw new InvalidArgumentError('It must be a number such as 212 or 0.75.');
  return Number(text);
}

/** A number that identifies a row. */
export function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return Number(text);
}

const SPAN_UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `15m`, `2h`, `3d`: in ms. */
export function span(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (amount === undefined) throw new InvalidArgumentError('It must be such as 90s, 15m, 2h or 3d.');
  return Number(amount) * SPAN_UNITS[unit as keyof typeof SPAN_UNITS];
}

/** An option that can be given several times, or once with commas. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((part) => part.trim())];
}

/** Drops options that were not given. */
export function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
