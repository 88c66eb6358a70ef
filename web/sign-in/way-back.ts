/** Where somebody of the provider without a wish goes. */
export const HOME = '/console';
/** Where a customer does. */
export const PORTAL = '/portal';

/** What of the site is for people who are signed in. */
const OF_PEOPLE = { [HOME]: /^\/console(?:[/?]|$)/, [PORTAL]: /^\/portal(?:[/?]|$)/ } as const;
export type Home = keyof typeof OF_PEOPLE;
const LONGEST = 1_000;

/** The page to go to after signing in: a path of ours, and of nobody else (no open redirect), whatever the address said. */
export function wayBack(wanted: unknown, home: Home = HOME): string {
  const theirs = OF_PEOPLE[home];
  if (typeof wanted !== 'string' || wanted.length > LONGEST || !theirs.test(wanted)) return home;
  // browsers take a backslash for a slash, and drop tabs and line breaks
  if (/[\\\p{Cc}]/u.test(wanted)) return home;
  const { origin, pathname, search } = new URL(wanted, 'http://here.invalid');
  return origin === 'http://here.invalid' && theirs.test(pathname) ? pathname + search : home;
}
