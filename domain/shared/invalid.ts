import { KnownError } from './errors';

/**
 * Fields at fault as an error, KnownError `invalid-body`: the first one is named in the sentence, all of them in the list.
 * `where` names what they are fields of when there is none to name.
 */
export function invalid(faults: readonly { field: string; message: string }[], where = 'body'): KnownError {
  const named = faults.map(({ field, message }) => ({ field: nameable(field), message }));
  const [first] = named;
  const more = named.length > 1 ? `, and ${String(named.length - 1)} more (see errors)` : '';
  const what = first ? `${first.field} ${first.message}${more}` : `the ${where} cannot be used`;
  return new KnownError('invalid-body', `${what}. Nothing was changed; correct it and send the request again.`, named);
}

/** A field's name can come from the sender: a long or odd one must not make the sentence unreadable. */
function nameable(field: string): string {
  const short = field.length > 200 ? `${field.slice(0, 200)}…` : field;
  return /^[\p{L}\p{N} .,_()-]+$/u.test(short) && short.trim() === short ? short : JSON.stringify(short);
}
