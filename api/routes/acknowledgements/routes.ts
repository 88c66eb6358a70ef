import { z } from 'zod';
import { ANSWERED_VIA, ANSWERS } from '../../../domain/delivery/acknowledgement';
import { toIso } from '../../../domain/shared/time';
import { readWindowAnswers } from '../../../use-cases/read-window';
import { route, type Route } from '../../http/route';
import { at, count, reference } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

const acknowledgement = z.object({
  organizationId: z.string(),
  recipient: z.string().describe('who answered: `contact:<id>` or `organization:<id>`'),
  answer: z.enum(ANSWERS),
  sequence: count.describe('the version of the calendar event that was answered'),
  at,
  via: z.enum(ANSWERED_VIA),
});

/** `GET /v1/windows/{reference}/acknowledgements`: what customers answered (C5). */
export function acknowledgementRoutes({ db }: Dependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/windows/{reference}/acknowledgements',
      id: 'listAcknowledgements',
      tag: 'calendar',
      summary: 'What customers answered',
      description: "In the order the answers came; a person's latest is the one that counts.",
      problems: [],
      success: { status: 200, description: 'The answers' },
      params: z.strictObject({ reference }),
      answer: z.object({ items: z.array(acknowledgement) }),
      async handle({ params, caller }) {
        const items = await readWindowAnswers(db, params.reference, caller);
        return {
          body: {
            items: items.map(({ organizationId, recipient, answer, sequence, at, via }) => ({
              ...{ organizationId, recipient, answer, sequence, via },
              at: toIso(at),
            })),
          },
        };
      },
    }),
  ];
}
