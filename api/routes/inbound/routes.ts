import { z } from 'zod';
import { INBOUND_OUTCOMES, type Inbound } from '../../../use-cases/receive-mail';
import { KnownError } from '../../../domain/shared/errors';
import { route, type Route } from '../../http/route';
import { StreamedBody } from '../../http/streams';

/** Bytes; an answer or a report with a copy of a mail of ours is far below. */
export const MAIL_LIMIT = 10_000_000;

const result = z.object({
  outcome: z
    .enum(INBOUND_OUTCOMES)
    .describe(
      'ticked: a list of customers was answered with nothing but "told", and its tasks are done; message: somebody wrote; it is kept, and a task asks a person to read it; unplaced: it reports mail that was given up, and a task asks a person which; unreadable: it is kept as it came, and a task asks a person to look; refused: it changed nothing, and the reason was noted; ignored: it is of no concern here',
    ),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
});

/** `POST /v1/inbound/email`: mail that came back, handed in by whoever receives it (C1, C5). */
export function inboundRoutes({ inbound }: { inbound: Inbound }): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/inbound/email',
      id: 'receiveEmail',
      tag: 'reach',
      summary: 'Hand in a mail',
      description:
        'The raw message (RFC 5322): an answer to an invitation becomes an acknowledgement, a bounce fails its delivery, a list of customers that is ' +
        'answered with "told" is ticked off (N12), and what people write is kept for staff (N15). Anything else changes nothing. It can be handed in again without harm; with a token of role `inbound` nothing else ' +
        'can be done.',
      problems: [],
      success: { status: 200, description: 'What became of it' },
      body: z.instanceof(StreamedBody, { error: 'must be a raw mail with Content-Type message/rfc822' }),
      documentedBody: z.string(),
      bodyKind: { types: [], streamed: ['message/rfc822'], limit: MAIL_LIMIT, optional: false },
      answer: result,
      async handle({ body }) {
        const { outcome, reference = null, reason = null } = await inbound.receive(await collected(body));
        return { body: { outcome, reference, reason } };
      },
    }),
  ];
}

async function collected({ bytes }: StreamedBody): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > MAIL_LIMIT) {
      throw new KnownError('body-too-large', `This path takes mails of at most ${String(MAIL_LIMIT)} bytes.`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
