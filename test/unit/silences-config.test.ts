import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMonitoringSystems } from '../../composition/silences';
import { readConfig } from '../../config/config';
import { readSilences } from '../../config/silences';

const ENVIRONMENT = { PAGERDUTY_TOKEN: 'canary-key-5d1f' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forewarn-silences-'));
  writeFileSync(path.join(folder, 'token'), 'canary-of-the-alerts\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const alertmanager = {
  ...{ type: 'alertmanager', url: 'https://alerts.example.net', token: { file: 'token' } },
  resources: { label: 'instance', holds: 'name', withPort: true },
  locations: { parts: [null, 'datacenter', 'rack'] },
};
const pagerduty = {
  ...{ type: 'pagerduty', token: { env: 'PAGERDUTY_TOKEN' }, from: 'noc@provider.example' },
  services: { locations: { 'eu-1/dc-1': ['PIJ90N7'] } },
};

function written(content: unknown): string {
  const file = path.join(folder, 'silences.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const readOne = (of: object, change: object = {}) =>
  readSilences(written({ systems: { one: { ...of, ...change } } }), ENVIRONMENT);

test('C8: a file with both systems, secrets by reference', () => {
  const file = written({ beforeStartMinutes: 10, systems: { production: alertmanager, 'on-call': pagerduty } });
  const config = readSilences(file, ENVIRONMENT);
  expect(config).toMatchObject({
    beforeStartMinutes: 10,
    systems: {
      production: { token: 'canary-of-the-alerts' },
      'on-call': { token: 'canary-key-5d1f', url: 'https://api.pagerduty.com' },
    },
  });
  expect(createMonitoringSystems(config).map(({ title }) => title)).toEqual([
    'Alertmanager alerts.example.net (production)',
    'PagerDuty (on-call)',
  ]);
  const needed = { DATABASE_URL: 'postgres://a/b', SMTP_URL: 'smtp://a' };
  expect(readConfig({ ...needed, FOREWARN_SILENCES: '' }).silences).toBeUndefined();
  expect(readConfig({ ...needed, ...ENVIRONMENT, FOREWARN_SILENCES: file }).silences).toEqual(config);
});

test.each([
  ['an address that is no URL', alertmanager, { url: 'alerts' }, /url must be an address such as https:\/\//],
  ['an address of another kind', alertmanager, { url: 'ftp://alerts' }, /url must begin with https:\/\/ or http:\/\//],
  ['credentials in the address', alertmanager, { url: 'https://a:b@alerts' }, /url must not hold a user or a password/],
  [
    'a name that is no label',
    alertmanager,
    { resources: { label: 'host-name' } },
    /resources\.label must be the name of a label as alerts have it/,
  ],
  ['a label that begins with a digit', alertmanager, { locations: { path: '1st' } }, /locations/],
  ['parts that are no labels', alertmanager, { locations: { parts: ['data center'] } }, /locations.*label/],
  ['no label for resources', alertmanager, { resources: undefined }, /resources/],
  [
    'a user without a password',
    alertmanager,
    { token: undefined, user: { env: 'PAGERDUTY_TOKEN' } },
    /user belongs to a password/,
  ],
  [
    'a user and a token',
    alertmanager,
    { user: { file: 'token' }, password: { file: 'token' } },
    /token stands beside a user/,
  ],
  ['a secret in the file', pagerduty, { token: 'canary' }, /token/],
  [
    'a variable that is not set',
    pagerduty,
    { token: { env: 'NOT_SET' } },
    /token names the variable NOT_SET, which is not set/,
  ],
  ['a sender that is no address', pagerduty, { from: 'noc' }, /from must be the address of a user at PagerDuty/],
  [
    'an id that is none',
    pagerduty,
    { services: { locations: { 'eu-1': ['web server'] } } },
    /services\.locations\.eu-1\.0 must be the id of a service/,
  ],
  ['no service', pagerduty, { services: {} }, /services must name services by locations or by resources/],
  ['another type', pagerduty, { type: 'nagios' }, /must be "alertmanager" or "pagerduty"/],
])('C8: %s is refused with the field, the rule and where to look', (_what, of, change, words) => {
  expect(() => readOne(of, change)).toThrow(words);
  expect(() => readOne(of, change)).toThrow(
    /^The environment cannot be used:\n {2}FOREWARN_SILENCES names .*docs\/silences\.md/,
  );
  expect(() => readOne(of, change)).not.toThrow(/canary/);
});

test('C8: no system, an unknown field, no JSON and a file that is not there are refused', () => {
  expect(() => readSilences(written({ systems: {} }), ENVIRONMENT)).toThrow(/systems must name one at least/);
  expect(() => readOne(alertmanager, { silent: true })).toThrow(/silent/);
  expect(() => readSilences(written('{'), ENVIRONMENT)).toThrow(/which is not JSON\. docs\/silences\.md shows one/);
  expect(() => readSilences('/nowhere.json', ENVIRONMENT)).toThrow(/cannot be read \(ENOENT\)/);
});
