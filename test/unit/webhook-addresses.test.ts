import { randomBytes } from 'node:crypto';
import { refusalOf } from '../../channels/webhooks/addresses';
import { retryAfterOf } from '../../channels/webhooks/retry-after';
import { urlFault } from '../../channels/webhooks/url';
import { readConfig } from '../../config/config';
import { createSecretBox } from '../../store/database/secret-box';
import { optional } from '../../domain/shared/optional';

const STRICT = { allowLoopback: false };

describe('C6: addresses webhooks never go to', () => {
  it.each([
    ...['127.0.0.1', '127.8.9.1', '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '169.254.169.254', '169.254.0.1', '100.64.0.1', '100.100.100.200', '192.0.0.192', '192.0.2.1'],
    ...['198.18.0.1', '198.51.100.1', '203.0.113.1', '192.88.99.1', '224.0.0.1', '239.255.255.250', '240.0.0.1'],
    ...['255.255.255.255', '168.63.129.16'],
    ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1'],
    ...['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1', '2002:7f00:1::', '2002:a00:1::', '2001::1'],
    ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001:db8::1', '100::1'],
    ...['3fff::1', '4000::1', '5f00::1', '2001:10::1', '2001:2::1', '', 'localhost', '1.2.3.4.5', '1.2.3.4 '],
  ])('%j', (address) => {
    expect(refusalOf(address, STRICT)).toMatch(/^is /);
  });

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00::1',
  ])('but to %s', (address) => {
    expect(refusalOf(address, STRICT)).toBeUndefined();
  });

  it('loopback, and nothing else inside, where development allows it', () => {
    const allowed = ['127.0.0.1', '::1', '10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1', '0.0.0.0'].filter(
      (address) => refusalOf(address, { allowLoopback: true }) === undefined,
    );
    expect(allowed).toEqual(['127.0.0.1', '::1']);
  });
});

describe('C6: what cannot be an endpoint', () => {
  it.each([
    ['http://hooks.acme.example/', /https/],
    ['ftp://hooks.acme.example/', /https/],
    ['file:///etc/passwd', /https/],
    ['javascript:alert(1)', /https/],
    ['hooks.acme.example', /is not an address/],
    ['//hooks.acme.example', /is not an address/],
    ['https://user@hooks.acme.example/', /user name/],
    ['https://user:password@hooks.acme.example/', /user name/],
    ['https://hooks.acme.example/#top', /fragment/],
    ['https://hooks.acme.example/#', /fragment/],
    ['https://hooks.acme.example:22/', /port/],
    ['https://hooks.acme.example:0/', /port/],
    ['https://localhost/', /leads inside/],
    ['https://localhost./', /leads inside/],
    ['https://a.localhost/', /leads inside/],
    ['https://intranet/', /leads inside/],
    ['https://metadata.google.internal/', /leads inside/],
    ['https://printer.local/', /leads inside/],
    ['https://127.0.0.1/', /leads inside/],
    ['https://0x7f.1/', /leads inside/],
    ['https://2130706433/', /leads inside/],
    ['https://017700000001/', /leads inside/],
    ['https://0/', /leads inside/],
    ['https://127.1/', /leads inside/],
    ['https://１２７.0.0.1/', /leads inside/],
    ['https://[::1]/', /leads inside/],
    ['https://[::ffff:127.0.0.1]/', /leads inside/],
    ['https://[::ffff:7f00:1]/', /leads inside/],
    ['https://[64:ff9b::7f00:1]/', /leads inside/],
    ['https://[fd00::1]/', /leads inside/],
    ['https://169.254.169.254/latest/meta-data', /leads inside/],
    ['https://10.1.2.3/', /leads inside/],
  ])('%s', (url, why) => {
    expect(urlFault(url, STRICT)).toMatch(why);
  });

  it.each(['https://hooks.acme.example/a?b=c', 'https://hooks.acme.example:8443/', 'https://8.8.8.8/'])(
    'but %s can',
    (url) => {
      expect(urlFault(url, STRICT)).toBeUndefined();
    },
  );

  it('development reaches loopback, over plain http too, and nothing else inside', () => {
    const urls = ['http://127.0.0.1:3000/', 'http://localhost:3000/', 'https://[::1]:3000/', 'http://10.0.0.1/'];
    const allowed = [...urls, 'https://10.0.0.1/', 'http://hooks.acme.example/'].filter(
      (url) => urlFault(url, { allowLoopback: true }) === undefined,
    );
    expect(allowed).toEqual(urls.slice(0, 3));
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Wed, 25 Nov 2026 00:10:00 GMT', 600_000],
    ['Tue, 24 Nov 2026 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-5x', undefined],
    [undefined, undefined],
  ])('%j', (header, ms) => {
    expect(retryAfterOf(header, Date.UTC(2026, 10, 25))).toBe(ms);
  });
});

describe('secrets at rest', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];

  it('are opened with the key and the context they were sealed with, and never twice the same', () => {
    const box = createSecretBox([first]);
    const sealed = box.seal('whsec_canary', 'webhook a');
    expect(box.open(sealed, 'webhook a')).toBe('whsec_canary');
    expect(sealed).not.toContain('canary');
    expect(box.seal('whsec_canary', 'webhook a')).not.toBe(sealed);
    expect(() => box.open(sealed, 'webhook b')).toThrow();
    const last = sealed.at(-2) === 'A' ? 'B' : 'A';
    expect(() => box.open(`${sealed.slice(0, -2)}${last}${sealed.slice(-1)}`, 'webhook a')).toThrow();
  });

  it('outlive a change of the key: the old one stands behind the new one', () => {
    const sealed = createSecretBox([first]).seal('secret', 'x');
    expect(createSecretBox([second, first]).open(sealed, 'x')).toBe('secret');
    expect(() => createSecretBox([second]).open(sealed, 'x')).toThrow(/FOREWARN_SECRETS_KEY does not hold/);
  });

  it('take keys of 32 bytes from the environment, and none', () => {
    const config = (key?: string) =>
      readConfig({
        DATABASE_URL: 'postgres://x',
        SMTP_URL: 'smtp://x',
        ...optional({ FOREWARN_SECRETS_KEY: key }),
      }).secretsKeys;
    expect(config()).toBeUndefined();
    expect(config('')).toBeUndefined();
    expect(config(`${first.toString('base64')}, ${second.toString('base64')}`)).toEqual([first, second]);
    expect(() => config('c2hvcnQ=')).toThrow(/FOREWARN_SECRETS_KEY: must be 32 random bytes/);
  });
});
