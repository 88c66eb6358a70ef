import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import type { MailTransport, OutgoingMail } from '../../activities/ports/mail';
import { createMailEngine } from '../../channels/email/transport/engine/engine';
import { createNodemailerTransport } from '../../channels/email/transport/nodemailer-transport';
import { createMessageRenderer } from '../../channels/email/content/render';
import type { AffectedResource, MessageFacts, NoticeFacts } from '../../domain/notices/message';
import {
  harmless,
  hostileAddress,
  hostileFacts,
  hostileOrganization,
  hostileText,
  TEXTS_A_FIELD,
} from '../support/hostile-mail';
import { sendAll } from '../support/mail-job';
import { htmlTree, structureOf } from '../support/mail-structure';
import { startRecordingSmtp, type RecordedMail } from '../support/recording-smtp';
import { sampleFacts, sampleMessage } from '../support/sample-messages';
import { SEED } from '../support/seed';

jest.setTimeout(300_000);

const seeded = `(FOREWARN_TEST_SEED=${String(SEED)})`;

/** Shrinking over sockets takes minutes; a counterexample is found again by its seed. */
const runs = (about: number) => ({ endOnFailure: true, numRuns: Math.ceil(about) });

const PAGES = 'https://status.provider.example';
const renderer = createMessageRenderer({ providerName: 'Example Provider', publicUrl: PAGES });
const SENDER = 'maintenance@provider.example';
const HEADERS = ['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'];
const OWN_HEADERS = ['auto-submitted', 'x-auto-response-suppress', 'x-forewarn-reference', 'x-forewarn-notice'];
const PART = ['content-transfer-encoding', 'content-type'];

type Create = (url: string) => MailTransport;
const ENGINES: Record<string, { create: Create; texts: number }> = {
  engine: {
    create: (url) => createMailEngine({ url, from: `Maintenance <${SENDER}>`, replyTo: SENDER, connections: 4 }),
    texts: Number(process.env.INJECTION_TEXTS ?? 800),
  },
  nodemailer: {
    create: (url) =>
      createNodemailerTransport({ url, from: `Maintenance <${SENDER}>`, replyTo: SENDER, connections: 4 }),
    texts: 600,
  },
};

/** Sends the mails over real sockets; answers the verdicts and what the server took, by Message-ID. */
async function send(create: Create, mails: readonly OutgoingMail[]) {
  const smtp = await startRecordingSmtp();
  const transport = create(smtp.url);
  try {
    const { verdicts } = await sendAll(transport, mails);
    const said = smtp.commands.filter((line) => !/^(EHLO|HELO|DATA|RSET|QUIT)/.test(line));
    return { verdicts, accepted: [...smtp.accepted], said };
  } finally {
    transport.close();
    await smtp.close();
  }
}

/** The message as the server took it: its frame, and its two texts. */
async function expectPlainFrame(copy: RecordedMail, given: OutgoingMail, ownHeaders = OWN_HEADERS): Promise<void> {
  const { headers, parts, damage } = structureOf(copy.raw);
  expect(damage).toEqual([]);
  expect([...headers].sort()).toEqual([...HEADERS, ...ownHeaders].sort());
  expect(parts.map((names) => [...names].sort())).toEqual([PART, PART]);
  const read = await PostalMime.parse(copy.raw);
  expect(read.attachments).toEqual([]);
  expect(read.to?.map(({ address }) => address)).toEqual([given.to.address]);
  expect(read.from?.address).toBe(SENDER);
  expect(sameText(read.text)).toBe(sameText(given.text));
  expect(sameText(read.html)).toBe(sameText(given.html));
}

/** But for line breaks, of which a mail has one kind, half surrogates, which it cannot have, and what the parser drops. */
function sameText(text = ''): string {
  const wellFormed = Buffer.from(text).toString();
  return wellFormed.replace(/\r\n?/g, '\n').replaceAll('\ufeff', '').trimEnd();
}

/** With the host in ASCII, as a resolver has it; nodemailer writes it in letters where the name before it needs UTF-8. */
function onTheWire(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

/** The commands of exactly these messages, whichever way their connections took. */
function expectEnvelopes(said: readonly string[], addresses: readonly string[]): void {
  const recipients = said.filter((line) => line.startsWith('RCPT')).map((line) => onTheWire(line.slice(9, -1)));
  expect(recipients.sort()).toEqual(addresses.map(onTheWire).sort());
  const senders = said.filter((line) => !line.startsWith('RCPT'));
  expect(senders).toHaveLength(addresses.length);
  for (const line of senders) expect(line).toMatch(/^MAIL FROM:<maintenance@provider\.example>( BODY=8BITMIME)?$/);
}

const ANNOUNCED = sampleFacts('announcement');
const PLAIN_RESOURCE: AffectedResource = {
  ...{ id: 'r', name: 'r', kind: 'server', location: 'eu-1', environment: 'production', impact: 'outage' },
};

function messageTo(index: number, name: string, facts: NoticeFacts, own: Partial<MessageFacts>): MessageFacts {
  const recipient = { name, address: `contact-${String(index)}@customer.example` };
  return sampleMessage(facts, { ...own, recipient, messageId: `m${String(index)}@provider.example` });
}

describe.each(Object.entries(ENGINES))('%s', (_name, { create, texts }) => {
  const BATCH = 20;

  /** Renders, sends, and compares with the same mails in harmless words; how many there were. */
  async function harmlessOnes(given: readonly MessageFacts[]): Promise<number> {
    const mails: OutgoingMail[] = [];
    for (const message of given) mails.push(await renderer.render(message));
    const { verdicts, accepted, said } = await send(create, mails);
    expect(verdicts.map((verdict) => verdict?.verdict)).toEqual(mails.map(() => 'accepted'));
    expectEnvelopes(
      said,
      given.map(({ recipient }) => recipient.address),
    );
    const copies = new Map(accepted.map((copy) => [copy.messageId, copy]));
    for (const [index, message] of given.entries()) {
      const mail = mails[index];
      const copy = copies.get(message.messageId);
      if (!mail || !copy) throw new Error(`${message.messageId} did not arrive`);
      expect(copy).toMatchObject({ from: SENDER, to: [message.recipient.address] });
      await expectPlainFrame(copy, mail);
      const { html } = await renderer.render(harmless(message));
      const tree = htmlTree(mail.html, `${PAGES}/windows/`).join('\n');
      expect(tree).toBe(htmlTree(html, `${PAGES}/windows/`).join('\n'));
      expect(tree).not.toContain('javascript:');
    }
    return given.length;
  }

  const one = fc.record({ facts: hostileFacts, own: hostileOrganization, name: hostileText });

  it(`no text of a window, customer or person becomes a header, recipient, part, element or link ${seeded}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: BATCH, maxLength: BATCH }), async (given) => {
        const messages = given.map(({ facts, own, name }, index) => messageTo(index, name, facts, own));
        expect(await harmlessOnes(messages)).toBe(BATCH);
      }),
      runs(texts / TEXTS_A_FIELD / BATCH),
    );
  });

  it(`nor where many mails share what is rendered once ${seeded}`, async () => {
    const customer = fc.record({ own: hostileOrganization, names: fc.tuple(hostileText, hostileText) });
    await fc.assert(
      fc.asyncProperty(hostileFacts, fc.tuple(customer, customer, customer, customer), async (facts, customers) => {
        const people = customers.flatMap(({ own, names }) => {
          // of one shape, whatever the words are
          const resources = [own.resources[0] ?? PLAIN_RESOURCE];
          const organization = { ...own.organization, timeZone: 'Europe/Paris' };
          return names.map((name) => ({ name, own: { organization, resources } }));
        });
        const messages = people.map(({ name, own }, index) => messageTo(index, name, facts, own));
        expect(await harmlessOnes(messages)).toBe(people.length);
      }),
      runs(texts / 400),
    );
  });

  it(`nor when the transport gets them without a renderer ${seeded}`, async () => {
    const seven = fc.tuple(...Array.from({ length: 7 }, () => hostileText));
    await fc.assert(
      fc.asyncProperty(fc.array(seven, { minLength: BATCH, maxLength: BATCH }), async (given) => {
        const mails = given.map(
          (
            [name = '', subject = '', text = '', html = '', header = '', id = '', reference = ''],
            index,
          ): OutgoingMail => ({
            ...{
              to: { name, address: `contact-${String(index)}@customer.example` },
              subject: `a ${subject}`,
              text: `a ${text}`,
              html: `<p>${html}`,
            },
            ...{ messageId: `m${String(index)}@provider.example`, headers: { 'X-Forewarn-Reference': `a ${header}` } },
            ...{ inReplyTo: `${id}@provider.example`, references: [`${reference}@provider.example`, id] },
            date: new Date('2026-11-26T01:00:00Z'),
          }),
        );
        const { verdicts, accepted, said } = await send(create, mails);
        expect(verdicts.map((verdict) => verdict?.verdict)).toEqual(mails.map(() => 'accepted'));
        expectEnvelopes(
          said,
          mails.map(({ to }) => to.address),
        );
        const copies = new Map(accepted.map((copy) => [copy.messageId, copy]));
        for (const mail of mails) {
          const copy = copies.get(mail.messageId);
          if (!copy) throw new Error(`${mail.messageId} did not arrive`);
          await expectPlainFrame(copy, mail, ['x-forewarn-reference', 'in-reply-to', 'references']);
        }
      }),
      runs(texts / BATCH / 25),
    );
  });

  it(`N8: an address is one recipient, that one, or none with a reason; the others get theirs ${seeded}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileAddress, { minLength: BATCH, maxLength: BATCH }), async (addresses) => {
        const mails: OutgoingMail[] = [];
        for (const [index, address] of addresses.flatMap((hostile) => [hostile, 'abe@customer.example']).entries()) {
          const recipient = { name: '', address };
          const messageId = `m${String(index)}@provider.example`;
          mails.push(await renderer.render(sampleMessage(ANNOUNCED, { recipient, messageId })));
        }
        const { verdicts, accepted, said } = await send(create, mails);
        const arrived = mails.filter((_, index) => verdicts[index]?.verdict === 'accepted');
        expect(accepted).toHaveLength(arrived.length);
        expectEnvelopes(
          said,
          arrived.map(({ to }) => to.address),
        );
        for (const [index, { to, messageId }] of mails.entries()) {
          const recipients = accepted
            .filter((mail) => mail.messageId === messageId)
            .map((copy) => copy.to.map(onTheWire));
          const isAccepted = verdicts[index]?.verdict === 'accepted';
          expect(recipients).toEqual(isAccepted ? [[onTheWire(to.address)]] : []);
        }
        const others = verdicts.filter((_, index) => index % 2 === 1);
        expect(others.map((verdict) => verdict?.verdict)).toEqual(addresses.map(() => 'accepted'));
        for (const verdict of verdicts.filter((one) => one?.verdict !== 'accepted')) {
          expect(verdict).toMatchObject({ verdict: 'refused', reply: expect.stringMatching(/./) as string });
        }
      }),
      runs(texts / BATCH / 25),
    );
  });
});
