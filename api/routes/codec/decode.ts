import express, { type RequestHandler, type Router } from 'express';
import { z } from 'zod';
import type { Config } from '../../../config/config';
import { KnownError } from '../../../domain/shared/errors';
import { READERS } from '../../../domain/shared/roles';
import { read } from '../../../domain/shared/validation';
import { invalid } from '../../../domain/shared/invalid';
import { createPayloadCodec } from '../../../temporal/payloads/codec';
import { authenticate } from '../../http/auth';
import { createRateLimit, type RateLimit } from '../../http/rate-limit';
import { methodNotAllowed, nameRoute } from '../../http/router';
import type { Dependencies } from '../dependencies';

export interface CodecDependencies extends Dependencies {
  readonly payloadKeys: Config['payloadKeys'] | undefined;
  /** Where the Temporal UI is: pages of this origin alone may read the answers. */
  readonly temporalUiUrl: string;
  readonly rateLimit: RateLimit | undefined;
}

const PATH = '/codec/decode';
/** Bytes; a page of a history is at most 4 MB, a third more in base64. */
const LIMIT = 6_000_000;

/** Payloads as protobuf's JSON has them: bytes in base64. */
const body = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()).optional(), data: z.string().optional() })),
});

/**
 * `POST /codec/decode`: the remote codec of the Temporal UI and CLI, by which those who may read plans see the texts of
 * encrypted histories (T4). It takes a token of staff, which the UI passes on or a proxy before it adds. Nothing is there
 * without keys. It only decodes: what operators signal may stay plain text.
 */
export function createCodecRouter({ db, payloadKeys, temporalUiUrl, rateLimit }: CodecDependencies): Router {
  const router = express.Router();
  if (!payloadKeys) return router;
  const codec = createPayloadCodec(payloadKeys);
  router.all(PATH, forPagesOf(new URL(temporalUiUrl).origin));
  router.options(PATH, (_request, response) => {
    response.status(204).end();
  });
  router.post(
    PATH,
    async (request, response, next) => {
      const caller = await authenticate(db, request.headers.authorization);
      if (!READERS.includes(caller.role)) {
        throw new KnownError('not-permitted', `This needs a token of role ${READERS.join(' or ')}.`);
      }
      response.locals.caller = caller;
      next();
    },
    createRateLimit(rateLimit),
    express.json({ limit: LIMIT }),
    async (request, response) => {
      const result = read(body, request.body);
      if ('faults' in result) throw invalid(result.faults, 'body');
      const payloads = await codec.decode(result.value.payloads.map(fromJson));
      response.json({ payloads: payloads.map(toJson) });
    },
  );
  router.all(PATH, methodNotAllowed(['post']));
  return router;
}

/** The headers that let a browser show the answer to pages of one origin (the Fetch standard's CORS protocol). */
function forPagesOf(origin: string): RequestHandler {
  return (request, response, next) => {
    nameRoute(response, PATH);
    response.set({ 'Cache-Control': 'no-store', Vary: 'Origin' });
    if (request.get('origin') === origin) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        // a proxy that adds the token may know the reader by a cookie of its own
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Namespace',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
    }
    next();
  };
}

type Decoded = Awaited<ReturnType<ReturnType<typeof createPayloadCodec>['decode']>>[number];

function fromJson({ metadata, data }: z.output<typeof body>['payloads'][number]): Decoded {
  return { metadata: mapped(metadata, bytes), ...(data === undefined ? {} : { data: bytes(data) }) };
}

function toJson({ metadata, data }: Decoded) {
  return { metadata: mapped(metadata, base64), data: base64(data ?? new Uint8Array()) };
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');
const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64');

function mapped<A, B>(record: Readonly<Record<string, A>> | null | undefined, change: (value: A) => B) {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [name, change(value)]));
}
