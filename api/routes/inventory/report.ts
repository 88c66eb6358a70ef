import { ERRORS, type KnownError } from '../../../domain/shared/errors';
import type { Fault } from '../../../domain/shared/validation';
import type { ImportResult } from '../../../store/inventory/import/import-inventory';
import { knownFailure } from '../../http/failures';

type Run = (onRejected: (line: number, faults: readonly Fault[]) => void) => Promise<ImportResult>;

/**
 * An import as JSON Lines: each rejected row as it is found, at last the result. The import does not wait for the reader,
 * because a client may read only after it has sent everything. Throws what the import throws while nothing has been said;
 * afterwards a known failure is the last line.
 */
export async function* reportLines(run: Run): AsyncGenerator<string> {
  let waiting = '';
  let ended: { readonly error?: unknown } | undefined;
  let wake: () => void = () => undefined;
  const say = (value: unknown) => {
    waiting += `${JSON.stringify(value)}\n`;
    wake();
  };
  run((line, faults) => say({ line, faults })).then(
    ({ rejected: _named, ...result }) => {
      ended = {};
      say({ result });
    },
    (error: unknown) => {
      ended = { error };
      wake();
    },
  );
  for (let said = false; ; said = true) {
    while (waiting === '' && !ended) await new Promise<void>((resolve) => (wake = resolve));
    if (waiting !== '') {
      const text = waiting;
      waiting = '';
      yield text;
    }
    if (ended && waiting === '') {
      if ('error' in ended) yield lastLine(ended.error, said);
      return;
    }
  }
}

function lastLine(error: unknown, said: boolean): string {
  const known = knownFailure(error);
  if (!known || !said) throw error;
  return `${JSON.stringify({ problem: problemOf(known) })}\n`;
}

function problemOf({ code, message, faults }: KnownError) {
  return { ...ERRORS[code], code, detail: message, errors: faults };
}
