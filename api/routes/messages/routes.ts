import { z } from 'zod';
import { ANSWERS } from '../../../domain/delivery/acknowledgement';
import { readableAddress } from '../../../domain/delivery/address-form';
import { PLACED_BY, WRITER_KNOWN_BY } from '../../../domain/delivery/written-message';
import { toIso } from '../../../domain/shared/time';
import type { Page } from '../../../store/database/cursor';
import type { MessageOnRecord } from '../../../store/messages/read';
import { readMessages, readUnplacedMessages } from '../../../use-cases/read-messages';
import { route, type Route } from '../../http/route';
import { at, count, isoOrNull, maybeAt, pageOf, paging, reference, rowId } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

const message = z
  .object({
    id: rowId,
    reference: z.string().nullable().describe('the window it is about; null: nobody could say which'),
    placedBy: z
      .enum(PLACED_BY)
      .nullable()
      .describe(
        'how that was found, the surest first: it answers a mail of ours; it came to a return path of ours; it quotes a mail of ours; its calendar object; the reference stands in it',
      ),
    organizationId: z.string().nullable().describe('whose person wrote; null when that is not known'),
    writerKnownBy: z
      .enum(WRITER_KNOWN_BY)
      .nullable()
      .describe('a contact; the only customer of the window with that host; or whom the answered mail went to'),
    address: z.string().describe('the address it says it comes from; empty when it names nobody, or several'),
    verified: z
      .boolean()
      .nullable()
      .describe('whether our mail server confirmed that (DMARC); null where none is asked'),
    subject: z.string(),
    text: z.string().describe('its beginning, at most 20,000 characters'),
    cut: z.boolean().describe('there was more'),
    answer: z.enum(ANSWERS).nullable().describe('what its calendar object says'),
    reason: z.string().nullable().describe('why that is no acknowledgement'),
    size: count.describe('of the whole mail, in bytes'),
    receivedAt: at,
    forwardedAt: maybeAt.describe('when it was passed on to support by mail'),
  })
  .meta({ id: 'Message' });

const messagesPage = pageOf(message).meta({ id: 'Messages' });

/** `GET /v1/windows/{reference}/messages` and `GET /v1/messages`: what people wrote back (N15), for staff alone. */
export function messageRoutes({ db }: Dependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/windows/{reference}/messages',
      id: 'listMessages',
      tag: 'reach',
      summary: 'What people wrote about a window',
      description:
        'Written answers, and answers by calendar that are no acknowledgement. Oldest first; kept for 90 days. Each is a task, too.',
      problems: [],
      success: { status: 200, description: 'A page of messages' },
      params: z.strictObject({ reference }),
      query: z.strictObject(paging),
      answer: messagesPage,
      async handle({ params, query, caller }) {
        return { body: pageAnswer(await readMessages(db, params.reference, query, caller)) };
      },
    }),
    route({
      method: 'get',
      path: '/v1/messages',
      id: 'listUnplacedMessages',
      tag: 'reach',
      summary: 'What people wrote that nobody could place',
      description: 'No window of ours is named in them. Oldest first; kept for 90 days. Each is a task, too.',
      problems: [],
      success: { status: 200, description: 'A page of messages' },
      query: z.strictObject(paging),
      answer: messagesPage,
      async handle({ query }) {
        return { body: pageAnswer(await readUnplacedMessages(db, query)) };
      },
    }),
  ];
}

function pageAnswer({ items, next }: Page<MessageOnRecord>) {
  return {
    items: items.map(({ isVerified, isCut, from, receivedAt, forwardedAt, ...rest }) => ({
      ...rest,
      ...{ address: readableAddress(from), verified: isVerified, cut: isCut },
      ...{ receivedAt: toIso(receivedAt), forwardedAt: isoOrNull(forwardedAt) },
    })),
    next,
  };
}
