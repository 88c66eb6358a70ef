import { randomBytes } from 'node:crypto';
import type { SecretBox } from '../database/secret-box';

/** The standard asks for 24 to 64 random bytes, in base64 after a prefix. */
const SECRET_BYTES = 32;

export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Encrypts a secret so that it can be opened for its own endpoint only. */
export function sealFor(box: SecretBox, endpointId: string, secret: string): string {
  return box.seal(secret, `webhook ${endpointId}`);
}

export function secretsOf(box: SecretBox, endpointId: string, sealed: readonly (string | null)[]): string[] {
  return sealed.flatMap((text) => (text === null ? [] : [box.open(text, `webhook ${endpointId}`)]));
}
