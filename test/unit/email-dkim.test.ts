import { createHash, createPublicKey, generateKeyPairSync, verify as verifyBytes, type KeyObject } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { createTransport } from 'nodemailer';
import type { OutgoingMail } from '../../activities/ports/mail';
import type { DkimOptions } from '../../channels/email/transport/mail-options';
import { headersByName, relaxedBody, relaxedHeader, relaxedHeaders } from '../../channels/email/mime/canonical';
import { createComposer } from '../../channels/email/mime/compose';
import { createDkimSigner } from '../../channels/email/mime/dkim';
import { sentText } from '../support/sent-text';

const composer = createComposer({ name: 'Wartung Süd', address: 'maintenance@provider.example' });

function mail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: { name: 'Zoë, "On-call"', address: 'zoe@customer.example' },
    subject:
      'SCHEDULED - Replace the power distribution unit of rack A12, and quite a few things besides [MW-2026-0001]',
    text: 'Grüße\n\n.\n  two blanks \t \n\n\n',
    html: '<p>Grüße</p>\n<p>a  b</p>\n',
    messageId: 'mw-2026-0001.announcement.r1.c1@provider.example',
    inReplyTo: 'first@provider.example',
    references: ['first@provider.example', 'last@provider.example'],
    headers: { 'Auto-Submitted': 'auto-generated', 'List-Unsubscribe': '<https://status.provider.example/u/1>' },
    date: new Date('2026-11-26T01:00:00Z'),
    ...changes,
  };
}

const KEYS = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed25519: () => generateKeyPairSync('ed25519'),
};

/** A key with the record its owner publishes. */
function keyPair(kind: keyof typeof KEYS): { dkim: DkimOptions; record: string } {
  const { privateKey, publicKey } = KEYS[kind]();
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    dkim: { domain: 'provider.example', selector: kind, key },
    record: `v=DKIM1; k=${kind}; p=${published(publicKey).toString('base64')}`,
  };
}

/** RSA keys are published whole, Ed25519 keys as their last 32 bytes (RFC 8463 §4). */
function published(key: KeyObject): Buffer {
  const der = key.export({ type: 'spki', format: 'der' });
  return key.asymmetricKeyType === 'ed25519' ? der.subarray(-32) : der;
}

async function signed(dkim: DkimOptions, given = mail()): Promise<string> {
  const { headers, body } = composer.compose(given, { eightBit: false });
  return sentText({ headers: `${await createDkimSigner(dkim)(headers, body)}${headers}`, body });
}

/** What a verifier that is not ours says of each signature. */
async function verify(message: string, record: string) {
  const resolver = () => Promise.resolve([[record]]);
  const { results } = await dkimVerify(Buffer.from(message), { resolver });
  return results.map(({ status, signingDomain }) => ({ result: status.result, signingDomain }));
}

describe('relaxed canonicalization', () => {
  // RFC 6376 §3.4.6, example 1
  it('RFC 6376: the example’s headers and body', () => {
    const headers = headersByName('A: X\r\nB : Y\t\r\n\tZ  \r\n');
    expect(relaxedHeaders(headers, ['a', 'b'])).toBe('a:X\r\nb:Y Z\r\n');
    expect(relaxedBody(' C \r\nD \t E\r\n\r\n\r\n')).toBe(' C\r\nD E\r\n');
  });

  it.each([
    ['an empty body is empty', '', ''],
    ['empty lines alone are an empty body', '\r\n\r\n', ''],
    ['blanks alone are an empty body', ' \t\r\n \r\n', ''],
    ['a last line without an end gets one', 'a', 'a\r\n'],
    ['a last line of blanks without an end goes', 'a\r\n \t', 'a\r\n'],
    ['empty lines between stay', 'a\r\n\r\n\r\nb\r\n\r\n', 'a\r\n\r\n\r\nb\r\n'],
    ['blanks at a line’s start become one', '\t  a\r\n', ' a\r\n'],
  ])('RFC 6376 §3.4.4: %s', (_name, body, relaxed) => {
    expect(relaxedBody(body)).toBe(relaxed);
  });

  it.each([
    // RFC 6376 §3.4.4 for the empty body, RFC 8463 appendix A for the other
    ['', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
    [
      'Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n',
      '2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=',
    ],
  ])('the published hash of the body %j', (body, hash) => {
    expect(createHash('sha256').update(relaxedBody(body)).digest('base64')).toBe(hash);
  });

  it('RFC 6376 §5.4.2: the last header of a name is taken first, a missing one adds nothing', () => {
    const headers = headersByName('To: 1\r\nX: x\r\nto: 2\r\n');
    expect(relaxedHeaders(headers, ['to', 'to', 'to', 'cc'])).toBe('to:2\r\nto:1\r\n');
  });

  it('RFC 8463 appendix A: the published Ed25519 signature is one over our canonical headers', () => {
    const given = headersByName(
      'From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\n' +
        'Subject: Is dinner ready?\r\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n' +
        'Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n',
    );
    const unsigned =
      'DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n' +
      ' q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n' +
      ' bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=';
    const names = ['from', 'to', 'subject', 'date', 'message-id', 'from', 'subject', 'date'];
    const signature = '/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==';
    const x = Buffer.from('11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=', 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const hash = createHash('sha256')
      .update(relaxedHeaders(given, names) + relaxedHeader(unsigned))
      .digest();
    expect(verifyBytes(null, hash, key, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('relaxing twice changes nothing', () => {
    const line = fc.stringMatching(/^[ \ta-z]{0,8}$/);
    const body = fc.array(line).map((lines) => lines.join('\r\n'));
    fc.assert(
      fc.property(body, fc.array(line), (text, folds) => {
        expect(relaxedBody(relaxedBody(text))).toBe(relaxedBody(text));
        const header = relaxedHeader(`Name : ${folds.join('\r\n ')}`);
        expect(relaxedHeader(header)).toBe(header);
      }),
    );
  });

  it('a run of empty lines in the middle costs no more than its length', () => {
    const time = (body: string) => {
      const began = performance.now();
      relaxedBody(body);
      return performance.now() - began;
    };
    const usual = Math.max(...Array.from({ length: 3 }, () => time(`${'a\r\n'.repeat(100_000)}x\r\n`)));
    // looking at each run again from each of its lines would take ten thousand times as long
    expect(time(`${'\r\n'.repeat(100_000)}x\r\n`)).toBeLessThan(200 * usual);
  });
});

describe.each(['rsa', 'ed25519'] as const)('a signature with %s', (kind) => {
  const { dkim, record } = keyPair(kind);
  const stranger = keyPair(kind);

  it('C1: holds for an independent verifier, and is of the sender’s domain', async () => {
    expect(await verify(await signed(dkim), record)).toMatchObject([
      { result: 'pass', signingDomain: 'provider.example' },
    ]);
  });

  it('C1: holds whatever the words of the mail are', async () => {
    const words = fc.string({ unit: 'binary', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(words, words, words, words, async (subject, name, text, html) => {
        const given = mail({ subject, text, html, to: { name, address: 'zoe@customer.example' } });
        expect(await verify(await signed(dkim, given), record)).toMatchObject([{ result: 'pass' }]);
      }),
      { numRuns: 50 },
    );
  });

  it('survives what relays do: other folds, blanks at the end of lines, empty lines at the end', async () => {
    const message = await signed(dkim);
    const relayed = message.replace('\r\nTo: ', '\r\nto:   ').replace(/--\r\n$/, '-- \t\r\n\r\n\r\n');
    expect(relayed).not.toBe(message);
    expect(await verify(relayed, record)).toMatchObject([{ result: 'pass' }]);
  });

  it.each([
    ['another body', (message: string) => message.replace('<p>', '<p>Pay here: ')],
    ['another subject', (message: string) => message.replace('Replace', 'Pay for')],
    ['a second From', (message: string) => message.replace('\r\nTo: ', '\r\nFrom: evil@evil.example\r\nTo: ')],
    ['a second Subject', (message: string) => message.replace('\r\nTo: ', '\r\nSubject: Pay\r\nTo: ')],
    ['no List-Unsubscribe', (message: string) => message.replace(/\r\nList-Unsubscribe: .*/, '')],
  ])('does not hold for %s', async (_name, change) => {
    const message = await signed(dkim, mail({ html: '<p>plain</p>' }));
    const changed = change(message);
    expect(changed).not.toBe(message);
    const results = await verify(changed, record);
    expect(results.map(({ result }) => result)).not.toContain('pass');
  });

  it('does not hold under another key', async () => {
    const results = await verify(await signed(dkim), stranger.record);
    expect(results.map(({ result }) => result)).not.toContain('pass');
  });

  it('has no line longer than 78 characters, and none that is not folded', async () => {
    const { headers, body } = composer.compose(mail(), { eightBit: false });
    const lines = (await createDkimSigner(dkim)(headers, body)).split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines.shift()).toMatch(/^DKIM-Signature: v=1;/);
    for (const line of lines) expect(line).toMatch(/^ {1,2}\S.{0,75}$/);
  });

  it('many at once: each belongs to its own message', async () => {
    const sign = createDkimSigner(dkim);
    const letters = Array.from({ length: 50 }, (_, index) =>
      composer.compose(mail({ subject: `Number ${String(index)}` }), { eightBit: false }),
    );
    const signatures = await Promise.all(letters.map(({ headers, body }) => sign(headers, body)));
    const messages = letters.map(
      ({ headers, body }, index) => `${signatures[index] ?? ''}${headers}\r\n${body.join('')}`,
    );
    const results = await Promise.all(messages.map((message) => verify(message, record)));
    expect(results.flat().map(({ result }) => result)).toEqual(Array(50).fill('pass'));
  });
});

it('C1: our signature and nodemailer’s of the same message hold side by side, with the same body hash', async () => {
  const { dkim, record } = keyPair('rsa');
  const message = await signed(dkim);
  const theirs = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key },
  });
  const envelope = { from: 'maintenance@provider.example', to: ['zoe@customer.example'] };
  const sent: { message: unknown } = await theirs.sendMail({ raw: message, envelope });
  const both = String(sent.message);
  expect(both.match(/^DKIM-Signature:/gm)).toHaveLength(2);
  const results = await verify(both, record);
  expect(results.map(({ result }) => result)).toEqual(['pass', 'pass']);
  const hashes = Array.from(both.matchAll(/\sbh=([^;]+);/g), ([, hash]) => hash);
  expect(hashes).toHaveLength(2);
  expect(new Set(hashes).size).toBe(1);
});

it('the event loop is free while keys are at work', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const sign = createDkimSigner({ domain: 'provider.example', selector: 's', key });
  const { headers, body } = composer.compose(mail(), { eightBit: false });
  await sign(headers, body);
  let done = 0;
  const all = Array.from({ length: 60 }, () => sign(headers, body).then(() => done++));
  // signing in the loop would have made all of them before its next turn
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBeLessThan(60);
  await Promise.all(all);
  expect(done).toBe(60);
});

describe('what cannot sign is refused at the start', () => {
  const { dkim } = keyPair('ed25519');
  const small = generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey;
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  it.each([
    ['a domain that is none', { domain: 'provider.example; d=evil.example' }, 'is no domain'],
    ['a selector that is none', { selector: 'a\r\nb' }, 'The DKIM selector'],
    ['a text that is no key', { key: 'secret' }, 'no private key in PEM form'],
    ['a key of 512 bits', { key: pem(small) }, 'it must be RSA with at least 1024 bits'],
    ['a key of another kind', { key: pem(curve) }, 'is of type ec'],
  ])('%s', (_name, changes, words) => {
    expect(() => createDkimSigner({ ...dkim, ...changes })).toThrow(words);
  });

  it('without the key in the words', () => {
    expect(() => createDkimSigner({ ...dkim, key: 'secret' })).toThrow(/^((?!secret).)*$/);
  });
});
