import { mayStand, rulesInForce, type ValueInForce } from '../config/in-force';
import { parseRules, type RulesFault } from '../config/rules-file';
import { policyOf } from '../domain/rules/rules';
import { loadRules, UnknownCountry } from './rules';

/** A value that a file of rules would change. */
export interface ChangedValue {
  readonly name: string;
  /** null: not set. */
  readonly now: string | null;
  readonly then: string | null;
}

/** What a text of rules would do in place of the file in force. */
export type CheckedRules = { readonly faults: readonly RulesFault[] } | { readonly changes: readonly ChangedValue[] };

/** Reads a text of rules as the processes do at their start, and compares it with what is in force here. Changes nothing, never throws. */
export async function checkRules(text: string, inForce: readonly ValueInForce[]): Promise<CheckedRules> {
  const parsed = parseRules(text, mayStand);
  if ('faults' in parsed) return parsed;
  const { file } = parsed;
  try {
    await loadRules({ policy: policyOf(file.rules), calendar: file.rules.calendar });
  } catch (error) {
    if (!(error instanceof UnknownCountry)) throw error;
    return { faults: [{ line: file.lineOf('calendar.holidays'), field: 'calendar.holidays', message: error.message }] };
  }
  const settings = Object.entries(file.settings).map(([name, value]) => ({ name, value }));
  const then = new Map([...rulesInForce(file), ...settings].map(({ name, value }) => [name, value]));
  // brands and the lines of a support block may be new (P7)
  const known = new Set(inForce.map(({ name }) => name));
  const added = [...then].flatMap(([name, value]) => (known.has(name) ? [] : [{ name, now: null, then: value }]));
  const changes = inForce
    // the environment wins over whatever the file says
    .filter(({ from }) => from !== 'environment')
    .map(({ name, value, from }) => {
      // what the file in force sets and the other leaves out goes back to its default, which is not known here
      const left = from === 'file' ? null : value;
      return { name, now: value, then: then.get(name) ?? left };
    });
  return { changes: [...changes.filter(({ now, then: value }) => now !== value), ...added] };
}
