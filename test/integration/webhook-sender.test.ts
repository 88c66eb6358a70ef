import { createHmac, randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { createWebhookSender, type SenderOptions } from '../../channels/webhooks/sender';
import { selfSigned } from '../support/self-signed';
import { answering, startReceiver, verify, type WebhookReceiver } from '../support/webhook-receiver';

const secret = () => `whsec_${randomBytes(32).toString('base64')}`;
const SECRET = secret();
const message = {
  webhookId: 'MW-2026-0001_7_x',
  payload: '{"type":"window.started","data":{"é":1}}',
  secrets: [SECRET],
};

const options: SenderOptions = { publicUrl: 'https://status.provider.example', allowLoopback: true, timeoutMs: 5_000 };
const sender = createWebhookSender(options);

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.connections = 0;
  receiver.answer = answering(204);
});

const post = (more: Partial<typeof message & { url: string }> = {}, from = sender) =>
  from.post({ url: receiver.url, ...message, ...more });

describe('C6: a webhook on the wire', () => {
  it('is signed as the reference library of Standard Webhooks verifies it', async () => {
    expect(await post()).toEqual({ kind: 'answered', status: 204, answer: '' });
    const [received] = receiver.received;
    if (!received) throw new Error('nothing came');
    expect(received.raw).toBe(message.payload);
    expect(received.headers).toMatchObject({
      'webhook-id': message.webhookId,
      'content-type': 'application/json',
      'user-agent': 'Forewarn-Webhooks/1 (+https://status.provider.example)',
    });
    verify(SECRET, received);
    expect(() => verify(SECRET, { ...received, raw: received.raw.replace('1', '2') })).toThrow('No matching signature');
    expect(() => verify(secret(), received)).toThrow('No matching signature');
  });

  it('has the signature of the standard’s own example', async () => {
    const example = {
      webhookId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      payload: '{"test": 2432232314}',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    };
    await post(example, createWebhookSender({ ...options, clock: () => 1_614_265_330_000 }));
    expect(receiver.received[0]?.headers).toMatchObject({
      'webhook-id': example.webhookId,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is signed as the documentation tells receivers to compute it', async () => {
    await post({ payload: '{"name":"Zürich 東京 😀"}' });
    const { headers, raw } = receiver.received[0] ?? {};
    const signed = `${String(headers?.['webhook-id'])}.${String(headers?.['webhook-timestamp'])}.${String(raw)}`;
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers?.['webhook-signature']).toBe(`v1,${signature}`);
  });

  it('bears both signatures during a rotation', async () => {
    const [before, after] = [secret(), secret()];
    await post({ secrets: [after, before] });
    const [received] = receiver.received;
    if (!received) throw new Error('nothing came');
    verify(before, received);
    verify(after, received);
    expect(String(received.headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  it('takes the moment of the attempt, so that a receiver does not refuse a late one as old', async () => {
    await post({}, createWebhookSender({ ...options, clock: () => Date.now() - 3_600_000 }));
    const [old] = receiver.received;
    if (!old) throw new Error('nothing came');
    expect(() => verify(SECRET, old)).toThrow('too old');
  });
});

describe('C6: receivers that misbehave', () => {
  it('an error page in HTML is kept as text, cut', async () => {
    receiver.answer = answering(502, `<html><script>alert(1)</script>${'x'.repeat(5_000)}`, {
      'content-type': 'text/html',
    });
    const verdict = await post();
    expect(verdict).toMatchObject({ kind: 'answered', status: 502 });
    expect(verdict.answer).toMatch(/^<html><script>alert\(1\)<\/script>x+$/);
    expect(verdict.answer).toHaveLength(1_024);
  });

  it('of an answer without end only the beginning is read', async () => {
    let sent = 0;
    const ended = new Promise<void>((resolve) => {
      receiver.answer = (_received, response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(64 * 1_024, 'a');
        const more = () => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
          sent += chunk.length;
        };
        response
          .on('drain', more)
          .on('close', resolve)
          .on('error', () => undefined);
        more();
      };
    });
    expect(await post()).toMatchObject({ status: 200, answer: 'a'.repeat(1_024) });
    await ended;
    // what fits into the buffers in between, far from what a reader would have got in this time
    expect(sent).toBeLessThan(64 * 1_024 * 1_024);
  });

  it('one that is too slow is given up', async () => {
    receiver.answer = () => undefined;
    const verdict = await post({}, createWebhookSender({ ...options, timeoutMs: 200 }));
    expect(verdict).toEqual({ kind: 'unanswered', answer: 'no answer within 0.2 seconds' });
  });

  it('one that answers 200 and then drips has taken it', async () => {
    receiver.answer = (_received, response) => {
      response.writeHead(200);
      response.write('thanks');
    };
    const verdict = await post({}, createWebhookSender({ ...options, timeoutMs: 300 }));
    expect(verdict).toEqual({ kind: 'answered', status: 200, answer: 'thanks' });
  });

  it('one that hangs up, and one that is not there', async () => {
    receiver.answer = (_received, response) => void response.destroy();
    expect(await post()).toMatchObject({ kind: 'unanswered', answer: expect.stringContaining('hang up') as string });
    const gone = await startReceiver();
    await gone.close();
    expect(await post({ url: gone.url })).toMatchObject({
      kind: 'unanswered',
      answer: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('what Retry-After asks for is handed on', async () => {
    receiver.answer = answering(429, '', { 'retry-after': '90' });
    expect(await post()).toMatchObject({ status: 429, retryAfterMs: 90_000 });
  });

  it('a certificate nobody vouches for is refused before anything is sent, one that is vouched for is taken', async () => {
    const certificate = selfSigned();
    const secure = await startReceiver(certificate);
    try {
      expect(await post({ url: secure.url })).toMatchObject({
        kind: 'unanswered',
        answer: expect.stringMatching(/self.signed/) as string,
      });
      expect(secure.received).toEqual([]);
      const trusting = createWebhookSender({ ...options, ca: certificate.cert });
      expect(await post({ url: secure.url }, trusting)).toMatchObject({ status: 204 });
      // the same certificate for another name
      const named = createWebhookSender({
        ...options,
        ca: certificate.cert,
        resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
      });
      const other = secure.url.replace('127.0.0.1', 'hooks.acme.example');
      expect(await post({ url: other }, named)).toMatchObject({
        answer: expect.stringContaining('altnames') as string,
      });
      expect(secure.received).toHaveLength(1);
    } finally {
      await secure.close();
    }
  });
});

describe('C6: never to internal addresses (SSRF)', () => {
  /** Every socket this process connects to anywhere, TLS or not; it connects all the same. */
  const connecting = jest.spyOn(Socket.prototype, 'connect');
  const opened = () => connecting.mock.calls.length;
  beforeEach(() => connecting.mockClear());
  afterAll(() => connecting.mockRestore());

  const at = (host: string) => receiver.url.replace('http:', 'https:').replace('127.0.0.1', host);
  const strict = (...answers: string[][]) => {
    const asked: string[] = [];
    const from = createWebhookSender({
      ...options,
      allowLoopback: false,
      timeoutMs: 300,
      resolve(host) {
        asked.push(host);
        const addresses = answers[Math.min(asked.length, answers.length) - 1] ?? [];
        return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
      },
    });
    return { from, asked };
  };

  it.each([
    ...['127.0.0.1', '127.9.9.9', '0x7f.1', '0', '127.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', 'localhost'],
    ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '168.63.129.16', '224.0.0.1'],
    ...['[fd00::1]', '[fe80::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[::127.0.0.1]', '[::]'],
  ])('an address that says %s is not connected to', async (host) => {
    const { from, asked } = strict(['127.0.0.1']);
    expect(await post({ url: at(host) }, from)).toMatchObject({
      kind: 'unanswered',
      answer: expect.stringContaining('leads inside') as string,
    });
    expect([opened(), receiver.connections, asked]).toEqual([0, 0, []]);
  });

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['100.100.100.200'],
    ['fd00:ec2::254'],
    ['fe80::1'],
    ['64:ff9b::a9fe:a9fe'],
    ['2002:a9fe:a9fe::'],
    ['0.0.0.0'],
    // one good address does not help the bad one beside it
    ['8.8.8.8', '127.0.0.1'],
    [],
  ])('a name that leads to %j %s is not connected to', async (...addresses: string[]) => {
    const { from } = strict(addresses);
    const verdict = await post({ url: at('hooks.acme.example') }, from);
    expect(verdict).toMatchObject({
      kind: 'unanswered',
      answer: expect.stringMatching(/no public|no address/) as string,
    });
    expect([opened(), receiver.connections]).toEqual([0, 0]);
  });

  it('a name that is public when it is checked and leads inside a moment later gains nothing: it is asked once', async () => {
    // 2dff::1 counts as public and is given to nobody
    const { from, asked } = strict(['2dff::1'], ['127.0.0.1']);
    expect(await post({ url: at('rebind.acme.example') }, from)).toMatchObject({ kind: 'unanswered' });
    expect(asked).toEqual(['rebind.acme.example']);
    expect(receiver.connections).toBe(0);
    // the next attempt asks again and is refused
    connecting.mockClear();
    expect((await post({ url: at('rebind.acme.example') }, from)).answer).toMatch(/127\.0\.0\.1, which is no public/);
    expect([opened(), receiver.connections]).toEqual([0, 0]);
  });

  it('the connection goes to the address that was checked: the system is not asked for the name', async () => {
    const certificate = selfSigned();
    const secure = await startReceiver(certificate);
    const pinned = createWebhookSender({
      ...options,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    });
    await post({ url: secure.url.replace('127.0.0.1', 'no-such-name.acme.example') }, pinned);
    await secure.close();
    // the counter counts
    expect([secure.connections, opened()]).toEqual([1, 1]);
  });

  it('a redirect is not followed, wherever it leads', async () => {
    const inside = await startReceiver();
    receiver.answer = answering(307, '', { location: inside.url });
    const verdict = await post();
    expect(verdict).toMatchObject({ kind: 'answered', status: 307 });
    expect(verdict.answer).toContain(`redirects are not followed (this one leads to ${inside.url})`);
    await inside.close();
    expect([inside.connections, receiver.connections, opened()]).toEqual([0, 1, 1]);
  });
});
