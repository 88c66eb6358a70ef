import type { Asked } from '../area';

/** What the address of a window's page says; what it cannot mean is left out. */

export const referenceOf = ({ params }: Pick<Asked, 'params'>): string => String(params.reference);

export function textIn({ query }: Pick<Asked, 'query'>, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}

export function cursorIn({ query }: Pick<Asked, 'query'>, name = 'cursor'): string | undefined {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Undefined for a text that is empty, as filters take it. */
export const given = (text: string): string | undefined => (text === '' ? undefined : text);
