import pino from 'pino';
import { startInboundSmtp, type InboundSmtp } from '../../api/inbound-smtp/inbound-smtp';
import type { Inbound, InboundResult } from '../../use-cases/receive-mail';
import { createTransport } from 'nodemailer';

let smtp: InboundSmtp;
let receive: Inbound['receive'];
const log: string[] = [];
const received: string[] = [];

beforeAll(async () => {
  smtp = await startInboundSmtp({
    inbound: { receive: (raw) => receive(raw) },
    host: '127.0.0.1',
    port: 0,
    mailboxes: ['maintenance@provider.example'],
    logger: pino({}, { write: (line: string) => void log.push(line) }),
  });
});
beforeEach(() => {
  received.length = 0;
  receive = (raw) => {
    received.push(Buffer.from(raw).toString());
    return Promise.resolve<InboundResult>({ outcome: 'acknowledged', reference: 'MW-2026-0001' });
  };
});
afterAll(() => smtp.close());

async function send(to: string, text = 'Hello\n.\n..dots\n'): Promise<string> {
  const client = createTransport({ host: '127.0.0.1', port: smtp.port, ignoreTLS: true });
  try {
    const raw = `From: ops@acme.example\r\nSubject: x\r\n\r\n${text}`;
    const { response } = await client.sendMail({ envelope: { from: '', to: [to] }, raw });
    return response;
  } catch (error) {
    return (error as { response?: string }).response ?? String(error);
  } finally {
    client.close();
  }
}

it('C5: takes mail for our own mailbox as it came, whatever its case', async () => {
  expect(await send('Maintenance@Provider.example')).toMatch(/^250 2\.0\.0 acknowledged/);
  expect(received).toHaveLength(1);
  expect(received[0]).toContain('Hello\r\n.\r\n..dots');
});

it('relays for nobody', async () => {
  expect(await send('somebody@elsewhere.example')).toMatch(/^550 5\.7\.1/);
  expect(received).toEqual([]);
});

it('asks for the mail again when it could not be dealt with', async () => {
  receive = () => Promise.reject(new Error('the database is away'));
  expect(await send('maintenance@provider.example')).toMatch(/^451 4\.3\.0/);
});

it('refuses what is too large and goes on', async () => {
  expect(await send('maintenance@provider.example', 'x'.repeat(10_000_001))).toMatch(/^552 /);
  expect(received).toEqual([]);
  expect(await send('maintenance@provider.example')).toMatch(/^250 /);
});

it('T4: logs what became of a mail, and nobody of it', () => {
  const text = log.join('');
  expect(text).toContain('"window":"MW-2026-0001"');
  expect(text).not.toMatch(/acme|provider\.example|elsewhere/);
});
