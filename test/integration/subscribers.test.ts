import PostalMime from 'postal-mime';
import { testDatabase } from '../support/database';
import { startRecordingSmtp, type RecordingSmtp } from '../support/recording-smtp';
import { eventually, Stack } from '../support/stack';

const FAN = 'fan@example.org';
const database = testDatabase();
let smtp: RecordingSmtp;
let stack: Stack;

beforeAll(async () => {
  process.env.FOREWARN_SECRETS_KEY = Buffer.alloc(32, 3).toString('base64');
  smtp = await startRecordingSmtp();
  stack = await Stack.start(database.url(), smtp.url);
  await stack.fillInventory(2);
}, 120_000);
afterAll(async () => {
  delete process.env.FOREWARN_SECRETS_KEY;
  await stack.stop();
  await smtp.close();
});

const mailsTo = (address: string) => smtp.accepted.filter(({ to }) => to.includes(address));
const post = (url: string, body: string) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    redirect: 'error',
  });
/** The address a mail names after these words, on this stack's own port. */
function linkIn(raw: Buffer | undefined, pattern: RegExp): string {
  const path = pattern.exec(raw?.toString() ?? '')?.[1];
  if (path === undefined) throw new Error(`no ${String(pattern)} in ${raw?.toString() ?? 'no mail'}`);
  return stack.apiUrl + path;
}

async function emergency(): Promise<string> {
  const start = new Date(Date.now() + 60_000);
  const { status, body } = await stack.call('POST', '/v1/windows', {
    ...{ title: 'A cooling pump fails', class: 'emergency', reason: 'hardware', visibility: 'public' },
    slots: [{ start: start.toISOString(), end: new Date(start.getTime() + 3_600_000).toISOString() }],
    scope: { locations: ['eu-1/dc-1/rack-a12'], resources: [], kinds: [], labels: {}, all: false },
    impact: { level: 'degraded', minutes: 10, description: 'Servers run slower.' },
    ...{ customerAction: 'None.', pointOfContact: 'noc@provider.example' },
    emergency: { trigger: 'infrastructure', necessity: 'It heats up.', risk: 'None.', mitigation: 'A spare runs.' },
    override: 'two windows for the same rack, in a test',
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.reference;
}

test('C2: from the form to the mailbox, and out again with one click', async () => {
  expect((await post(`${stack.apiUrl}/subscribe?lang=de`, `email=${encodeURIComponent(FAN)}`)).status).toBe(200);
  await eventually('the confirmation arrives', () => mailsTo(FAN).length === 1);
  const confirm = linkIn(mailsTo(FAN)[0]?.raw, /(\/subscribe\/confirm\/[\w-]+)/);
  expect((await post(confirm, '')).status).toBe(200);

  const first = await emergency();
  await eventually('subscriber and customers are told', () => smtp.accepted.length === 4);
  const mail = mailsTo(FAN)[1]?.raw.toString() ?? '';
  expect(mail).toContain(`X-Forewarn-Reference: ${first}\r\n`);
  expect(mail).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  expect(mail).not.toMatch(/Canary|server-0001|noc@provider/);
  // in the language of the page, from the first mail on
  for (const { raw } of mailsTo(FAN)) expect((await PostalMime.parse(raw)).text).toMatch(/^Guten Tag,/);
  const unsubscribe = linkIn(mailsTo(FAN)[1]?.raw, /\r\nList-Unsubscribe:\s+<https?:\/\/[^/>]+(\/unsubscribe\/[^>]+)>/);
  expect((await post(unsubscribe, 'List-Unsubscribe=One-Click')).status).toBe(200);

  await emergency();
  await eventually('customers are told of the second', () => smtp.accepted.length === 6);
  expect(mailsTo(FAN)).toHaveLength(2);
  // T4: what the processes wrote down names nobody
  expect(stack.api.output + stack.worker.output).not.toContain(FAN);
});

test('T1: the proof has the words that the worker sent', async () => {
  const before = smtp.accepted.length;
  const reference = await emergency();
  await eventually('customers are told', () => smtp.accepted.length === before + 2);
  const mail = await PostalMime.parse(mailsTo('canary-0001@customer.example').at(-1)?.raw ?? Buffer.alloc(0));
  const where = `/v1/windows/${reference}/proof?organization=org-0001`;
  const { body } = await stack.call('GET', where);
  const { notices } = body as unknown as { notices: { message: { subject: string; text: string; wording: string } }[] };
  expect(notices[0]?.message).toMatchObject({ subject: mail.subject, wording: 'as-sent' });
  expect(notices[0]?.message.text.trimEnd()).toBe(mail.text?.replaceAll('\r\n', '\n').trimEnd());
});
