import fc from 'fast-check';
import { authenticate } from 'mailauth';
import PostalMime from 'postal-mime';
import { parseAuthenticationResults, passedDmarc } from '../../channels/inbound/authentication-results';
import { readInboundMail } from '../../channels/inbound/read-mail';
import { writerOf } from '../../channels/inbound/written';

/** T8: nobody's answer counts for somebody else's: what our own mail server says of a sender, and of which domain (RFC 8601, C5). */

const OURS = 'mx.provider.example';
const passed = (values: string | string[], sender: string | undefined = 'ops@acme.example') =>
  passedDmarc([values].flat(), OURS, sender);

describe('what a header says', () => {
  it.each([
    ['example.com 1; none', 'example.com', []],
    ['example.com; spf=pass smtp.mailfrom=example.net', 'example.com', [['spf', 'pass']]],
    [
      'example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net',
      'example.com',
      [
        ['auth', 'pass'],
        ['spf', 'pass'],
      ],
    ],
    [
      "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462 (see above)",
      undefined,
      undefined,
    ],
    [
      'mx.google.com; dkim=pass header.i=@acme.example header.s=k1 header.b=aB3+/x==; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=acme.example',
      'mx.google.com',
      [
        ['dkim', 'pass'],
        ['dmarc', 'pass'],
      ],
    ],
    [
      'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dmarc=pass action=none header.from=acme.example;compauth=pass reason=100',
      undefined,
      undefined,
    ],
    ['"mx.provider.example"; DMARC/1 = Pass Header.From = "acme.example"', OURS, [['dmarc', 'pass']]],
  ])('%s', (value, authservId, results) => {
    const read = parseAuthenticationResults(value);
    // undefined: a form no server writes, or one without a name; nobody is confirmed by it
    expect(read?.authservId).toBe(authservId);
    expect(read?.results.map(({ method, result }) => [method, result])).toEqual(results);
  });

  it('whatever the text, it answers, and never finds more than stands outside comments and quotes', () => {
    const unit = fc.constantFrom(
      '(',
      ')',
      '"',
      '\\',
      ';',
      '=',
      ' ',
      'dmarc',
      'pass',
      'header.from',
      'acme.example',
      OURS,
      '/',
      '.',
      'ü',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), (words) => {
        const text = words.join('');
        const found = parseAuthenticationResults(text)?.results.filter(({ method }) => method === 'dmarc') ?? [];
        expect(found.length).toBeLessThan(text.split('dmarc').length);
        expect(passed(`${OURS}; x=y (${text.replace(/[()\\]/g, '')})`)).toBe(false);
        expect(passed(`${OURS}; spf=fail smtp.mailfrom="${text.replace(/["\\]/g, '')}"`)).toBe(false);
      }),
    );
  });

  it.each(['(', '"', ';', '=', '(a', 'a=b ', '\\(', ';dmarc=pass'])(
    '16 kB of %j take about as long as of plain text',
    (piece) => {
      const tookMs = (filler: string) => {
        const text = `${OURS}; dmarc=pass header.from=acme.example ${filler.repeat(16_000 / filler.length)}`;
        const began = performance.now();
        for (let n = 0; n < 5; n++) passed(text);
        return performance.now() - began;
      };
      tookMs('x ');
      expect(tookMs(piece)).toBeLessThan(20 * tookMs('x ') + 50);
    },
  );
});

describe('whose word counts', () => {
  const good = `${OURS}; dmarc=pass header.from=acme.example`;

  it.each([
    ['ops@acme.example', 'acme.example', true],
    ['ops@acme.example', 'ACME.example.', true],
    ['ops@mail.acme.example', 'acme.example', true],
    ['ops@acme.example', 'mail.acme.example', true],
    ['ops@acme.example', 'evil.example', false],
    ['ops@acme.co.uk', 'evil.co.uk', false],
    ['ops@acme.co.uk', 'co.uk', false],
    ['ops@acme.github.io', 'evil.github.io', false],
    ['ops@acme.example', 'acme.example.evil.example', false],
    ['ops@acme.example', 'notacme.example', false],
    ['ops@xn--bcher-kva.example', 'bücher.example', true],
    ['ops@[192.0.2.1]', '[192.0.2.2]', false],
  ])('the sender %s, a pass for %s: %s', (sender, domain, counts) => {
    expect(passed(`${OURS}; dmarc=pass header.from=${domain}`, sender)).toBe(counts);
  });

  it.each([
    ['another server', `mx.evil.example; dmarc=pass header.from=acme.example`],
    ['a name that begins like ours', `${OURS}.evil.example; dmarc=pass header.from=acme.example`],
    ['a pass in a comment', `${OURS}; dmarc=fail (dmarc=pass header.from=acme.example)`],
    ['a pass in a nested comment', `${OURS}; spf=none (a (b) ; dmarc=pass header.from=acme.example)`],
    ['a pass in a quote', `${OURS}; spf=pass smtp.mailfrom="x; dmarc=pass header.from=acme.example"`],
    ['a pass in the reason', `${OURS}; dmarc=fail reason="dmarc=pass" header.from=acme.example`],
    ['two verdicts', `${good}; dmarc=fail header.from=acme.example`],
    ['a pass of another method', `${OURS}; x-dmarc=pass header.from=acme.example`],
    ['a result that begins with pass', `${OURS}; dmarc=passed header.from=acme.example`],
    ['another version', `${OURS} 2; dmarc=pass header.from=acme.example`],
    ['no domain', `${OURS}; dmarc=pass`],
  ])('%s confirms nobody', (_name, value) => {
    expect(passed(value)).toBe(false);
  });

  it('our topmost word alone: what stands below it, ours or not, changes nothing', () => {
    const fail = `${OURS}; dmarc=fail header.from=acme.example`;
    expect(passed(['mx.other.example; dmarc=fail', good, fail])).toBe(true);
    expect(passed([fail, good])).toBe(false);
    expect(passed([`${OURS}; dmarc=fail (never closed`, good])).toBe(false);
    expect(passed([`${OURS}; dmarc=fail ${'x'.repeat(20_000)}`, good])).toBe(false);
    expect(passed([])).toBe(false);
  });
});

describe('whose mail it is', () => {
  const from = async (headers: string) => writerOf(await PostalMime.parse(`${headers}\r\n\r\nx`));

  it.each([
    ['From: Ops <OPS@acme.example>', 'ops@acme.example'],
    ['From: "Ops, <b@evil.example>" <ops@acme.example>', 'ops@acme.example'],
    ['From: ops@acme.example, b@evil.example', undefined],
    ['From: <ops@acme.example> <b@evil.example>', undefined],
    ['From: ops@acme.example\r\nFrom: b@evil.example', undefined],
    ['From: a group: ops@acme.example;', undefined],
    ['From: ', undefined],
    ['Sender: ops@acme.example', undefined],
  ])('%j', async (headers, writer) => {
    expect(await from(headers)).toBe(writer);
  });

  it('several in From are confirmed by nothing', async () => {
    const raw = `Authentication-Results: ${OURS}; dmarc=pass header.from=acme.example\r\nFrom: ops@acme.example, b@evil.example\r\n\r\nx`;
    const mail = await readInboundMail(Buffer.from(raw), { authservId: OURS });
    expect(mail).toMatchObject({ kind: 'written', message: { from: '', isVerified: false } });
  });
});

it('reads what a real verifier writes, of a domain with a policy and of a forged one', async () => {
  const records: Record<string, string[][]> = {
    'acme.example': [['v=spf1 ip4:192.0.2.7 -all']],
    '_dmarc.acme.example': [['v=DMARC1; p=reject']],
  };
  const resolver = (name: string, type: string) => {
    if (type === 'TXT' && records[name]) return Promise.resolve(records[name]);
    return Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  };
  const mailOf = async (ip: string) => {
    const raw =
      'From: Ops <ops@acme.example>\r\nTo: maintenance@provider.example\r\nSubject: MW-2026-0001\r\n\r\nx\r\n';
    const { headers } = await authenticate(raw, {
      ip,
      helo: 'x.example',
      sender: 'ops@acme.example',
      mta: OURS,
      resolver,
    });
    return readInboundMail(Buffer.from(headers + raw), { authservId: OURS });
  };
  expect(await mailOf('192.0.2.7')).toMatchObject({ message: { isVerified: true } });
  expect(await mailOf('198.51.100.9')).toMatchObject({ message: { isVerified: false } });
});
