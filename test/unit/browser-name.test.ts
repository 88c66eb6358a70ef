import { browserName } from '../../web/console/browser-name';

describe('P8: a browser in the words of people', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Microsoft Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    ['node', 'node'],
    ['<b>', '<b>'],
  ])('%s', (sent, name) => {
    expect(browserName(sent)).toBe(name);
  });

  it.each([null, '', ' '])('one that does not say which: %j', (sent) => {
    expect(browserName(sent)).toBe('A browser that does not say which');
  });
});
