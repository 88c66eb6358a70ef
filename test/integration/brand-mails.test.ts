import PostalMime from 'postal-mime';
import type { OutgoingMail } from '../../activities/ports/mail';
import { asBrand } from '../../channels/email/content/as-brand';
import { createMailEngine } from '../../channels/email/transport/engine/engine';
import { createNodemailerTransport } from '../../channels/email/transport/nodemailer-transport';
import { mailOptions } from '../../composition/mail-transport';
import { allBrands, brandOf } from '../../domain/brands/brand';
import { BETRAYALS, betrayalsOf, brandedConfig, brandedMessage, brandedRenderer, PNG } from '../support/brands';
import { sendOne } from '../support/mail-job';
import { startRecordingSmtp, type RecordingSmtp } from '../support/recording-smtp';
import { sampleFacts } from '../support/sample-messages';

/** P7: mails of several brands, as a mail server gets them. */

const config = brandedConfig();
const { brands } = config;
const renderer = brandedRenderer(config);

let smtp: RecordingSmtp;
beforeAll(async () => {
  smtp = await startRecordingSmtp();
});
afterAll(() => smtp.close());

const names = allBrands(brands).map(({ id }) => id);

/** The bytes on the wire, as the server got them. */
async function sent(mail: OutgoingMail, engine: keyof typeof ENGINES): Promise<{ raw: Buffer; from: string }> {
  const before = smtp.accepted.length;
  const transport = ENGINES[engine]();
  const { verdict } = await sendOne(transport, mail);
  transport.close();
  expect(verdict).toBe('accepted');
  const { raw, from } = smtp.accepted[before] ?? { raw: Buffer.alloc(0), from: '' };
  return { raw, from };
}
const ENGINES = {
  engine: () => createMailEngine(mailOptions({ ...config, smtpUrl: smtp.url, smtpConnections: 1 })),
  nodemailer: () => createNodemailerTransport(mailOptions({ ...config, smtpUrl: smtp.url, smtpConnections: 1 })),
};

/** Everything a reader or a program can see of a mail, encodings undone. */
async function visible(raw: Buffer): Promise<string> {
  const mail = await PostalMime.parse(raw);
  const attached = mail.attachments.map(({ mimeType, contentId, content }) =>
    mimeType === 'text/calendar' ? Buffer.from(content as ArrayBuffer).toString() : `${mimeType} ${contentId ?? ''}`,
  );
  const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
  return [head, ...mail.headers.map(({ value }) => value), mail.text, mail.html, ...attached]
    .join('\n')
    .replace(/\r\n /g, '');
}

describe.each(['engine', 'nodemailer'] as const)('P7: mails on the wire (%s)', (engine) => {
  test.each(names)(
    '%p: From, Reply-To, return path, List-Unsubscribe, Message-ID and DKIM are the brand’s own',
    async (brand) => {
      const facts = sampleFacts('progress', { message: 'Half of it is done.' });
      const { raw, from } = await sent(await renderer.render(brandedMessage(brand, facts)), engine);
      const mail = await PostalMime.parse(raw);
      const own = {
        '': {
          domain: 'grundwerk.example',
          from: 'wartung@grundwerk.example',
          replyTo: 'support@grundwerk.example',
          envelope: /^bounces\+.*@grundwerk\.example$/,
        },
        nordwind: {
          domain: 'nordwind.example',
          from: 'wartung@nordwind.example',
          replyTo: 'antwort@nordwind.example',
          envelope: /^zurueck\+.*@nordwind\.example$/,
        },
        solara: {
          domain: 'solara.example',
          from: 'maintenance@solara.example',
          replyTo: 'help@solara.example',
          envelope: /^maintenance@solara\.example$/,
        },
      }[brand];
      expect(mail.from?.address).toBe(own?.from);
      expect(mail.replyTo?.map(({ address }) => address)).toEqual([own?.replyTo]);
      expect(from).toMatch(own?.envelope ?? /never/);
      const header = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
      const { publicUrl, dkim } = brandOf(brands, brand);
      expect(header('list-unsubscribe')).toEqual([`<${publicUrl}/unsubscribe/token-contact1>`]);
      // the default one has no key, and nobody else's is used for it
      expect(header('dkim-signature').map((value) => /\bd=([^;]+);/.exec(value)?.[1])).toEqual(
        dkim ? [own?.domain] : [],
      );
      expect(betrayalsOf(await visible(raw), brand)).toEqual([]);
      expect(await visible(raw)).toMatch(BETRAYALS[brand] ?? /never/);
    },
  );

  it('a logo of a file is part of the mail; one elsewhere is not fetched by it', async () => {
    const facts = sampleFacts('announcement');
    const { raw } = await sent(await renderer.render(brandedMessage('nordwind', facts)), engine);
    const mail = await PostalMime.parse(raw);
    const image = mail.attachments.find(({ mimeType }) => mimeType === 'image/png');
    expect(Buffer.from(image?.content as ArrayBuffer).equals(PNG)).toBe(true);
    expect(image?.disposition).toBe('inline');
    const cid = /src="cid:([^"]+)"/.exec(mail.html ?? '')?.[1];
    expect(image?.contentId).toBe(`<${cid ?? ''}>`);
    expect(mail.html).not.toMatch(/src="(?!cid:)/);
    const other = await PostalMime.parse(
      (await sent(await renderer.render(brandedMessage('solara', facts)), engine)).raw,
    );
    expect(other.html).not.toMatch(/<img|logo\.png/);
    expect(other.html).toContain('>Solara Cloud</td>');
  });

  it('N8: the same delivery has the same bytes on every attempt', async () => {
    for (const brand of names) {
      const facts = sampleFacts('started');
      const attempts = [];
      for (let tries = 0; tries < 3; tries++)
        attempts.push(
          (await sent(await renderer.render(brandedMessage(brand, facts)), 'engine')).raw.toString('base64'),
        );
      expect(new Set(attempts).size).toBe(1);
    }
  });

  it('a brand that is gone sends nothing as another', async () => {
    const transport = ENGINES[engine]();
    const mail = asBrand('gone', await renderer.render(brandedMessage('', sampleFacts('announcement'))));
    expect(await sendOne(transport, mail)).toMatchObject({
      verdict: 'refused',
      reply: expect.stringContaining('no such brand') as string,
    });
    transport.close();
  });
});
