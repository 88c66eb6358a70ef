import { fitOf, type Fit } from '../../cli/fit';

const URL = 'https://forewarn.provider.example';

/** The command line, the server, the oldest command line the server takes, and what that comes to. */
const ROWS: [client: string, server: string, oldest: string, Fit, says: string][] = [
  ['0.2.0', '0.2.0', '0.2.0', 'fits', '0.2.0 fits the server'],
  ['0.2.0', '0.2.7', '0.1.0', 'fits', 'which is 0.2.7'],
  ['0.2.7', '0.2.0', '0.1.0', 'fits', 'which is 0.2.0'],
  ['0.2.9', '0.3.0', '0.2.0', 'server-newer', 'is newer, 0.3.0: some of its commands may be unknown here'],
  ['0.10.0', '0.9.0', '0.2.0', 'server-older', 'is older, 0.9.0: some commands may be unknown there'],
  ['0.2.0', '0.4.0', '0.3.0', 'too-old', '0.2.0 is too old'],
  ['0.2.0', '0.2.7', '0.2.5', 'too-old', 'takes 0.2.5 or newer'],
  ['1.0.0', '1.9.2', '1.0.0', 'fits', '1.0.0 fits the server'],
  ['1.9.2', '1.0.0', '0.9.0', 'fits', '1.9.2 fits the server'],
  ['1.2.0', '2.0.0', '1.0.0', 'server-newer', 'npm install --global forewarn-cli@2.0.0'],
  ['2.0.0', '1.2.0', '1.0.0', 'server-older', 'npm install --global forewarn-cli@1.2.0'],
  ['1.2.0', '2.0.0', '2.0.0', 'too-old', 'npm install --global forewarn-cli@2.0.0'],
  ['0.3.0-rc.1', '0.3.0', '0.2.0', 'fits', '0.3.0-rc.1 fits the server'],
];

test.each(ROWS)('O5: %s with a server %s that takes %s and newer: %s', (client, version, oldestClient, fit, says) => {
  const found = fitOf(client, { version, oldestClient }, URL);
  expect(found).toEqual({ fit, text: expect.stringContaining(says) as string });
  expect(found.text).toContain(URL);
  expect(found.text).not.toContain('\n');
});
