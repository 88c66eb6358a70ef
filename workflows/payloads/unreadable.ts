/** Stands for a payload that could not be read: an unknown encoding, broken JSON. */
export const UNREADABLE: unknown = Object.freeze({ unreadable: true });

/** Stands for a payload that is encrypted with a key that is not here, or was never a payload. */
export const LOCKED: unknown = Object.freeze({ locked: true });

export function isUnreadable(value: unknown): boolean {
  return value === UNREADABLE || value === LOCKED;
}
