import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of this installation, as its package says: `0.2.0`. */
export const VERSION = versionIn(packageFolder(__dirname));

/** The oldest command line that this API takes (O5); raise it with a change that older ones cannot live with. */
export const OLDEST_CLIENT = '0.2.0';

/** Both from the source and from dist/. */
function packageFolder(from: string): string {
  const above = path.dirname(from);
  return above === from || existsSync(path.join(from, 'package.json')) ? from : packageFolder(above);
}

function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
