import { UNUSABLE } from './body';
import type { z } from 'zod';
import { KnownError, type ErrorCode } from '../../domain/shared/errors';
import type { Actor } from '../../domain/shared/actor';
import type { Access, Role } from '../../domain/shared/roles';
import type { Operation } from '../permissions';
import { invalid } from '../../domain/shared/invalid';
import type { StreamedAnswer, StreamedType } from './streams';
import { read } from '../../domain/shared/validation';
import type { Acting } from '../../domain/audit/doors';
import type { Door, NAMED_DOORS } from '../../domain/window/events';
import type { Database, Transacting } from '../../store/database/database';
import type { Viewer } from '../../store/windows/viewer';

/** Who asks: the bearer token's owner. `organizationId` is null for the provider's own people. */
export interface Caller {
  /** What was shown: a token, or the session of somebody who signed in. */
  readonly via: 'token' | 'session';
  /** The id of the token, or of the session. */
  readonly tokenId: string;
  /** The person or the service the token is of (T5). */
  readonly person: string;
  /** Who issued the token, where it is of nobody of the staff. */
  readonly issuedBy: string | null;
  readonly role: Role;
  readonly organizationId: string | null;
  /** The only organizations a token of staff knows of; null: all. */
  readonly organizations: readonly string[] | null;
  /** The only environments a customer's token knows of; null: all of its organization's. */
  readonly environments: readonly string[] | null;
  /** What a customer's token may do about maintenance; null for other roles. */
  readonly access: Access | null;
  /** Whether the token says which person uses it, so that it can stand for a second one (L8, E4). */
  readonly isOnePerson: boolean;
  /** The person of the staff whose token it is, when it is personal. */
  readonly staffId: string | null;
  /** UTC ms; null: valid until it is revoked. */
  readonly expiresAt: number | null;
  /** It ends within two weeks. */
  readonly isEnding: boolean;
}

/** The request's place among those with the same Idempotency-Key. */
export interface Attempt {
  readonly key: string;
  /** The window an earlier try of this request gave a reference to; the try did not finish. */
  readonly reference: string | undefined;
  /** Notes the reference before anything is done with it, so that a later try goes on with the same one; `within`: with what else it does. */
  remember(reference: string, within?: Database | Transacting): Promise<void>;
}

type NamedDoor = (typeof NAMED_DOORS)[number];

/** A request after the schemas have read it. */
interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The body as it was sent: for whoever reads it with the same schema again. */
  readonly raw: unknown;
  readonly caller: Caller;
  /** Who goes on record for what is done: the token's person, and on whose behalf, where the body names somebody (T5). */
  readonly actor: Actor;
  /** The door it came by, where that is not the API itself. */
  readonly door: NamedDoor | undefined;
  /** The two together, as they go on record (T2). */
  readonly acting: Acting & { readonly door: Door };
  /** UTC ms. */
  readonly now: number;
  /** Present when the request came with an Idempotency-Key. */
  readonly attempt: Attempt | undefined;
}

/** A request before the schemas have read it. */
export type RawCall = Omit<Call<unknown, unknown, unknown>, 'raw' | 'actor' | 'door' | 'acting'> & {
  readonly requestId: string;
};

export interface Answer<T = unknown> {
  readonly body: T | StreamedAnswer;
  readonly headers?: Readonly<Record<string, string>>;
  /** What to keep for a replay in place of the body, when the body holds something that must not be kept. */
  readonly kept?: T;
}

/** How a body is read. */
export interface BodyKind {
  /** Read as a whole before the operation begins. */
  readonly types: readonly 'application/json'[];
  /** Handed to the operation as a StreamedBody. */
  readonly streamed?: readonly StreamedType[];
  /** Bytes. */
  readonly limit: number;
  /** True when the request makes sense without a body. */
  readonly optional: boolean;
}

interface Documented {
  /** The OpenAPI operationId. */
  readonly id: string;
  readonly tag:
    | 'windows'
    | 'commands'
    | 'maintenance'
    | 'templates'
    | 'blackouts'
    | 'series'
    | 'inventory'
    | 'reach'
    | 'measures'
    | 'retention'
    | 'calendar'
    | 'webhooks'
    | 'audit'
    | 'config'
    | 'doctor'
    | 'tokens';
  readonly summary: string;
  readonly description: string;
  /** A request body as somebody would send it. */
  readonly example?: unknown;
  /** Problems beyond those every operation can answer. */
  readonly problems: readonly ErrorCode[];
  readonly success: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** What it can be besides or instead of JSON, by media type, in words. */
    readonly alsoAs?: Readonly<Record<string, string>>;
  };
  /**
   * Whether a repeat with the same Idempotency-Key may go on with a try that has not finished: always, because it leads to the
   * same effect; once the try has noted its reference; or not, so that it is answered 409 while the first one lasts.
   */
  readonly resume?: 'always' | 'with-reference';
  /** A POST that changes nothing: a repeat computes the answer again, and nothing of it is kept, whatever key comes with it. */
  readonly readsOnly?: true;
  readonly bodyKind?: BodyKind;
  /** What the documentation shows of the body, when the handler reads its parts by itself. */
  readonly documentedBody?: z.ZodType;
}

interface Schemas {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
}

/** What a handler works with, as the framework keeps it: one element of the table from which the app and the documentation come. */
export interface Route extends Documented {
  readonly method: 'get' | 'post' | 'delete';
  /** As OpenAPI writes it: `/v1/windows/{reference}`. */
  readonly path: `/v1/${string}`;
  readonly operation: Operation;
  readonly schemas: Schemas;
  /** Reads the request with the schemas and handles it. Throws KnownError `not-found` or `invalid-body` when it cannot be read. */
  run(request: RawCall): Promise<Answer>;
}

const JSON_BODY: BodyKind = { types: ['application/json'], limit: 1_000_000, optional: false };

type Read<S, Fallback> = S extends z.ZodType ? z.output<S> : Fallback;

interface Definition<P, Q, B, A> extends Documented {
  readonly method: Route['method'];
  readonly path: Route['path'];
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer?: A;
  readonly handle: (
    call: Call<Read<P, undefined>, Read<Q, undefined>, Read<B, undefined>>,
  ) => Promise<Answer<A extends z.ZodType ? z.input<A> : undefined>>;
}

/** One operation of the API: its schemas validate, type the handler and document it. */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType | undefined = undefined,
>(definition: Definition<P, Q, B, A>): Route {
  const { params, query, body, answer, handle, ...documented } = definition;
  const { method, path } = definition;
  return {
    ...documented,
    operation: `${method.toUpperCase() as 'GET'} ${path}`,
    ...(body ? { bodyKind: definition.bodyKind ?? JSON_BODY } : {}),
    schemas: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body } : {}),
      ...(answer ? { answer } : {}),
    },
    run(request) {
      const raw = definition.bodyKind?.optional ? (request.body ?? {}) : request.body;
      const read = {
        params: readParams(params, request.params) as Read<P, undefined>,
        query: readOrThrow(query, request.query, 'query') as Read<Q, undefined>,
        body: readOrThrow(body, raw, 'body') as Read<B, undefined>,
      };
      const [door, actor] = [doorOf(request.caller), actorOf(request, read.body)];
      return handle({ ...request, ...read, raw, door, actor, acting: { ...actor, door: door ?? 'api' } });
    },
  };
}

/** A path whose parts cannot name anything names nothing. */
function readParams(schema: z.ZodType | undefined, raw: unknown): unknown {
  if (!schema) return undefined;
  // nothing has a name that cannot be stored
  if (Object.values(raw as Record<string, string>).some((part) => UNUSABLE.test(part))) {
    throw new KnownError('not-found', 'There is nothing at this path: it holds NUL or half a surrogate pair.');
  }
  const result = read(schema, raw);
  if ('value' in result) return result.value;
  throw new KnownError(
    'not-found',
    `There is nothing at this path: ${result.faults.map(({ field, message }) => `${field} ${message}`).join('; ')}.`,
  );
}

function readOrThrow(schema: z.ZodType | undefined, raw: unknown, where: string): unknown {
  if (!schema) return undefined;
  const result = read(schema, raw);
  if ('value' in result) return result.value;
  throw invalid(result.faults, where);
}

/** What a caller may read. */
export function viewerOf({ organizationId, organizations, environments }: Caller): Viewer {
  return { organizationId, organizations, environments };
}

/** People who signed in come by pages: the provider's by the console, customers by the portal. */
function doorOf({ via, role }: Caller): NamedDoor | undefined {
  if (via === 'token') return undefined;
  return role === 'customer' ? 'portal' : 'console';
}

/** The one place that says who did something: the credential does, and a body's `by` is on whose behalf (T5). */
function actorOf({ caller, requestId }: RawCall, body: unknown): Actor {
  const { person, via, tokenId, issuedBy } = caller;
  const named = typeof body === 'object' && body !== null && 'by' in body ? body.by : undefined;
  return {
    by: person,
    ...(typeof named === 'string' && named !== person ? { onBehalfOf: named } : {}),
    credential: `${via}:${tokenId}`,
    request: requestId,
    ...(issuedBy === null ? {} : { issuedBy }),
  };
}
