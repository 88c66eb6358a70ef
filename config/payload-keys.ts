import { readFileSync } from 'node:fs';

/** A key that encrypts what Temporal is given, and the name that stands beside each text it encrypted. */
export interface PayloadKeySetting {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const KEY_BYTES = 32;
const ENTRY = /^([A-Za-z0-9._-]{1,40}):(env|file):(.+)$/;

/** The keys, the one in use first; `encrypts` is false where they only decrypt. */
export interface PayloadKeysSetting {
  readonly encrypts: boolean;
  readonly keys: readonly PayloadKeySetting[];
}

/** First in the list: nothing is encrypted (yet, or any more), and what was is read. */
const PLAIN = 'plain';

/**
 * The keys of `2027:file:/run/secrets/payload-2027,2026:env:PAYLOAD_KEY_2026`, the one in use first: each a name, and where
 * 32 random bytes in base64 stand, in a variable or in a file. Throws an Error that says which entry is at fault; nothing of
 * a key is in it. `plain` before them stands for no key.
 */
export function readPayloadKeys(setting: string, environment: NodeJS.ProcessEnv): PayloadKeysSetting {
  const entries = setting.split(',').map((entry) => entry.trim());
  const encrypts = entries[0] !== PLAIN;
  const keys = entries.slice(encrypts ? 0 : 1).map((entry) => readEntry(entry, environment));
  if (keys.length === 0) throw fault('names no key after `plain`: leave it unset');
  const twice = keys.find(({ id }, at) => keys.findIndex((other) => other.id === id) !== at);
  if (twice) throw fault(`names ${twice.id} twice: give each key a name of its own`);
  return { encrypts, keys };
}

function readEntry(entry: string, environment: NodeJS.ProcessEnv): PayloadKeySetting {
  const [, id = '', kind, where = ''] = ENTRY.exec(entry) ?? [];
  if (kind === undefined) {
    throw fault(
      'must be entries with commas between, each a name and where its key stands: 2027:file:/run/secrets/payload-2027 or 2027:env:NAME_OF_A_VARIABLE',
    );
  }
  const text = kind === 'env' ? environment[where] : fileText(id, where);
  const key = Buffer.from((text ?? '').trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw fault(
      `finds no key for ${id} in ${kind} ${where}: 32 random bytes in base64 must stand there, such as \`openssl rand -base64 32\` prints`,
    );
  }
  return { id, key };
}

function fileText(id: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    throw fault(`cannot read the file of ${id}, ${file} (${why})`);
  }
}

function fault(text: string): Error {
  return new Error(`The environment cannot be used:\n  FOREWARN_PAYLOAD_KEYS ${text}`);
}
