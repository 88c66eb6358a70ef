import { MINUTE } from '../shared/time';

/** Signing in on a machine without a browser (RFC 8628): the machine shows a short code, the person types or confirms it where they are signed in. */

/** How long a code can be answered (ms). */
export const DEVICE_CODE_FOR = 10 * MINUTE;
/** How often a machine may ask whether it has been, to begin with, and how much less often after each time it asked too soon (s). */
export const POLLED_EVERY = 5;
/** A token of a machine ends after so many days, or earlier where FOREWARN_TOKEN_DAYS is less. */
export const DEVICE_TOKEN_DAYS = 30;

/** Letters that make no words and are not taken for each other (RFC 8628, 6.1): 8 of 20 are 34 bits. */
export const CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE_LENGTH = 8;

/** A code as people read it, made of random numbers: `below(n)` is evenly one of 0…n-1. */
export function writeUserCode(below: (n: number) => number): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS.charAt(below(CODE_LETTERS.length)));
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** What somebody typed, as the code is written: in any case, with or without the dash and spaces. Undefined for what is no code. */
export function readUserCode(typed: string): string | undefined {
  const letters = typed.slice(0, 100).toUpperCase().replace(/[\s-]/g, '');
  const isCode = letters.length === CODE_LENGTH && Array.from(letters).every((one) => CODE_LETTERS.includes(one));
  return isCode ? `${letters.slice(0, 4)}-${letters.slice(4)}` : undefined;
}
