import { createPrivateKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { hostOf, type Brand, type BrandLogo, type Brands } from '../domain/brands/brand';
import { mailboxIn, type BrandRules } from '../domain/brands/brand-rules';
import { CUSTOMER_LANGUAGES } from '../domain/shared/words/common';
import type { RulesFault, RulesFile } from './rules-file';

/** The brands of an installation (P7): the default one made of the settings, the others of the file of rules with its references. */

/** Every mail of the brand carries it. */
const LARGEST_LOGO = 32 * 1024;

/** By their first bytes: a name says nothing. No SVG, which mail programs do not show and which can hold scripts. */
const IMAGES: readonly (readonly [type: Extract<BrandLogo, { type: unknown }>['type'], start: Buffer])[] = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/gif', Buffer.from('GIF8')],
];

interface Sources {
  readonly environment: NodeJS.ProcessEnv;
  /** Of the file of rules: relative paths begin there. */
  readonly folder: string;
}

/** What the settings say of the default brand. */
export type DefaultBrand = Omit<Brand, 'id' | 'support' | 'languages' | 'colors' | 'logo' | 'dkim'> & {
  readonly supportAddress: string;
};

/** Throws one Error that lists every fault: file, line, field, rule. `named`: the file of rules. */
export function readBrands(
  file: RulesFile,
  named: string | undefined,
  environment: NodeJS.ProcessEnv,
  { supportAddress, ...settings }: DefaultBrand,
): Brands {
  const faults: RulesFault[] = [];
  const { support, brands } = file.rules;
  const own: Brand = {
    ...settings,
    id: '',
    support: { mail: supportAddress, ...support },
    languages: CUSTOMER_LANGUAGES,
  };
  const sources = { environment, folder: path.dirname(path.resolve(named ?? '.')) };
  const made = Object.entries(brands).map(([id, rules]) => {
    const note = (field: string, message: string) => {
      const whole = `brands.${id}.${field}`;
      faults.push({ line: file.lineOf(whole), field: whole, message });
    };
    if (hostOf({ publicUrl: rules.page }) === hostOf(own))
      note('page', 'is FOREWARN_PUBLIC_URL, the page of the default brand: each brand needs a host name of its own');
    if (mailboxIn(rules.sender).address.toLowerCase() === mailboxIn(settings.mailFrom).address.toLowerCase())
      note('sender', 'is FOREWARN_MAIL_FROM, the sender of the default brand: each brand needs one of its own');
    if (rules.returnPath !== undefined && !environment.FOREWARN_SECRETS_KEY)
      note('returnPath', 'needs FOREWARN_SECRETS_KEY: the return path of each mail is made with it');
    return [id, brandFrom(id, rules, sources, note)] as const;
  });
  if (faults.length === 0) return { own, named: new Map(made) };
  const told = faults.map(({ line, field, message }) => `  line ${String(line)}: ${field} ${message}`);
  throw new Error(`The rules in ${named ?? 'force'} cannot be used:\n${told.join('\n')}`);
}

type Note = (field: string, message: string) => void;

function brandFrom(id: string, rules: BrandRules, sources: Sources, note: Note): Brand {
  const { sender, page, replyTo, organizer, returnPath, support, colors } = rules;
  return {
    id,
    providerName: rules.name,
    mailFrom: sender,
    replyTo,
    calendarOrganizer: organizer,
    returnMailbox: returnPath,
    supportMailbox: support.mail,
    publicUrl: page,
    support,
    languages: rules.languages ?? CUSTOMER_LANGUAGES,
    colors,
    logo: logoFrom(rules.logo, sources, note),
    dkim: dkimFrom(rules.dkim, sources, note),
  };
}

function dkimFrom(dkim: BrandRules['dkim'], { environment, folder }: Sources, note: Note): Brand['dkim'] {
  if (!dkim) return undefined;
  const { env, file } = dkim.key;
  const field = env === undefined ? 'dkim.key.file' : 'dkim.key.env';
  const key = env === undefined ? readText(path.resolve(folder, file ?? '')) : environment[env];
  if (!key) {
    note(
      field,
      env === undefined ? `names ${file ?? ''}, which cannot be read` : `names the variable ${env}, which is not set`,
    );
    return undefined;
  }
  try {
    createPrivateKey(key);
  } catch {
    note(field, 'must lead to a private key as PEM (-----BEGIN PRIVATE KEY-----), RSA or Ed25519');
  }
  return { domain: dkim.domain, selector: dkim.selector, key };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function logoFrom(logo: BrandRules['logo'], { folder }: Sources, note: Note): BrandLogo | undefined {
  if (logo === undefined) return undefined;
  if (typeof logo === 'string') return { href: logo };
  const file = path.resolve(folder, logo.file);
  try {
    const { size } = statSync(file);
    if (size > LARGEST_LOGO) {
      note(
        'logo.file',
        `names ${logo.file} of ${String(size)} bytes; at most ${String(LARGEST_LOGO)}, because every mail carries it`,
      );
      return undefined;
    }
    const content = readFileSync(file);
    const image = IMAGES.find(([, start]) => content.subarray(0, start.length).equals(start));
    if (image) return { type: image[0], content };
    note('logo.file', `names ${logo.file}, which is no PNG, JPEG or GIF`);
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    note('logo.file', `names ${logo.file}, which cannot be read (${code})`);
  }
  return undefined;
}
