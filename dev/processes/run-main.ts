import { StartupError } from './startup-error';

/**
 * Runs a command to its end: exit code 0, or the number it returns, or 1 with the fault as text; a stack only for an unexpected
 * error.
 */
export function runMain(command: () => Promise<unknown>): void {
  command().then(
    (code) => process.exit(typeof code === 'number' ? code : 0),
    (error: unknown) => {
      const text = error instanceof StartupError ? error.message : String(error instanceof Error ? error.stack : error);
      process.stderr.write(`${text}\n`);
      process.exit(1);
    },
  );
}
