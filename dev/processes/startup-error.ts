/** A fault whose message is meant for the person at the terminal: what is wrong, and the way out. Shown without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
