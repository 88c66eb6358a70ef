/** Where somebody without a wish goes. */
export const HOME = '/console';

/** What of the site is for people who are signed in. */
const OF_PEOPLE = /^\/console(?:[/?]|$)/;
const LONGEST = 1_000;

/** The page to go to after signing in: a path of ours, and of nobody else (no open redirect), whatever the address said. */
export function wayBack(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > LONGEST || !OF_PEOPLE.test(wanted)) return HOME;
  // browsers take a backslash for a slash, and drop tabs and line breaks
  if (/[\\\p{Cc}]/u.test(wanted)) return HOME;
  const { origin, pathname, search } = new URL(wanted, 'http://here.invalid');
  return origin === 'http://here.invalid' && OF_PEOPLE.test(pathname) ? pathname + search : HOME;
}
