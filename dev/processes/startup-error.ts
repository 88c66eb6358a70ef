/** A fault with a message for the person at the terminal: what is wrong, and the remedy. Shown without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** The message of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
