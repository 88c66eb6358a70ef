import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a stand-in keeps over its restarts. */
export interface KeptState<T> {
  /** As it was saved last; undefined when nothing was. */
  readonly saved: T | undefined;
  /** To be called before the answer leaves: then a stand-in that is killed still has all it said it took. */
  save(state: T): void;
}

/** In one file of JSON, written whole and put in place at once. Throws an Error that names a file that cannot be read. */
export function keepInFile<T>(file: string): KeptState<T> {
  let written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return {
    saved: written === '' ? undefined : (parse(written, file) as T),
    save(state) {
      const text = JSON.stringify(state);
      if (text === written) return;
      mkdirSync(path.dirname(file), { recursive: true });
      const fresh = `${file}.new`;
      writeFileSync(fresh, text, { mode: 0o600 });
      renameSync(fresh, file);
      written = text;
    },
  };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not the JSON it was: delete it to begin anew`);
  }
}
