/** So long after its request a `late` one is carried out (ms). */
const LATE = 20_000;

/** Requests that go wrong and are carried out all the same, some of them late. */
export interface LateWrites {
  /** UTC ms. While a late request is carried out, this is the time it arrived, also when it is only looked at later. */
  readonly clock: () => number;
  /** Carries a request out as its fault says: now, later or not at all. */
  readonly fault: (fault: string, apply: () => unknown) => void;
  /** Carries out what has arrived by now. */
  readonly catchUp: () => void;
  /** Forgets what is still on its way. */
  readonly reset: () => void;
}

export function createLateWrites(wallClock: () => number): LateWrites {
  const waiting: { at: number; apply: () => unknown }[] = [];
  let arrivedAt: number | undefined;
  const clock = () => arrivedAt ?? wallClock();
  return {
    clock,
    fault(fault, apply) {
      if (fault === 'late') waiting.push({ at: clock() + LATE, apply });
      else if (fault.endsWith('-after')) apply();
    },
    catchUp() {
      for (const write of waiting.filter(({ at }) => at <= clock())) {
        waiting.splice(waiting.indexOf(write), 1);
        arrivedAt = write.at;
        write.apply();
        arrivedAt = undefined;
      }
    },
    reset() {
      waiting.length = 0;
    },
  };
}
