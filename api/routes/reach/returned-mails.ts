import { z } from 'zod';
import { toIso } from '../../../domain/shared/time';
import { readReturnedMail } from '../../../use-cases/read-returned-mail';
import { route } from '../../http/route';
import { at, count, rowId, rowIdInPath } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

/** `GET /v1/returned-mails/{id}`. */
export const readReturnedMailRoute = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/returned-mails/{id}',
    id: 'readReturnedMail',
    tag: 'reach',
    summary: 'Read a mail nobody could place or read',
    description:
      'The task `place-returned-mail` or `unreadable-mail` names it. The beginning of the raw mail is kept as long as the retention says, 90 days unless set otherwise.',
    problems: [],
    success: { status: 200, description: 'The mail' },
    params: z.strictObject({ id: rowIdInPath }),
    answer: z.object({ id: rowId, reason: z.string(), receivedAt: at, size: count, raw: z.string() }),
    async handle({ params }) {
      const mail = await readReturnedMail(db, params.id);
      return { body: { ...mail, receivedAt: toIso(mail.receivedAt), raw: mail.raw.toString('utf8') } };
    },
  });
