/** The encoding of a payload that is encrypted, as Temporal's samples and tools call it. */
export const ENCRYPTED = 'binary/encrypted';
