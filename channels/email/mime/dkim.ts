import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimOptions } from '../transport/mail-options';
import { createRelaxedBodies, headersByName, relaxedHeader, relaxedHeaders } from './canonical';
import type { ComposedMail } from './compose';

/**
 * DKIM signatures (RFC 6376; Ed25519: RFC 8463), relaxed/relaxed. The private key is used in the runtime's own threads, so
 * that the costly part of many messages runs on all cores and the event loop goes on; what is hashed is made here, because
 * that costs less than handing it over (docs/decisions/0008-dkim-signs-in-the-runtimes-threads.md).
 */

/** What a signature covers, where the message has it. */
const SIGNED = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'list-unsubscribe',
  'list-unsubscribe-post',
] as const;
/** These are signed once more than they occur, so that nobody can add another one. */
const OVERSIGNED = new Set<string>(['from', 'to', 'reply-to', 'subject', 'date']);

const signAsync = promisify<string | null, Buffer, KeyObject, Buffer>(sign);

/** Makes the signature header of a message, with its CRLF, to be put before all others. */
export type DkimSigner = (headers: string, body: ComposedMail['body']) => Promise<string>;

/** Throws RangeError for a domain, selector or key that cannot sign. */
export function createDkimSigner({ domain, selector, key }: DkimOptions): DkimSigner {
  const name = /^[a-z\d]([a-z\d_-]*[a-z\d])?(\.[a-z\d]([a-z\d_-]*[a-z\d])?)*$/i;
  if (!name.test(domain)) throw new RangeError(`The DKIM domain "${domain}" is no domain, such as provider.example`);
  if (!name.test(selector)) throw new RangeError(`The DKIM selector "${selector}" is none, such as mail2026`);
  const privateKey = readKey(key);
  const relaxedBody = createRelaxedBodies();
  const isRsa = privateKey.asymmetricKeyType === 'rsa';
  return async (headers, body) => {
    const given = headersByName(headers);
    const names = SIGNED.flatMap((signed) => {
      const count = given.get(signed)?.length ?? 0;
      return Array<string>(OVERSIGNED.has(signed) ? count + 1 : count).fill(signed);
    });
    const hash = createHash('sha256');
    for (const part of relaxedBody(body)) hash.update(part);
    const unsigned =
      `DKIM-Signature: v=1; a=${isRsa ? 'rsa' : 'ed25519'}-sha256; c=relaxed/relaxed;\r\n` +
      ` d=${domain}; s=${selector};\r\n h=${foldNames(names)};\r\n bh=${hash.digest('base64')};\r\n b=`;
    const input = relaxedHeaders(given, names) + relaxedHeader(unsigned);
    // RFC 8463 §3: Ed25519 signs the SHA-256 of what RSA would hash itself
    const signature = isRsa
      ? await signAsync('sha256', Buffer.from(input), privateKey)
      : await signAsync(null, createHash('sha256').update(input).digest(), privateKey);
    return `${unsigned}${foldSignature(signature.toString('base64'))}\r\n`;
  };
}

function readKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new RangeError('The DKIM key is no private key in PEM form', { cause: error });
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'ed25519' && !(key.asymmetricKeyType === 'rsa' && bits >= 1024)) {
    throw new RangeError(
      `The DKIM key is of type ${String(key.asymmetricKeyType)} ${bits > 0 ? `with ${String(bits)} bits` : ''}; ` +
        'it must be RSA with at least 1024 bits (2048 are usual) or Ed25519',
    );
  }
  return key;
}

/** At most this many characters in a line of names, well below the limit. */
const NAMES_PER_LINE = 5;

function foldNames(names: readonly string[]): string {
  let folded = '';
  names.forEach((name, index) => {
    folded += index === 0 ? name : index % NAMES_PER_LINE === 0 ? `:\r\n  ${name}` : `:${name}`;
  });
  return folded;
}

function foldSignature(base64: string): string {
  return base64.replace(/(.{70})(?=.)/g, '$1\r\n ');
}
