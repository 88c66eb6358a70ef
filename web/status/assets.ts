import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  'status.css': 'text/css; charset=utf-8',
  'console.css': 'text/css; charset=utf-8',
  'plan.css': 'text/css; charset=utf-8',
  'portal.css': 'text/css; charset=utf-8',
  'status.js': 'text/javascript; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'plan.js': 'text/javascript; charset=utf-8',
  'htmx.js': 'text/javascript; charset=utf-8',
  'sse.js': 'text/javascript; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
} as const;
type AssetName = keyof typeof TYPES;

/** Those that a package brings. */
const FROM_PACKAGES: Partial<Record<AssetName, string>> = {
  'htmx.js': 'htmx.org/dist/htmx.min.js',
  'sse.js': 'htmx-ext-sse/dist/sse.min.js',
};

interface Asset {
  readonly name: AssetName;
  readonly type: string;
  readonly body: Buffer;
  /** The same, compressed. */
  readonly gzip: Buffer;
  readonly hash: string;
}

/** The page's static files, addressed by content so that browsers may keep them for ever. */
export interface Assets {
  /** `assets/status.3f2a91bc.css`, relative to the page's root. */
  path(name: AssetName): string;
  /** What is in it, for a page that is kept as one file. */
  text(name: AssetName): string;
  /**
   * The file for the last part of such an address. Any hash of a known name is served, because while two versions run side
   * by side a page of one asks the other; `current` says whether it is the content that was meant.
   */
  find(file: string): { readonly asset: Asset; readonly current: boolean } | undefined;
}

/** Reads the files once. Throws when one is missing, which is a broken build. */
export function loadAssets(folder = path.join(__dirname, '..', 'assets')): Assets {
  const assets = new Map<string, Asset>();
  for (const name of Object.keys(TYPES) as AssetName[]) {
    const from = FROM_PACKAGES[name];
    const body = readFileSync(from === undefined ? path.join(folder, name) : require.resolve(from));
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 8);
    assets.set(name, { name, type: TYPES[name], body, gzip: zippedOf(hash, body), hash });
  }
  return {
    path(name) {
      const { base, extension } = split(name);
      return `assets/${base}.${assets.get(name)?.hash ?? ''}.${extension}`;
    },
    text: (name) => assets.get(name)?.body.toString('utf8') ?? '',
    find(file) {
      const [, base, hash, extension] = /^([a-z]+)\.([0-9a-f]{8})\.([a-z]+)$/.exec(file) ?? [];
      const asset = assets.get(`${base ?? ''}.${extension ?? ''}`);
      return asset && { asset, current: asset.hash === hash };
    },
  };
}

/** By hash: brands have pages of their own, of the same files. */
const zipped = new Map<string, Buffer>();

function zippedOf(hash: string, body: Buffer): Buffer {
  const known = zipped.get(hash) ?? gzipSync(body, { level: 9 });
  zipped.set(hash, known);
  return known;
}

function split(name: AssetName) {
  const dot = name.lastIndexOf('.');
  return { base: name.slice(0, dot), extension: name.slice(dot + 1) };
}
