import { readdirSync } from 'node:fs';
import path from 'node:path';
import PostalMime from 'postal-mime';
import type { OutgoingMail } from '../../activities/ports/mail';
import { confirmationMail } from '../../channels/email/content/confirmation-mail';
import { endpointMail } from '../../channels/email/content/endpoint-mail';
import { forwardedMail } from '../../channels/email/content/forwarded-mail';
import { measureMail } from '../../channels/email/content/measure-mail';
import { objectionMail } from '../../channels/email/content/objection-mail';
import { signInMail } from '../../channels/email/content/sign-in-mail';
import { createMessageRenderer } from '../../channels/email/content/render';
import { createComposer } from '../../channels/email/mime/compose';
import { mailboxesOf, type MailboxSettings } from '../../composition/mailboxes';
import { readConfig } from '../../config/config';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { examineMail } from '../../use-cases/examine-mail';
import { sampleMessage, sampleFacts } from '../support/sample-messages';

/** N15: every mail says where an answer goes, and somebody reads it there. */

const FROM = 'Maintenance <maintenance@provider.example>';
const composer = createComposer(
  { name: 'Maintenance', address: 'maintenance@provider.example' },
  { name: '', address: 'support@provider.example' },
);
const sender = {
  providerName: 'Example',
  publicUrl: 'https://status.provider.example',
  messageDomain: 'provider.example',
};
const now = Date.parse('2026-11-26T01:00:00Z');
const message = {
  ...{ id: 7, reference: 'MW-2026-0001', organizationName: 'Acme', from: 'ops@acme.example', isVerified: null },
  ...{ subject: 'No', text: 'Please do NOT do this.', isCut: false, answer: null, reason: null },
  ...{ receivedAt: now, isFlood: false },
};

/** The mails that are no notices, by the file that makes each. */
const OTHERS: Readonly<Record<string, () => OutgoingMail>> = {
  'confirmation-mail.ts': () => confirmationMail({ ...sender, address: 'zoe@acme.example', token: 't', now }),
  'endpoint-mail.ts': () =>
    endpointMail({
      ...{
        ...sender,
        to: { name: '', address: 'zoe@acme.example', locale: 'en' },
        endpointId: 'e',
        reference: 'MW-2026-0001',
        now,
      },
      ...{ url: 'https://hooks.acme.example/x', reason: { why: 'gone' } },
    }),
  'forwarded-mail.ts': () =>
    forwardedMail(message, { support: 'support@provider.example', messageDomain: 'provider.example' }),
  'measure-mail.ts': () =>
    measureMail(
      {
        ...({ telling: 'late', id: 1, measureId: 2, reference: 'MW-2026-0001', title: 'Replace the unit' } as const),
        ...{ to: { name: '', address: 'zoe@provider.example' }, text: 'A second unit.', owner: 'Zoe' },
        ...{ due: '2027-01-31', isLast: false },
      },
      sender,
      now,
    ),
  'objection-mail.ts': () =>
    objectionMail(
      {
        ...({ kind: 'refusal', id: 1, taskId: 2, reference: 'MW-2026-0001', title: 'Replace the unit' } as const),
        ...{ to: { name: '', address: 'zoe@acme.example', locale: 'de' }, organizationName: 'Acme' },
        ...{ objection: 'No.', words: {} },
        ...{ reason: 'It is not safe.', startsAt: now, locksAt: now, dueFor: now },
      },
      sender,
    ),
  // the form of most of them
  'short-mail.ts': () => confirmationMail({ ...sender, address: 'zoe@acme.example', token: 't', now }),
  'sign-in-mail.ts': () =>
    signInMail({
      ...{ ...sender, to: { name: '', address: 'zoe@acme.example', locale: 'fr' }, token: 't', lastsMs: 900_000, now },
    }),
};

async function answersGoTo(mail: OutgoingMail): Promise<readonly (string | undefined)[]> {
  const { headers } = composer.compose(mail, { eightBit: false });
  expect(headers.match(/^Reply-To:/gim)).toHaveLength(1);
  return (await PostalMime.parse(`${headers}\r\n`)).replyTo?.map(({ address }) => address) ?? [];
}

it.each(NOTICE_KINDS)('N15: a mail of kind %s says where an answer goes', async (kind) => {
  const renderer = createMessageRenderer({ providerName: 'Example', publicUrl: 'https://status.provider.example' });
  const mail = await renderer.render(sampleMessage(sampleFacts(kind)));
  expect(await answersGoTo(mail)).toEqual(['support@provider.example']);
});

it('N15: so does every other mail: what is passed on is answered to whoever wrote', async () => {
  const folder = path.join(__dirname, '..', '..', 'channels', 'email', 'content');
  expect(readdirSync(folder).filter((file) => file.endsWith('-mail.ts'))).toEqual(Object.keys(OTHERS));
  for (const [file, make] of Object.entries(OTHERS)) {
    const expected = file === 'forwarded-mail.ts' ? 'ops@acme.example' : 'support@provider.example';
    expect(await answersGoTo(make())).toEqual([expected]);
  }
});

it('N15: a message that is passed on is a mail of ours, quoted, that no machine answers', () => {
  const make = (changes: Partial<Parameters<typeof forwardedMail>[0]> = {}) =>
    forwardedMail(
      { ...message, ...changes },
      { support: 'support@provider.example', messageDomain: 'provider.example' },
    );
  const mail = make();
  expect(mail.subject).toBe('[MW-2026-0001] Fwd: No');
  expect(mail.headers).toMatchObject({ 'Auto-Submitted': 'auto-generated', 'X-Forewarn-Reference': 'MW-2026-0001' });
  expect(mail.text).toContain('From: ops@acme.example\nCustomer: Acme\n');
  expect(mail.text).toContain('\n> Please do NOT do this.\n');
  expect(make()).toEqual(mail);
  const hostile = make({
    text: '<script>x</script>',
    subject: 'a\r\nBcc: evil@evil.example',
    from: 'zoë@acme.example',
  });
  expect(hostile.html).not.toContain('<script>');
  expect(hostile.subject).toBe('[MW-2026-0001] Fwd: a Bcc: evil@evil.example');
  // an address that no header takes stands in the text
  expect(hostile.replyTo).toBeUndefined();
  expect(hostile.text).toContain('zoë@acme.example');
  expect(make({ isVerified: false }).text).toContain('NOT confirmed');
  const flood = make({ isFlood: true });
  expect(flood.text).not.toContain('do NOT');
  expect(flood.text).toContain('forewarn messages MW-2026-0001');
  expect(make({ reference: null }).subject).toBe('[Forewarn] Fwd: No');
});

describe('where answers go (N15)', () => {
  const own = 'maintenance@provider.example';
  const cases: [string, Partial<MailboxSettings>, string, string, string | undefined][] = [
    ['nothing is said', {}, own, 'unsaid', undefined],
    [
      'there is a mailbox of support',
      { supportMailbox: 'help@x.example' },
      'help@x.example',
      'people',
      'help@x.example',
    ],
    ['Forewarn listens', { inboundSmtpPort: 25 }, own, 'forewarn', undefined],
    [
      'it listens, with another organizer, and passes on to support',
      { inboundSmtpPort: 25, calendarOrganizer: 'Noc <noc@x.example>', supportMailbox: 'help@x.example' },
      ...(['noc@x.example', 'forewarn', 'help@x.example'] as const),
    ],
    ['support is a mailbox it reads itself', { inboundSmtpPort: 25, supportMailbox: own }, own, 'forewarn', undefined],
    ['people read the sender', { supportMailbox: own }, own, 'people', own],
    ['it is set', { inboundSmtpPort: 25, replyTo: 'r@x.example' }, 'r@x.example', 'forewarn', undefined],
    ['it is set and nobody is known to read it', { replyTo: 'r@x.example' }, 'r@x.example', 'unsaid', undefined],
  ];
  it.each(cases)('N15: %s', (_name, settings, answersTo, readBy, support) => {
    const mailboxes = mailboxesOf({ mailFrom: FROM, ...settings });
    expect(mailboxes).toMatchObject({ answersTo, readBy });
    expect(mailboxes.support).toBe(support);
    const findings = examineMail({ ...mailboxes, returnMailbox: undefined, authservId: undefined });
    const wrong = findings.filter(({ ok }) => !ok).map(({ check }) => check);
    expect(wrong).toEqual([...(readBy === 'unsaid' ? ['answers'] : []), ...(support === undefined ? ['support'] : [])]);
  });

  it('comes from the environment', () => {
    const needed = { DATABASE_URL: 'postgres://x', SMTP_URL: 'smtp://x' };
    expect(mailboxesOf(readConfig(needed)).readBy).toBe('unsaid');
    const config = readConfig({ ...needed, FOREWARN_SUPPORT_ADDRESS: 'help@x.example', FOREWARN_REPLY_TO: '' });
    expect(mailboxesOf(config)).toMatchObject({ answersTo: 'help@x.example', readBy: 'people' });
    expect(() => readConfig({ ...needed, FOREWARN_REPLY_TO: 'a@x.example, b@x.example' })).toThrow('FOREWARN_REPLY_TO');
  });
});
