import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkRules } from '../../composition/check-rules';
import { allMailboxes } from '../../composition/mailboxes';
import { LANGUAGES } from '../../channels/email/content/languages/languages';
import { mayStand } from '../../config/in-force';
import { parseRules } from '../../config/rules-file';
import { brandAt, brandOf, UnknownBrand } from '../../domain/brands/brand';
import { contrast } from '../../domain/brands/contrast';
import { CUSTOMER_LANGUAGES } from '../../domain/shared/words/common';
import { hoursInWords, readHours } from '../../domain/brands/opening-hours';
import { isUrgent, lineText, supportLines } from '../../domain/brands/support';
import { BRAND_RULES, brandedConfig, rulesWithBrands } from '../support/brands';

/** P7: brands in the file of rules. */

const ACME = `
brands:
  acme:
    name: Acme
    sender: Acme <maintenance@acme.example>
    page: https://status.acme.example
    support: { mail: help@acme.example }
`;

function faultsOf(text: string): string[] {
  const result = parseRules(text, mayStand);
  if ('file' in result) throw new Error('the rules can be used');
  return result.faults.map(({ line, field, message }) => `${String(line)}: ${field} ${message}`);
}
/** The rules of one brand with a line more, or in place of the one for the same field. */
const withLine = (line: string) => {
  const field = /^\s*\w+:/.exec(line)?.[0] ?? '';
  return `${ACME.split('\n')
    .filter((old) => !old.trim().startsWith(field.trim()) || field.trim() === 'name:')
    .join('\n')}    ${line}\n`;
};

describe('P7: a brand in the file of rules', () => {
  it('is read with every field, its references followed', () => {
    const { brands, inForce } = brandedConfig();
    expect(brandOf(brands, 'nordwind')).toMatchObject({
      ...{ id: 'nordwind', providerName: 'Nordwind Hosting', publicUrl: 'https://status.nordwind.example' },
      ...{ replyTo: 'antwort@nordwind.example', languages: ['de', 'en'], logo: { type: 'image/png' } },
      ...{ supportMailbox: 'hilfe@nordwind.example', dkim: { domain: 'nordwind.example', selector: 'nw2027' } },
      support: { mail: 'hilfe@nordwind.example', tickets: 'https://tickets.nordwind.example/new' },
    });
    expect(brandOf(brands, 'solara').dkim?.key).toMatch(/^-----BEGIN PRIVATE KEY/);
    expect(inForce).toContainEqual({
      ...{ name: 'brands.nordwind.dkim.key.file', value: 'nordwind.pem', from: 'file', isSecret: false },
    });
    expect(JSON.stringify(inForce)).not.toContain('PRIVATE KEY');
  });

  it('the default one is made of the settings, with the support block of the file', () => {
    const { brands } = brandedConfig();
    for (const none of [undefined, null, '']) expect(brandOf(brands, none)).toBe(brands.own);
    expect(brands.own).toMatchObject({
      ...{ id: '', providerName: 'Grundwerk Betrieb', publicUrl: 'https://status.grundwerk.example' },
      support: { mail: 'support@grundwerk.example', phone: '+49 30 1111111', emergency: '+49 30 1111112' },
    });
    expect(() => brandOf(brands, 'gone')).toThrow(UnknownBrand);
  });

  it('is asked for by the host of its page, in any case; every other host is the default one’s', () => {
    const { brands } = brandedConfig();
    expect(brandAt(brands, 'Status.NORDWIND.example').id).toBe('nordwind');
    for (const host of ['status.grundwerk.example', '127.0.0.1:8080', 'status.nordwind.example:81', undefined])
      expect(brandAt(brands, host).id).toBe('');
  });

  test.each([
    ['sender: nobody', 'brands.acme.sender must be one address'],
    ['sender: "a@acme.example, b@acme.example"', 'brands.acme.sender must be one address'],
    ['page: https://acme.example/status', 'brands.acme.page must be the address of a host'],
    ['page: ftp://acme.example', 'brands.acme.page must be the address of a host'],
    ['support: { mail: help }', 'brands.acme.support.mail '],
    [
      'support: { mail: h@a.example, phone: 4989123456 }',
      'brands.acme.support.phone must be a telephone number in quotes',
    ],
    [
      'support: { mail: h@a.example, phone: "089 1234" }',
      'brands.acme.support.phone must be a telephone number with its country',
    ],
    [
      'support: { mail: h@a.example, phone: "+49 89 1234", hours: Mon-Fri 8-18, timeZone: UTC }',
      'brands.acme.support.hours must be 24/7, or days',
    ],
    [
      'support: { mail: h@a.example, phone: "+49 89 1234", hours: "Mon-Fri 08:00-18:00" }',
      'brands.acme.support.hours need timeZone',
    ],
    ['support: { mail: h@a.example, hours: 24/7 }', 'brands.acme.support.hours are those of the telephone'],
    [
      'support: { mail: h@a.example, tickets: "http://t.example" }',
      'brands.acme.support.tickets must be an address such as https://',
    ],
    [
      'support: { mail: h@a.example, tickets: "javascript:alert(1)" }',
      'brands.acme.support.tickets must be an address such as https://',
    ],
    [
      "colors: { primary: '#8ab4f8' }",
      'brands.acme.colors.primary has a contrast of 2.0 to #f6f7f9, and text needs 4.5: choose a darker one',
    ],
    [
      "colors: { primary: '#0b5cad', onDark: '#0b5cad' }",
      'brands.acme.colors.onDark has a contrast of 2.4 to #1b2129, and text needs 4.5: choose a lighter one',
    ],
    ['colors: { primary: blue }', "brands.acme.colors.primary must be a colour such as '#0b5cad'"],
    ['logo: http://www.acme.example/logo.png', 'brands.acme.logo must be an address such as https://'],
    ['languages: []', 'brands.acme.languages.0 is required'],
    ['languages: [it]', 'brands.acme.languages.0 '],
    ['languages: [de, de]', 'brands.acme.languages must name each language once'],
    [
      'dkim: { domain: acme.example, selector: s, key: "-----BEGIN PRIVATE KEY-----" }',
      'brands.acme.dkim.key must be {env: NAME} or {file: path}',
    ],
    [
      'dkim: { domain: acme.example, selector: s, key: {} }',
      'brands.acme.dkim.key must be {env: NAME} or {file: path}',
    ],
    [
      'dkim: { domain: other.example, selector: s, key: { env: KEY } }',
      'brands.acme.dkim.domain must be the domain of the sender, acme.example',
    ],
    ['colour: red', 'brands.acme.colour '],
  ])('%s: line, field, rule', (line, expected) => {
    const text = withLine(line);
    const [fault = '', ...more] = faultsOf(text);
    expect(more).toEqual([]);
    expect(fault).toContain(`: ${expected}`);
    // the line it stands in
    expect(text.split('\n')[Number.parseInt(fault, 10) - 1]).toContain(line.split(':')[0]);
  });

  it('a name that is none, the name of the default one, and two brands with one page or sender', () => {
    expect(faultsOf(ACME.replace('acme:', 'Acme:'))[0]).toContain('must be a name such as acme');
    expect(faultsOf(ACME.replace('acme:', 'default:'))[0]).toContain(
      'brands.default is that of the brand made of the settings',
    );
    const twin = `${ACME}  twin:\n    name: Twin\n    sender: T <MAINTENANCE@acme.example>\n    page: https://Status.acme.example\n    support: { mail: h@t.example }\n`;
    expect(faultsOf(twin)).toEqual([
      '11: brands.twin.page is that of acme, too: customers of the one would see the other',
      '10: brands.twin.sender is that of acme, too: customers of the one would see the other',
    ]);
  });

  it('references that lead nowhere, all at once, with their lines', () => {
    const file = rulesWithBrands();
    writeFileSync(path.join(path.dirname(file), 'nordwind.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    writeFileSync(path.join(path.dirname(file), 'nordwind.pem'), 'no key');
    const read = () => brandedConfig(BRAND_RULES, { FOREWARN_CONFIG: file, SOLARA_DKIM: '' });
    expect(read).toThrow(`The rules in ${file} cannot be used:
  line 13: brands.nordwind.logo.file names nordwind.png, which is no PNG, JPEG or GIF
  line 15: brands.nordwind.dkim.key.file must lead to a private key as PEM (-----BEGIN PRIVATE KEY-----), RSA or Ed25519
  line 29: brands.solara.dkim.key.env names the variable SOLARA_DKIM, which is not set`);
    writeFileSync(path.join(path.dirname(file), 'nordwind.png'), Buffer.alloc(40_000));
    expect(read).toThrow(/logo\.file names nordwind\.png of 40000 bytes; at most 32768/);
  });

  it('a page or a sender that is the default one’s, and a return path without the key it is made with', () => {
    expect(() => brandedConfig(BRAND_RULES, { FOREWARN_PUBLIC_URL: 'https://STATUS.solara.example/' })).toThrow(
      'line 27: brands.solara.page is FOREWARN_PUBLIC_URL, the page of the default brand',
    );
    expect(() => brandedConfig(BRAND_RULES, { FOREWARN_MAIL_FROM: 'maintenance@solara.example' })).toThrow(
      'line 26: brands.solara.sender is FOREWARN_MAIL_FROM',
    );
    const without = { FOREWARN_SECRETS_KEY: '', FOREWARN_RETURN_PATH: '' };
    expect(() => brandedConfig(BRAND_RULES, without)).toThrow('brands.nordwind.returnPath needs FOREWARN_SECRETS_KEY');
  });

  it('`config check` names what a file would add and take away', async () => {
    const { inForce } = brandedConfig();
    const added = await checkRules(`${BRAND_RULES}      tickets: https://t.solara.example\n`, inForce);
    expect(added).toEqual({
      changes: [{ name: 'brands.solara.support.tickets', now: null, then: 'https://t.solara.example' }],
    });
    const taken = await checkRules(BRAND_RULES.replace("  phone: '+49 30 1111111'\n", ''), inForce);
    expect(taken).toEqual({ changes: [{ name: 'support.phone', now: '+49 30 1111111', then: null }] });
  });

  it('N15: mail is taken in for the mailboxes of every brand', () => {
    const { brands } = brandedConfig();
    const { own, support, otherSupport, returnMailboxes } = allMailboxes(brands, 25);
    expect(own).toEqual(
      expect.arrayContaining([
        'wartung@nordwind.example',
        'kalender@nordwind.example',
        'antwort@nordwind.example',
        'maintenance@solara.example',
        'wartung@grundwerk.example',
      ]),
    );
    expect(support).toBe('support@grundwerk.example');
    expect(otherSupport).toEqual(['hilfe@nordwind.example', 'help@solara.example']);
    expect(returnMailboxes).toEqual(['bounces@grundwerk.example', 'zurueck@nordwind.example']);
  });
});

describe('N15: the support block', () => {
  const { support } = brandOf(brandedConfig().brands, 'nordwind');
  const said = (language: (typeof CUSTOMER_LANGUAGES)[number], urgent = false) =>
    supportLines(support, { urgent, language }).map(lineText);

  it('reads well in each language', () => {
    expect(said('en')).toEqual([
      'Email: hilfe@nordwind.example',
      'Phone: +49 89 2222221 (Monday to Friday, 08:00 to 18:00; Saturday, 10:00 to 14:00, Europe/Berlin)',
      'Open a ticket: https://tickets.nordwind.example/new',
      'Emergency line, 24/7: +49 89 2222222',
    ]);
    expect(said('de')).toEqual([
      'E-Mail: hilfe@nordwind.example',
      'Telefon: +49 89 2222221 (Montag bis Freitag, 08:00 bis 18:00 Uhr; Samstag, 10:00 bis 14:00 Uhr, Europe/Berlin)',
      'Ticket eröffnen: https://tickets.nordwind.example/new',
      'Notfallnummer, rund um die Uhr: +49 89 2222222',
    ]);
    expect(said('fr')).toEqual([
      'Courriel\u00a0: hilfe@nordwind.example',
      'Téléphone\u00a0: +49 89 2222221 (du lundi au vendredi, de 08:00 à 18:00; le samedi, de 10:00 à 14:00, Europe/Berlin)',
      'Ouvrir un ticket\u00a0: https://tickets.nordwind.example/new',
      'Ligne d’urgence, 24 h/24 et 7 j/7\u00a0: +49 89 2222222',
    ]);
  });

  it('shows the emergency line first in emergencies and while work is under way, and nothing else moves', () => {
    for (const language of CUSTOMER_LANGUAGES) {
      const calm = said(language);
      expect(said(language, true)).toEqual([calm.at(-1), ...calm.slice(0, -1)]);
    }
    expect(isUrgent({ class: 'emergency', phase: 'announced' })).toBe(true);
    expect(isUrgent({ class: 'standard', phase: 'rolling-back' })).toBe(true);
    expect(isUrgent({ class: 'standard', phase: 'announced' })).toBe(false);
    expect(supportLines({ mail: 'a@b.example' }, { urgent: true, language: 'en' })).toHaveLength(1);
  });

  it('is there in every language that mails are written in', () => {
    expect([...CUSTOMER_LANGUAGES].sort()).toEqual(Object.keys(LANGUAGES).sort());
  });

  it('hours: what can be read can be said, and nothing else can be read', () => {
    const day = fc.integer({ min: 0, max: 6 });
    const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    const minute = fc.integer({ min: 0, max: 24 * 60 });
    const time = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    fc.assert(
      fc.property(day, day, minute, minute, (first, last, from, to) => {
        const text = `${names[first] ?? ''}-${names[last] ?? ''} ${time(from)}-${time(to)}`;
        const isGood = first <= last && from < to && from < 24 * 60;
        expect([text, readHours(text) !== undefined]).toEqual([text, isGood]);
        const read = readHours(text);
        if (!read) return;
        for (const language of CUSTOMER_LANGUAGES) {
          const words = hoursInWords(read, 'UTC', language);
          expect(words).toContain(time(from));
          expect(words).toContain(time(to));
        }
      }),
    );
    for (const text of ['', '24/8', 'Mon 24:00-24:00', 'Mon 08:00-18:00;', 'mon 08:00-18:00'])
      expect([text, readHours(text)]).toEqual([text, undefined]);
  });

  it('contrast is that of WCAG: symmetric, 21 for black on white, 1 for a colour on itself', () => {
    const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(color, color, (one, other) => {
        expect(contrast(one, other)).toBe(contrast(other, one));
        expect(contrast(one, one)).toBe(1);
        expect(contrast(one, other)).toBeLessThanOrEqual(21);
      }),
    );
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
