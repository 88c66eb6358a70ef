/** The request's id as the log has it: the log makes it, so always a text. */
export function requestIdOf({ id }: { readonly id: unknown }): string {
  return typeof id === 'string' ? id : '';
}
