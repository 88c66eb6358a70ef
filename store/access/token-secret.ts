import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits cannot be guessed, so a fast hash without salt protects them at rest. */
const TOKEN_BYTES = 32;
const PREFIX = 'fw_';

/** A new token, shown once. */
export function newSecret(): string {
  return PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
}

export function isTokenForm(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** What the database keeps of a token. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
