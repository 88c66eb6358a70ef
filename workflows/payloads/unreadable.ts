/** Stands for a payload that could not be read: an unknown encoding, broken JSON, a text whose key is not here. */
export const UNREADABLE: unknown = Object.freeze({ unreadable: true });
