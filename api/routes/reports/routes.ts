import { z } from 'zod';
import { RFO_STATES, rfoFields } from '../../../domain/window/rfo-fields';
import { locale } from '../../../domain/window/spec-fields';
import { draftReport, previewReport } from '../../../use-cases/write-report';
import type { RehearsalDependencies } from '../../../use-cases/rehearse-messages';
import { route, viewerOf, type Route } from '../../http/route';
import { reference } from '../../http/schemas';
import { messageSchema, organizationId } from '../rehearsal/schemas';

/** The reason-for-outage report before it is drafted on record (E4): what the timeline says, and the mail it would become. */
export function reportRoutes(deps: Pick<RehearsalDependencies, 'db' | 'renderer'>): Route[] {
  return [readDraft(deps), readPreview(deps)];
}

const params = z.strictObject({ reference });

const draftSchema = z.object({
  state: z.enum(RFO_STATES).describe('final once the work is over'),
  summary: z.string(),
  customerImpact: z.string().optional(),
  rootCause: z.string().describe('empty where it is not on record: people write it'),
  resolution: z.string().optional(),
});

const readDraft = ({ db }: Pick<RehearsalDependencies, 'db'>) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/rfo/draft',
    id: 'draftRfoFromTimeline',
    tag: 'windows',
    summary: 'Have a report written from the timeline',
    description:
      'Planned and actual times, what customers were told on the way, and how long they saw it, as a body of `draftRfo` to be completed. ' +
      'Nothing is put on record.',
    problems: ['wrong-phase'],
    success: { status: 200, description: 'What the timeline says' },
    params,
    answer: draftSchema,
    async handle({ params, caller }) {
      return { body: await draftReport(db, params.reference, viewerOf(caller)) };
    },
  });

const previewBody = z.strictObject({
  ...rfoFields,
  organization: organizationId.optional().describe('whose readers; the first one that is told when left out'),
  locale: locale.optional().describe("another language than the readers' own"),
  html: z.boolean().default(false).describe('the HTML bodies, too'),
});

const readPreview = ({ db, renderer }: Pick<RehearsalDependencies, 'db' | 'renderer'>) =>
  route({
    method: 'post',
    path: '/v1/windows/{reference}/rfo/preview',
    id: 'previewRfo',
    tag: 'windows',
    summary: 'Read a report as customers would',
    description:
      'The mail with which it would be published, in each language that readers have. Nothing is sent or stored.',
    example: { summary: 'A pump of the cooling failed.', rootCause: 'Wear of a bearing.' },
    readsOnly: true,
    problems: [],
    success: { status: 200, description: 'The mails; none where nobody would be told' },
    params,
    body: previewBody,
    answer: z.object({ messages: z.array(messageSchema) }),
    async handle({ params, body: { organization, locale: language, html, ...text }, caller, now }) {
      const preview = { reference: params.reference, text, organization, now };
      const options = { html, locale: language };
      return { body: { messages: await previewReport({ db, renderer }, preview, viewerOf(caller), options) } };
    },
  });
