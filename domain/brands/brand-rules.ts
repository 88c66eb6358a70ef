import { z } from 'zod';
import { addressFault } from '../delivery/mail-address';
import { returnMailboxFault } from '../delivery/return-path';
import { line } from '../shared/fields';
import { isTimeZone } from '../shared/time-zone';
import { USUAL_ON_DARK } from './colors';
import { contrast, TEXT_CONTRAST } from './contrast';
import { CUSTOMER_LANGUAGES } from '../shared/words/common';
import { readHours } from './opening-hours';

/** `support:` and `brands:` of the file of rules (P7). References to keys and images are followed by config/brands.ts. */

/** What each colour is read on: the page, which is darker than a mail's card, and a card on a dark screen. */
const GROUNDS = { primary: '#f6f7f9', onDark: '#1b2129' } as const;

/** More brands than this are more likely a mistake. */
const MOST_BRANDS = 100;

const withFault = (fault: (text: string) => string | undefined) =>
  z.string('must be a text').superRefine((text, context) => {
    const message = fault(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const address = withFault(addressFault);

/** The name and the address of `Name <address>`, or of a bare address. */
export function mailboxIn(text: string): { readonly name: string; readonly address: string } {
  const [, name = '', inBrackets, bare] = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>]*)>|([^<>\s]+))\s*$/.exec(text) ?? [];
  return { name, address: inBrackets ?? bare ?? '' };
}

const mailbox = withFault((text) => {
  const fault = addressFault(mailboxIn(text).address);
  if (fault === undefined && !/[\r\n]/.test(text)) return undefined;
  return 'must be one address, such as Acme Maintenance <maintenance@acme.example>';
});

const phone = z
  .string("must be a telephone number in quotes, such as '+49 89 1234567'")
  .regex(/^\+[0-9][0-9 ()./-]{4,30}$/, "must be a telephone number with its country, such as '+49 89 1234567'");

const httpsAddress = withFault((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || text.length > 1_000)
    return 'must be an address such as https://tickets.acme.example, without a user';
  return /^[\x21-\x7e]+$/.test(text) ? undefined : 'must be written in ASCII';
});

/** A page has a host of its own: requests tell brands apart by it. */
const page = withFault((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === '';
  if (!isPlain || url.username !== '' || url.password !== '')
    return 'must be the address of a host, such as https://status.acme.example, without a path';
  return undefined;
}).transform((text) => new URL(text).origin);

const hours = z.string('must be a text').transform((text, context) => {
  const read = readHours(text);
  if (read) return read;
  context.addIssue({
    code: 'custom',
    message: 'must be 24/7, or days and times such as Mon-Fri 08:00-18:00, Sat 10:00-14:00',
  });
  return z.NEVER;
});

const supportFields = {
  phone: phone.optional(),
  hours: hours.optional(),
  timeZone: z.string().max(100).refine(isTimeZone, 'must be a time zone such as Europe/Berlin').optional(),
  tickets: httpsAddress.optional(),
  emergency: phone.optional(),
};

function checkHours(
  support: {
    readonly phone?: unknown;
    readonly hours?: { readonly spans: readonly unknown[] } | undefined;
    readonly timeZone?: unknown;
  },
  context: z.RefinementCtx,
): void {
  const { phone: number, hours: given, timeZone } = support;
  const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (given && number === undefined) fault('hours', 'are those of the telephone: give phone, too');
  if (given && given.spans.length > 0 && timeZone === undefined)
    fault('hours', 'need timeZone, such as Europe/Berlin, to say where it is that late');
}

/** Of the default brand; its address is FOREWARN_SUPPORT_ADDRESS. */
export const supportRules = z.strictObject(supportFields).superRefine(checkHours);

const color = z
  .string('must be a text in quotes')
  .regex(/^#[0-9a-f]{6}$/i, "must be a colour such as '#0b5cad', in quotes");

const colors = z
  .strictObject({ primary: color, onDark: color.default(USUAL_ON_DARK) })
  .superRefine((given, context) => {
    for (const [name, ground] of Object.entries(GROUNDS)) {
      const value = given[name as keyof typeof GROUNDS];
      const found = contrast(value, ground);
      // what is no colour has its fault already
      if (Number.isNaN(found) || found >= TEXT_CONTRAST) continue;
      const message = `has a contrast of ${found.toFixed(1)} to ${ground}, and text needs ${String(TEXT_CONTRAST)}: choose a ${name === 'primary' ? 'darker' : 'lighter'} one`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

const keyReference = z
  .strictObject(
    {
      env: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable')
        .optional(),
      file: z.string().min(1).optional(),
    },
    'must be {env: NAME} or {file: path}: keys do not stand in this file',
  )
  .refine(
    ({ env, file }) => (env === undefined) !== (file === undefined),
    'must be {env: NAME} or {file: path}: keys do not stand in this file',
  );

const dnsName = z
  .string()
  .regex(/^[a-z\d]([a-z\d_-]*[a-z\d])?(\.[a-z\d]([a-z\d_-]*[a-z\d])?)*$/i, 'must be a name such as acme.example');

const logo = z.union(
  [httpsAddress, z.strictObject({ file: z.string().min(1) })],
  'must be an address such as https://www.acme.example/logo.png, or {file: path} of a PNG, JPEG or GIF',
);

const brand = z
  .strictObject({
    name: line(100),
    sender: mailbox,
    page,
    replyTo: address.optional(),
    organizer: mailbox.optional(),
    returnPath: withFault(returnMailboxFault).optional(),
    languages: z
      .tuple([z.enum(CUSTOMER_LANGUAGES)], z.enum(CUSTOMER_LANGUAGES))
      .refine((all) => new Set(all).size === all.length, 'must name each language once')
      .optional(),
    support: z.strictObject({ mail: address, ...supportFields }).superRefine(checkHours),
    colors: colors.optional(),
    logo: logo.optional(),
    dkim: z.strictObject({ domain: dnsName, selector: dnsName, key: keyReference }).optional(),
  })
  .superRefine(({ sender, dkim }, context) => {
    const domain = mailboxIn(sender).address.split('@').at(-1)?.toLowerCase() ?? '';
    const signed = dkim?.domain.toLowerCase();
    if (signed === undefined || domain === signed || domain.endsWith(`.${signed}`)) return;
    const message = `must be the domain of the sender, ${domain}, or one it is part of: receivers compare them (DMARC)`;
    context.addIssue({ code: 'custom', path: ['dkim', 'domain'], message });
  });
export type BrandRules = z.output<typeof brand>;

function nameFault(name: string): string | undefined {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) return 'must be a name such as acme: lower-case letters, digits and -';
  return name === 'default'
    ? 'is that of the brand made of the settings: its support block stands at support:, and the rest in FOREWARN_ variables'
    : undefined;
}

/** What must be different in each brand, so that none is taken for another. */
const OWN = {
  page: ({ page: given }: BrandRules) => new URL(given).host.toLowerCase(),
  sender: ({ sender }: BrandRules) => mailboxIn(sender).address.toLowerCase(),
} as const;

/** By name. */
export const brandsRules = z.record(z.string(), brand).superRefine((brands, context) => {
  if (Object.keys(brands).length > MOST_BRANDS)
    context.addIssue({ code: 'custom', message: `are more than ${String(MOST_BRANDS)}` });
  for (const name of Object.keys(brands)) {
    const message = nameFault(name);
    if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
  }
  for (const [field, of] of Object.entries(OWN)) {
    const seen = new Map<string, string>();
    for (const [name, rules] of Object.entries(brands)) {
      const first = seen.get(of(rules));
      const message = `is that of ${first ?? ''}, too: customers of the one would see the other`;
      if (first !== undefined) context.addIssue({ code: 'custom', path: [name, field], message });
      else seen.set(of(rules), name);
    }
  }
});
