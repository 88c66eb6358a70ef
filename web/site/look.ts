import { createHash } from 'node:crypto';
import type { Brand } from '../../domain/brands/brand';

/** A brand's logo and colours on its pages (P7): files of its own, because pages load no style from within. */
export interface Look {
  /** Relative to the page's root, or an address elsewhere; undefined: its name in words. */
  readonly logo: { readonly src: string; readonly isElsewhere: boolean } | undefined;
  /** Relative to the page's root. */
  readonly stylesheet: string | undefined;
  /** What is served under `assets/`, addressed by content so that browsers may keep it for ever. */
  readonly files: ReadonlyMap<string, { readonly type: string; readonly body: Buffer }>;
}

const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif' } as const;

export function createLook({ logo, colors }: Pick<Brand, 'logo' | 'colors'>): Look {
  const files = new Map<string, { readonly type: string; readonly body: Buffer }>();
  const add = (name: string, extension: string, type: string, body: Buffer) => {
    const file = `${name}.${createHash('sha256').update(body).digest('hex').slice(0, 12)}.${extension}`;
    files.set(file, { type, body });
    return `assets/${file}`;
  };
  const stylesheet = colors && add('brand', 'css', 'text/css; charset=utf-8', Buffer.from(sheetOf(colors)));
  if (!logo) return { logo: undefined, stylesheet, files };
  if ('href' in logo) return { logo: { src: logo.href, isElsewhere: true }, stylesheet, files };
  const src = add('logo', EXTENSIONS[logo.type], logo.type, Buffer.from(logo.content));
  return { logo: { src, isElsewhere: false }, stylesheet, files };
}

/** The colours are checked for contrast when they are read; see domain/brands/brand-rules.ts. */
function sheetOf({ primary, onDark }: NonNullable<Brand['colors']>): string {
  const rule = (color: string) => `:root{--link:${color};--focus:${color}}`;
  return `${rule(primary)}@media screen and (prefers-color-scheme: dark){${rule(onDark)}}\n`;
}
