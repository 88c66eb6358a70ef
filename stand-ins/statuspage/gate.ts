const MINUTE = 60_000;
const MOST_A_MINUTE = 60;

export interface Refusal {
  readonly status: 420 | 429;
  readonly retryAfter: number | undefined;
}

/** Sixty requests in any sixty seconds of one key; 420 and 429 in turn, every third without Retry-After. */
export function createGate(clock: () => number) {
  /** When requests came (UTC ms), refused ones too. */
  const arrivals: number[] = [];
  let counted: number[] = [];
  let refused = 0;
  return {
    arrivals,
    pass(): Refusal | undefined {
      const now = clock();
      arrivals.push(now);
      counted = counted.filter((at) => at > now - MINUTE);
      if (counted.length < MOST_A_MINUTE) {
        counted.push(now);
        return undefined;
      }
      refused += 1;
      const oldest = counted[0] ?? now;
      const retryAfter = Math.max(1, Math.ceil((oldest + MINUTE - now) / 1_000));
      return { status: refused % 2 === 0 ? 429 : 420, retryAfter: refused % 3 === 0 ? undefined : retryAfter };
    },
  };
}
export type Gate = ReturnType<typeof createGate>;
