import type { WorkResource } from '../../domain/work/item';

/** What may stand for a resource in an address. */
const PLACEHOLDER = /\{(id|name|environment)\}/g;

/** A label of a host name or several, which is also safe in a path. */
const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?$/;

/**
 * The text with the resource's `{id}`, `{name}` and `{environment}`. The inventory says these, so a value that could change the
 * address around it is refused: the fault says which.
 */
export function filled(
  template: string,
  resource: WorkResource,
): { readonly text: string } | { readonly fault: string } {
  let fault: string | undefined;
  const text = template.replace(PLACEHOLDER, (_whole, field: 'id' | 'name' | 'environment') => {
    const value = resource[field];
    if (!SAFE.test(value) || value.includes('..')) {
      fault ??= `the ${field} of the resource cannot stand in an address: it needs letters, digits, dots and hyphens alone`;
    }
    return value;
  });
  return fault === undefined ? { text } : { fault };
}
