import { away, refused, ServiceFailure } from '../convergence/service-failure';

/** After 420 or 429 without Retry-After (ms): the limit is counted over a rolling minute. */
const LIMIT_PAUSE = 60_000;
/** The longest pause a Retry-After can ask for (ms). */
const LONGEST_PAUSE = 10 * 60_000;

/** What came back, whatever it is. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/** Why no answer came. */
export function unreachable(code: string | undefined, timeoutMs: number): string {
  if (code === 'ERR_CANCELED') return `Statuspage did not answer within ${String(timeoutMs)} ms.`;
  return `Statuspage cannot be reached (${code ?? 'no reason given'}). Check the network and FOREWARN_STATUSPAGE_URL.`;
}

/** What is wrong with an answer that is not a good one; `body` is its JSON, undefined when it has none. */
export function failureOf(
  { status, retryAfter }: Pick<Answer, 'status' | 'retryAfter'>,
  body: unknown,
  { writes, page }: { readonly writes: boolean; readonly page: string },
): ServiceFailure {
  const said = reasonIn(body)?.replace(/\s+/g, ' ').slice(0, 200);
  const words = said === undefined ? '' : `: ${said}`;
  if (status === 401 || status === 403) {
    return refused(`Statuspage does not accept the key (${String(status)}${words}). Correct FOREWARN_STATUSPAGE_KEY.`);
  }
  if (status === 404) {
    const text = `Statuspage has no such page or entry (404${words}). Check FOREWARN_STATUSPAGE_PAGE, now ${page}.`;
    return new ServiceFailure('gone', text, { mayHaveBeenApplied: false });
  }
  if (status === 420 || status === 429) {
    const text = `Statuspage says that requests come too fast (${String(status)}).`;
    return new ServiceFailure('limited', text, { mayHaveBeenApplied: false, retryInMs: pauseOf(retryAfter) });
  }
  if (status >= 500) return away(`Statuspage is in trouble (${String(status)}${words}).`, writes);
  if (body === undefined || status < 400) {
    return away(
      `Statuspage answered ${String(status)} without JSON. Check FOREWARN_STATUSPAGE_URL, and what stands in between.`,
      writes,
    );
  }
  return refused(`Statuspage refuses the entry (${String(status)}${words}).`);
}

/** Milliseconds of a Retry-After in seconds or as a date. */
function pauseOf(header: string | undefined): number {
  const seconds = Number(header ?? Number.NaN);
  const asked = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header ?? '') - Date.now();
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, LONGEST_PAUSE) : LIMIT_PAUSE;
}

/** The reason in an error's body: `error` as text, list or fields, else `message`, else nothing. */
function reasonIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message } = body as { error?: unknown; message?: unknown };
  const said = error ?? message;
  if (typeof said === 'string') return said;
  if (Array.isArray(said)) return said.map(String).join(', ');
  if (typeof said !== 'object' || said === null) return undefined;
  return Object.entries(said)
    .map(([field, words]) => `${field} ${[words].flat().map(String).join(', ')}`)
    .join('; ');
}
