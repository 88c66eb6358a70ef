import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Reply } from '../shared/faulty-routes';

/** Silences as Alertmanager 0.28 keeps them, and what it refuses (tried with a real one). Instants are UTC ms. */

const matcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  isEqual: z.boolean().default(true),
});
const postable = z.object({
  id: z.string().optional(),
  comment: z.string(),
  createdBy: z.string(),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  matchers: z.array(matcher),
});

export type Matcher = z.output<typeof matcher>;
export interface Silence {
  readonly id: string;
  readonly comment: string;
  readonly createdBy: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: number;
  readonly endsAt: number;
}
export type SilenceState = 'pending' | 'active' | 'expired';

const REQUIRED = ['comment', 'createdBy', 'endsAt', 'matchers', 'startsAt'];

export class Silences {
  readonly all = new Map<string, Silence>();

  constructor(private readonly clock: () => number) {}

  stateOf({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>): SilenceState {
    const now = this.clock();
    if (endsAt <= now) return 'expired';
    return startsAt > now ? 'pending' : 'active';
  }

  list(): Reply {
    const body = [...this.all.values()].map((silence) => ({
      ...silence,
      startsAt: new Date(silence.startsAt).toISOString(),
      endsAt: new Date(silence.endsAt).toISOString(),
      updatedAt: new Date(this.clock()).toISOString(),
      status: { state: this.stateOf(silence) },
    }));
    return { status: 200, body };
  }

  post(given: unknown): Reply {
    if (typeof given !== 'object' || given === null) return badBody('unexpected EOF');
    const missing = REQUIRED.find((name) => !(name in given));
    if (missing) return { status: 422, body: { code: 602, message: `${missing} in body is required` } };
    const read = postable.safeParse(given);
    if (!read.success) return badBody(read.error.issues[0]?.message ?? 'unreadable');
    const { id, matchers, ...rest } = read.data;
    if (matchers.length === 0) {
      return { status: 422, body: { code: 612, message: 'matchers in body should have at least 1 items' } };
    }
    const startsAt = Date.parse(rest.startsAt);
    const endsAt = Date.parse(rest.endsAt);
    const now = this.clock();
    if (endsAt <= startsAt) return refusal('Failed to create silence: start time must be before end time');
    if (endsAt < now) return refusal("Failed to create silence: end time can't be in the past");
    const fault = matchersFault(matchers);
    if (fault) return refusal(`invalid silence: ${fault}`);
    const before = id ? this.all.get(id) : undefined;
    if (id && !before) return { status: 404, body: 'silence not found' };
    const wanted = { ...rest, matchers, startsAt, endsAt };
    if (before && this.canChange(before, wanted))
      return this.keep({ ...wanted, id: before.id, startsAt: before.startsAt });
    if (before) this.expire(before);
    return this.keep({ ...wanted, id: randomUUID(), startsAt: Math.max(startsAt, now) });
  }

  /** 404 for one it does not know; one that is over stays as it is. */
  remove(id: string): Reply {
    const silence = this.all.get(id);
    if (!silence) return { status: 404 };
    this.expire(silence);
    return { status: 200 };
  }

  private expire(silence: Silence): void {
    if (this.stateOf(silence) === 'expired') return;
    const now = this.clock();
    this.all.set(silence.id, { ...silence, startsAt: Math.min(silence.startsAt, now), endsAt: now });
  }

  private keep(silence: Silence): Reply {
    this.all.set(silence.id, silence);
    return { status: 200, body: { silenceID: silence.id } };
  }

  /** Otherwise it makes another one and expires this one. */
  private canChange(before: Silence, after: Omit<Silence, 'id'>): boolean {
    if (JSON.stringify(before.matchers) !== JSON.stringify(after.matchers)) return false;
    const state = this.stateOf(before);
    if (state === 'active') return Math.floor(before.startsAt / 1_000) === Math.floor(after.startsAt / 1_000);
    return state === 'pending' && after.startsAt >= this.clock();
  }
}

function matchersFault(matchers: readonly Matcher[]): string | undefined {
  for (const [place, { name, value, isRegex }] of matchers.entries()) {
    if (name === '') return `invalid label matcher ${String(place)}: invalid label name ""`;
    if (isRegex && !isExpression(value))
      return `invalid label matcher ${String(place)}: invalid regular expression "${value}"`;
  }
  return matchers.every((one) => matches(one, '')) ? 'at least one matcher must not match the empty string' : undefined;
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

export function matches({ value, isRegex, isEqual }: Matcher, text: string): boolean {
  return (isRegex ? new RegExp(`^(?:${value})$`).test(text) : text === value) === isEqual;
}

const refusal = (body: string): Reply => ({ status: 400, body });
const badBody = (why: string): Reply => ({
  status: 400,
  body: { code: 400, message: `parsing silence body from "" failed, because ${why}` },
});
