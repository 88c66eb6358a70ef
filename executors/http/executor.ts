import { z } from 'zod';
import type {
  Evidence,
  Executor,
  ExecutorProblem,
  Observation,
  StartAnswer,
  WorkJob,
} from '../../activities/ports/executor';
import { signedHeaders } from '../../channels/webhooks/signature';
import { MINUTE, SECOND, toIso } from '../../domain/shared/time';
import { agentFor, exchange, type Answered, type Trust, type Unanswered } from '../../channels/convergence/exchange';
import { oneLine } from '../../channels/convergence/one-line';
import { evidenceIn } from '../shared/words';

export interface HttpExecutorOptions extends Trust {
  readonly name: string;
  /** The kinds of resources it serves. */
  readonly kinds: readonly string[];
  /** Where jobs are posted; jobs are asked for below it. */
  readonly url: string;
  /** Forewarn's own address without a slash at its end, below which a job's end can be reported. */
  readonly publicUrl: string;
  /** `whsec_…` of Standard Webhooks. */
  readonly secret: string;
  /** The longest a request may take as a whole (ms). */
  readonly requestMs?: number;
  /** UTC ms. */
  readonly clock?: () => number;
}

const REQUEST_MS = 15 * SECOND;

/**
 * Clocks may be so far apart (ms): receivers of Standard Webhooks refuse what is signed by another clock. What the automation says
 * about its memory counts only beyond that.
 */
const CLOCKS_APART = 5 * MINUTE;

/** The key a check asks for; no job has it. */
const CHECK_KEY = 'forewarn-check';

const statusSchema = z.object({
  state: z.enum(['running', 'done', 'failed', 'unknown', 'not-begun']),
  reason: z.string().optional(),
  evidence: z.unknown().optional(),
  remembers_since: z.iso.datetime({ offset: true }).optional(),
});

/**
 * The provider's own automation over HTTP (S7): a signed job is posted, taken with 202, and asked for until it is over. The contract
 * is in docs/executors.md.
 */
export function createHttpExecutor(options: HttpExecutorOptions): Executor {
  const { name, kinds, clock = Date.now, requestMs = REQUEST_MS, secret, publicUrl } = options;
  const url = new URL(options.url);
  const agent = agentFor(options);

  const request = (method: 'GET' | 'POST', to: URL, key: string, payload: string, signal?: AbortSignal) =>
    exchange({
      ...{ method, url: to, timeoutMs: requestMs, agent, signal },
      headers: {
        ...signedHeaders({ webhookId: key, payload, secrets: [secret] }, clock()),
        ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': key } : {}),
      },
      ...(method === 'POST' ? { body: payload } : {}),
    });

  return {
    name,
    serves: (kind) => kinds.includes(kind),

    async start(job, signal) {
      return startAnswer(
        await request('POST', url, job.key, payloadOf(job, `${publicUrl}/v1/work/${job.key}`, clock()), signal),
        url,
      );
    },

    async observe(job, evidence, signal) {
      const kept: Evidence = typeof evidence?.status === 'string' ? { status: evidence.status } : {};
      const to = statusAddress(url, evidence?.status) ?? below(url, job.key);
      const seen = observation(await request('GET', to, job.key, '', signal), job);
      return { ...seen, evidence: { ...seen.evidence, ...kept } };
    },

    async check(signal) {
      return problems(await request('GET', below(url, CHECK_KEY), CHECK_KEY, '', signal), url);
    },
  };
}

function payloadOf(
  { key, reference, action, resource, timeoutMs, askedAt }: WorkJob,
  reportUrl: string,
  at: number,
): string {
  const { id, name, kind, environment } = resource;
  return JSON.stringify({
    type: 'work.start',
    timestamp: toIso(at),
    data: {
      ...{ key, reference, action, resource: { id, name, kind, environment } },
      ...{ timeout_seconds: Math.floor(timeoutMs / SECOND), asked_at: toIso(askedAt), report_url: reportUrl },
    },
  });
}

function startAnswer(answer: Answered | Unanswered, url: URL): StartAnswer {
  if (answer.status === undefined) {
    const { reason, mayHaveArrived, retryable } = answer;
    return mayHaveArrived ? { accepted: 'in-doubt', reason } : { accepted: false, reason, retryable };
  }
  const { status, json } = answer;
  const said = saidIn(json);
  if (status === 202) {
    const address = sameOrigin(url, answer.header('location') ?? textIn(json, 'status_url'));
    const evidence = evidenceIn(fieldOf(json, 'evidence'));
    return { accepted: true, evidence: { ...evidence, ...(address === undefined ? {} : { status: address }) } };
  }
  // 409: a request with this key is being carried out just now (draft-ietf-httpapi-idempotency-key-header)
  if (status < 300 || status === 409) {
    return { accepted: 'in-doubt', reason: `answered ${String(status)}, which does not say whether it took the job` };
  }
  if (status === 408 || status === 425 || status === 429 || status === 503) {
    return { accepted: false, retryable: true, reason: `cannot take the job now (${String(status)}${said})` };
  }
  if (status >= 500) return { accepted: 'in-doubt', reason: `is in trouble (${String(status)}${said})` };
  return { accepted: false, retryable: false, reason: refusal(status, said) };
}

function refusal(status: number, said: string): string {
  if (status < 400)
    return `answers with a redirect (${String(status)}), which is not followed: configure the final address`;
  if (status === 401 || status === 403) {
    return `does not accept the signature (${String(status)}${said}): compare the secret and the clocks of both sides`;
  }
  if (status === 404) return `has nothing at this address (404${said}): correct the executor's "url"`;
  return `refuses the job (${String(status)}${said})`;
}

function observation(answer: Answered | Unanswered, { askedAt }: WorkJob): Observation {
  if (answer.status === undefined) return { state: 'unknown', reason: answer.reason };
  const { status, json } = answer;
  if (status === 404) return { state: 'unknown', reason: `does not know the job (404${saidIn(json)})` };
  if (status !== 200) return { state: 'unknown', reason: `answered ${String(status)}${saidIn(json)}` };
  const { success, data } = statusSchema.safeParse(json);
  if (!success) return { state: 'unknown', reason: 'answered 200 without a state that is known' };
  const evidence = evidenceIn(data.evidence);
  if (data.state === 'not-begun' && !remembers(data.remembers_since, askedAt)) {
    const reason = 'says that the job was not begun, but its memory may not reach back that far (remembers_since)';
    return { state: 'unknown', evidence, reason };
  }
  return { state: data.state, evidence, ...(data.reason === undefined ? {} : { reason: oneLine(data.reason) }) };
}

/** What has lost its memory knows no job, although it may have begun it. */
function remembers(since: string | undefined, askedAt: number): boolean {
  return since !== undefined && Date.parse(since) < askedAt - CLOCKS_APART;
}

function problems(answer: Answered | Unanswered, url: URL): ExecutorProblem[] {
  const problem = (text: string) => [{ text: `${url.host} ${text}.` }];
  if (answer.status === undefined) return problem(answer.reason);
  const { status, json } = answer;
  if (status === 404) return [];
  if (status >= 300) return problem(refusal(status, saidIn(json)));
  if (status === 200 && statusSchema.safeParse(json).success) return [];
  return problem(`answered ${String(status)} without a state to a question for a job (docs/executors.md)`);
}

/** The path and query of an address that the automation named, at its own origin; undefined for another one, which is not asked. */
function sameOrigin(url: URL, named: string | undefined): string | undefined {
  if (named === undefined || named.length > 300 || !URL.canParse(named, url.href)) return undefined;
  const { origin, pathname, search } = new URL(named, url.href);
  return origin === url.origin ? pathname + search : undefined;
}

function statusAddress(url: URL, kept: string | number | boolean | undefined): URL | undefined {
  const path = typeof kept === 'string' ? sameOrigin(url, kept) : undefined;
  return path === undefined ? undefined : new URL(path, url.origin);
}

function below(url: URL, key: string): URL {
  const to = new URL(url);
  to.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(key)}`;
  return to;
}

function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

function textIn(json: unknown, name: string): string | undefined {
  const value = fieldOf(json, name);
  return typeof value === 'string' ? value : undefined;
}

/** What the automation says itself, in one of the usual fields. */
function saidIn(json: unknown): string {
  const said = ['reason', 'detail', 'message', 'title'].map((name) => textIn(json, name)).find(Boolean);
  return said === undefined ? '' : `: ${oneLine(said)}`;
}
