import type { Actor } from '../shared/actor';
import type { Giver } from './commands/command';
import type { WindowState } from './types';

/**
 * Four eyes are two persons (L8, E4, T5). An author is whoever drew up, changed or worded something, whom they did it for, and who
 * issued a token that belongs to nobody of the staff: naming another, or issuing a token, makes nobody a second person.
 */

/** The authors with those of one more change; each once. */
export function withAuthors(
  before: readonly string[] = [],
  { by, issuedBy, onBehalfOf }: Pick<Actor, 'by' | 'issuedBy' | 'onBehalfOf'>,
): readonly string[] {
  const names = [by, issuedBy, onBehalfOf].filter((name) => name !== undefined);
  return [...new Set([...before, ...names])];
}

/** Whoever approves is one of the authors, under whatever name. */
export function isAuthor(authors: readonly string[], { by, issuedBy, alsoAs = [] }: Giver): boolean {
  return [by, issuedBy, ...alsoAs].some((name) => name !== undefined && authors.includes(name));
}

/** Who cannot approve the plan in force. In windows of version 0.2.0 whoever worded it could. */
export function planAuthors({ approval, authority }: Pick<WindowState, 'approval' | 'authority'>): readonly string[] {
  if (!approval) return [];
  return authority ? [...new Set([...approval.authors, ...(approval.editors ?? [])])] : approval.authors;
}
