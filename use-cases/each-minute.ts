import { MINUTE } from '../domain/shared/time';

/** Work beside the requests of a process, that is done when asked for and each minute. */
export interface EachMinute {
  /** Does it; asked again meanwhile, once more after it, never twice at a time. Never rejects: what fails is done next time. */
  now(): Promise<void>;
  /** From now on each minute, for what could not be done and for what another process left behind; answers how to stop. */
  start(): () => void;
}

/** `onFailure` hears why a pass ended early. */
export function eachMinute(pass: () => Promise<void>, onFailure: (error: unknown) => void): EachMinute {
  let running: Promise<void> | undefined;
  let asked = 0;
  let begun = 0;

  async function passes(): Promise<void> {
    while (begun < asked) {
      begun = asked;
      await pass();
    }
  }

  function now(): Promise<void> {
    asked++;
    running ??= passes()
      .catch(onFailure)
      .finally(() => (running = undefined));
    return running;
  }

  return {
    now,
    start() {
      void now();
      const timer = setInterval(() => void now(), MINUTE).unref();
      return () => clearInterval(timer);
    },
  };
}
