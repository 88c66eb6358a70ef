import type { Coverage, FoundSilence } from './system';

/** What has to be done at one system so that exactly what is wanted is silent. Pure. */
export interface Steps<C extends Coverage> {
  readonly set: readonly C[];
  readonly change: readonly { readonly found: FoundSilence; readonly cover: C }[];
  /** Done last: then nothing is heard in between where one silence takes another's place. */
  readonly end: readonly FoundSilence[];
  /** How many of ours somebody had ended or changed by hand. */
  readonly ended: number;
  readonly changed: number;
}

/** The end of each silence that was surely set, by key (UTC ms). */
export type Wrote = Readonly<Record<string, number>>;

/** Clocks may differ by this much before a silence counts as one that has not begun (ms). */
const CLOCKS_DIFFER = 60_000;

/**
 * Compares what there is with what is wanted: each of `covers` silent once, until `endsAt`. What was surely set with this very end
 * and is not there so any more was changed by hand; anything else is a change of ours, or a write whose answer was lost.
 */
export function differences<C extends Coverage>(
  { covers, endsAt, now }: { readonly covers: readonly C[]; readonly endsAt: number; readonly now: number },
  found: readonly FoundSilence[],
  wrote: Wrote,
): Steps<C> {
  const isRight = (one: FoundSilence) => sameSecond(one.endsAt, endsAt) && one.startsAt <= now + CLOCKS_DIFFER;
  const set: C[] = [];
  const change: { found: FoundSilence; cover: C }[] = [];
  const kept = new Set<string>();
  let ended = 0;
  let changed = 0;
  for (const cover of covers) {
    const there = found.filter(({ key }) => key === cover.key);
    const one = there.find(isRight) ?? there[0];
    const wasRight = wrote[cover.key] !== undefined && sameSecond(wrote[cover.key], endsAt);
    if (!one) {
      set.push(cover);
      if (wasRight) ended += 1;
      continue;
    }
    kept.add(one.id);
    if (isRight(one)) continue;
    change.push({ found: one, cover });
    if (wasRight) changed += 1;
  }
  return { set, change, end: found.filter(({ id }) => !kept.has(id)), ended, changed };
}

/** Systems keep whole seconds. */
function sameSecond(one: number | undefined, other: number): boolean {
  return one !== undefined && Math.floor(one / 1_000) === Math.floor(other / 1_000);
}
