import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { DATED, templateSchema } from '../../../domain/notices/message-template';
import { DAY, HOUR, toIso } from '../../../domain/shared/time';
import { writeWordings } from '../../../use-cases/draft-wording';
import { variablesOf, wordingsFaults } from '../../../use-cases/wording/engine';
import type { Database } from '../../../store/database/database';
import {
  getTemplate,
  listTemplates,
  putTemplate,
  removeTemplate,
  type MessageTemplate,
} from '../../../store/windows/templates';
import { invalid } from '../../http/problem';
import { route, type Route } from '../../http/route';
import { paging } from '../../http/schemas';
import {
  templateAnswerSchema,
  templateParams,
  templatePreviewBody,
  templatePreviewSchema,
  templatesPageSchema,
  VARIABLES_TEXT,
} from './schemas';

const EXAMPLE = {
  name: 'Work on the power of a rack',
  reason: 'power',
  language: 'en',
  wordings: {
    en: {
      introduction: 'We are going to work on the power supply{% if location != "" %} of {{ location }}{% endif %}.',
      impactDescription: 'Each server loses power once, for about {{ impact_minutes }} minutes.',
      customerAction: 'Shut down what does not come back by itself.',
    },
    de: { introduction: '{{ provider }} arbeitet an der Stromversorgung.' },
  },
};

/** `/v1/templates`: what customers read, drafted once for many windows (P2). */
export function templateRoutes({ db, providerName }: { db: Database; providerName: string }): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/templates',
      id: 'listTemplates',
      tag: 'templates',
      summary: 'List templates',
      description: 'By id.',
      problems: [],
      success: { status: 200, description: 'A page of templates' },
      query: z.strictObject(paging),
      answer: templatesPageSchema,
      async handle({ query }) {
        const { items, next } = await listTemplates(db, query);
        return { body: { items: items.map(templateAnswer), next } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/templates/{id}',
      id: 'getTemplate',
      tag: 'templates',
      summary: 'Show a template',
      description: 'Its sources, language by language.',
      problems: [],
      success: { status: 200, description: 'The template' },
      params: templateParams,
      answer: templateAnswerSchema,
      async handle({ params }) {
        return { body: templateAnswer(await templateOf(db, params.id)) };
      },
    }),

    route({
      method: 'post',
      path: '/v1/templates/{id}',
      id: 'putTemplate',
      tag: 'templates',
      summary: 'Make a template, or replace it',
      description:
        'Windows opened with `"template": "<id>"` get its sentences as their own, where the body does not say them itself; those ' +
        'opened before keep theirs. The sources are Liquid with the tags if, unless, case, assign, capture, comment and raw, and ' +
        `these variables: ${VARIABLES_TEXT}. They are plain text: markup reaches readers as they see it here.`,
      example: EXAMPLE,
      resume: 'always',
      problems: [],
      success: { status: 200, description: 'The template as it is kept' },
      params: templateParams,
      body: templateSchema,
      answer: templateAnswerSchema,
      async handle({ params, body, caller, now }) {
        const faults = wordingsFaults(body.wordings);
        if (faults.length > 0) throw invalid(faults, 'body');
        return { body: templateAnswer(await putTemplate(db, params.id, body, { by: caller.name, at: now })) };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/templates/{id}',
      id: 'deleteTemplate',
      tag: 'templates',
      summary: 'Remove a template',
      description: 'Windows keep their sentences. A series that names it refuses its next night and says so.',
      problems: [],
      success: { status: 204, description: 'It is gone' },
      params: templateParams,
      async handle({ params }) {
        if (!(await removeTemplate(db, params.id))) throw unknown(params.id);
        return { body: undefined };
      },
    }),

    route({
      method: 'post',
      path: '/v1/templates/{id}/preview',
      id: 'previewTemplate',
      tag: 'templates',
      summary: 'Read what a template would say',
      description:
        'Written for the window described, with `wordings` in place of those that are kept, to look at a change before it is made. ' +
        'For whole mails, rehearse a window with the template.',
      example: { title: 'Replace the power distribution unit of rack A12', locations: ['eu-1/dc-1/rack-a12'] },
      readsOnly: true,
      problems: [],
      success: { status: 200, description: 'The sentences in every language' },
      params: templateParams,
      body: templatePreviewBody,
      answer: templatePreviewSchema,
      async handle({ params, body, now }) {
        const template = await templateOf(db, params.id);
        const { wordings = template.wordings, locations, title, visibility, impactMinutes } = body;
        const faults = wordingsFaults(wordings);
        if (faults.length > 0) throw invalid(faults, 'body');
        const { start = now + 14 * DAY } = body;
        const { end = start + 2 * HOUR } = body;
        const facts = {
          ...{ slot: { startsAt: start, endsAt: end }, scope: { locations }, provider: providerName, impactMinutes },
          ...{
            class: body.class ?? template.class ?? 'standard',
            reason: body.reason ?? template.reason ?? 'hardware',
          },
          visibility,
        };
        const named =
          title ?? (wordings[template.language]?.title === undefined ? 'The title of the window' : undefined);
        return { body: { wordings: writeWordings({ ...template, wordings }, facts, named) } };
      },
    }),
  ];
}

/** Throws KnownError `not-found`. */
async function templateOf(db: Database, id: string): Promise<MessageTemplate> {
  const template = await getTemplate(db, id);
  if (template) return template;
  throw unknown(id);
}

function unknown(id: string): KnownError {
  return new KnownError('not-found', `There is no template ${id}. GET /v1/templates lists those there are.`);
}

function templateAnswer({
  createdAt,
  changedAt,
  class: windowClass,
  reason,
  wordings,
  ...rest
}: MessageTemplate): z.input<typeof templateAnswerSchema> {
  return {
    ...rest,
    class: windowClass ?? null,
    reason: reason ?? null,
    wordings,
    warnings: warningsOf(wordings),
    createdAt: toIso(createdAt),
    changedAt: toIso(changedAt),
  };
}

/** Dates are written once, at opening: after a change of plan the sentence would name the old one (N9). */
function warningsOf(wordings: MessageTemplate['wordings']): string[] {
  return Object.entries(wordings).flatMap(([language, wording]) =>
    variablesOf(wording)
      .filter((name) => DATED.some((dated) => dated === name))
      .map(
        (name) =>
          `wordings.${language} names {{ ${name} }}: the sentence keeps the date of the opening when the window is moved. ` +
          'Every mail names the date in force by itself; leave it out, or edit the wording with the new date.',
      ),
  );
}
