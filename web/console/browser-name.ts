import Bowser from 'bowser';

/** What a browser says of itself, in the words of people: `Firefox on Linux`. What nobody knows stays as it was sent. */
export function browserName(userAgent: string | null, between = ' on '): string {
  if (userAgent === null || userAgent.trim() === '') return 'A browser that does not say which';
  const { browser, os } = Bowser.parse(userAgent);
  const words = [browser.name, os.name].filter((one) => one !== undefined && one !== '');
  return words.length > 0 ? words.join(between) : userAgent;
}
