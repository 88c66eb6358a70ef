import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of this package: the checkout, both from the source and from dist/. */
export function packageFolder(from = __dirname): string {
  const above = path.dirname(from);
  return above === from || existsSync(path.join(from, 'package.json')) ? from : packageFolder(above);
}

/** `0.1.0` */
export function packageVersion(): string {
  const text = readFileSync(path.join(packageFolder(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
