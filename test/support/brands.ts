import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MessageRenderer } from '../../activities/ports/mail';
import { calendarSender } from '../../channels/calendar/sender';
import { createMessageRenderer } from '../../channels/email/content/render';
import { createBrandRenderer } from '../../composition/brands';
import { configuredMarks } from '../../composition/delivery-marks';
import { readConfig, type Config } from '../../config/config';
import type { MessageFacts } from '../../domain/notices/message';
import { pageOrganization } from '../../domain/notices/page-audience';
import { sampleMessage } from './sample-messages';

/** An installation with two brands beside the default one, and what betrays each of them. All of it is invented. */

/** A picture of one point. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const BRAND_RULES = `
support:
  phone: '+49 30 1111111'
  emergency: '+49 30 1111112'
brands:
  nordwind:
    name: Nordwind Hosting
    sender: Nordwind Wartung <wartung@nordwind.example>
    replyTo: antwort@nordwind.example
    organizer: Nordwind Kalender <kalender@nordwind.example>
    returnPath: zurueck@nordwind.example
    page: https://status.nordwind.example
    logo: { file: nordwind.png }
    colors: { primary: '#0b5cad', onDark: '#9fc6ff' }
    dkim: { domain: nordwind.example, selector: nw2027, key: { file: nordwind.pem } }
    languages: [de, en]
    support:
      mail: hilfe@nordwind.example
      phone: '+49 89 2222221'
      hours: Mon-Fri 08:00-18:00, Sat 10:00-14:00
      timeZone: Europe/Berlin
      tickets: https://tickets.nordwind.example/new
      emergency: '+49 89 2222222'
  solara:
    name: Solara Cloud
    sender: Solara Maintenance <maintenance@solara.example>
    page: https://status.solara.example
    logo: https://www.solara.example/logo.png
    dkim: { domain: solara.example, selector: so2027, key: { env: SOLARA_DKIM } }
    support:
      mail: help@solara.example
      phone: '+33 1 33 33 33 31'
      hours: 24/7
      emergency: '+33 1 33 33 33 32'
`;

/** RSA, which both mail engines sign with. */
const key = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A folder with that text of rules, and with the key and the image it names; the path of the file. */
export function rulesWithBrands(text = BRAND_RULES): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-brands-'));
  writeFileSync(path.join(folder, 'nordwind.pem'), key());
  writeFileSync(path.join(folder, 'nordwind.png'), PNG);
  const file = path.join(folder, 'forewarn.yaml');
  writeFileSync(file, text);
  return file;
}

export const SECRET = Buffer.alloc(32, 7);

export function brandedConfig(text = BRAND_RULES, more: NodeJS.ProcessEnv = {}): Config {
  return readConfig({
    ...{ DATABASE_URL: 'postgres://db/forewarn', SMTP_URL: 'smtp://mail.invalid' },
    ...{ FOREWARN_PROVIDER_NAME: 'Grundwerk Betrieb', FOREWARN_MAIL_FROM: 'Grundwerk <wartung@grundwerk.example>' },
    ...{ FOREWARN_PUBLIC_URL: 'https://status.grundwerk.example', FOREWARN_RETURN_PATH: 'bounces@grundwerk.example' },
    ...{ FOREWARN_SUPPORT_ADDRESS: 'support@grundwerk.example', FOREWARN_SECRETS_KEY: SECRET.toString('base64') },
    ...{ FOREWARN_CONFIG: rulesWithBrands(text), SOLARA_DKIM: key() },
    ...more,
  });
}

/** What must not be where another brand is meant; the default one's name is empty. */
export const BETRAYALS: Readonly<Record<string, RegExp>> = {
  '': /grundwerk|1111111|1111112/i,
  nordwind: /nordwind|222222|0b5cad|9fc6ff|nw2027/i,
  solara: /solara|33 33 33|so2027/i,
};

/** What betrays another than that brand. */
export function betrayalsOf(text: string, brand: string): string[] {
  return Object.entries(BETRAYALS).flatMap(([other, pattern]) =>
    other === brand ? [] : (pattern.exec(text) ?? []).map((found) => `${other || 'default'}: ${found}`),
  );
}

/** Writes mails as the worker does. */
export function brandedRenderer({ brands, secretsKeys }: Config): MessageRenderer {
  return createBrandRenderer(brands, (brand) =>
    createMessageRenderer({
      ...{ providerName: brand.providerName, publicUrl: brand.publicUrl, brand, calendar: calendarSender(brand) },
      hasPortal: true,
      tokenFor: (recipient) => `token-${recipient.replace(/\W/g, '')}`,
      ...configuredMarks({ secretsKeys, returnMailbox: brand.returnMailbox }),
    }),
  );
}

/** A message to a customer of the brand, or to a subscriber of its page. */
export function brandedMessage(
  brand: string,
  facts: MessageFacts['facts'],
  {
    locale = 'en',
    isFollower = false,
    ...changes
  }: Partial<MessageFacts> & { locale?: string; isFollower?: boolean } = {},
): MessageFacts {
  const id = isFollower ? pageOrganization(brand) : 'org-1';
  const organization = { id, name: 'Lumen', timeZone: 'Europe/Paris', locale, calendarMode: 'publish' as const };
  return sampleMessage(facts, {
    organization: brand === '' ? organization : { ...organization, brand },
    recipient: { id: isFollower ? 'subscriber:1' : 'contact:1', name: 'Zoë', address: 'zoe@lumen.example' },
    ...{ deliveryId: 7, messageId: `x@${brand || 'grundwerk'}.example` },
    calendar: { sequence: 1, revisedAt: facts.now },
    ...changes,
  });
}
