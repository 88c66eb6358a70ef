import { z } from 'zod';
import { templateSchema } from '../../../domain/notices/message-template';
import type { NoticePolicy } from '../../../domain/notices/notice-policy';
import { toIso } from '../../../domain/shared/time';
import { listTemplates, type MessageTemplate } from '../../../store/windows/message-templates';
import { deleteTemplate, findTemplate, keepTemplate, warningsOf } from '../../../use-cases/manage-templates';
import { previewTemplate } from '../../../use-cases/preview-template';
import { route, type Route } from '../../http/route';
import { paging } from '../../http/schemas';
import type { Dependencies } from '../dependencies';
import {
  templateAnswerSchema,
  templateParams,
  templatePreviewBody,
  templatePreviewSchema,
  templatesPageSchema,
  VARIABLES_TEXT,
} from './schemas';

interface TemplateDependencies extends Dependencies {
  readonly providerName: string;
  /** With the provider's own classes (P6). */
  readonly policy: NoticePolicy;
}

/** `/v1/templates`: what customers read, drafted once for many windows (P2). */
export function templateRoutes(deps: TemplateDependencies): Route[] {
  return [readTemplates(deps), getTemplate(deps), putTemplate(deps), removeTemplate(deps), readPreview(deps)];
}

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

const readTemplates = ({ db }: Dependencies) =>
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
  });

const getTemplate = ({ db }: Dependencies) =>
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
      return { body: templateAnswer(await findTemplate(db, params.id)) };
    },
  });

const putTemplate = ({ db, policy }: TemplateDependencies) =>
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
    async handle({ params, body, acting, now }) {
      return { body: templateAnswer(await keepTemplate(db, params.id, body, { acting, at: now }, policy)) };
    },
  });

const removeTemplate = ({ db }: Dependencies) =>
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
    async handle({ params, acting, now }) {
      await deleteTemplate(db, params.id, { acting, at: now });
      return { body: undefined };
    },
  });

const readPreview = ({ db, providerName, policy }: TemplateDependencies) =>
  route({
    method: 'post',
    path: '/v1/templates/{id}/preview',
    id: 'previewTemplate',
    tag: 'templates',
    summary: 'Read what a template would say',
    description:
      'Written for the window described, with `wordings` in place of those that are kept, to look at a change before it is made; with `wordings`, ' +
      'the template itself need not be kept yet. ' +
      'For whole mails, rehearse a window with the template.',
    example: { title: 'Replace the power distribution unit of rack A12', locations: ['eu-1/dc-1/rack-a12'] },
    readsOnly: true,
    problems: [],
    success: { status: 200, description: 'The sentences in every language' },
    params: templateParams,
    body: templatePreviewBody,
    answer: templatePreviewSchema,
    async handle({ params, body, now }) {
      return { body: { wordings: await previewTemplate({ db, providerName, policy }, params.id, body, now) } };
    },
  });

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
