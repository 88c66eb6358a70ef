import type { NoticePolicy } from '../domain/notices/notice-policy';
import { KnownError } from '../domain/shared/errors';
import { hasWords, type OpeningOutput, type WordedOpening } from '../domain/window/opening';
import { classOf } from '../domain/window/classes';
import { worded } from '../domain/window/spec-fields';
import type { Wording } from '../domain/window/types';
import type { Database } from '../store/database/database';
import { getTemplate, type MessageTemplate } from '../store/windows/message-templates';
import { providerNameFor, type ProviderName } from './wording/provider-name';
import { writeWordings } from './wording/write-wordings';
import { optional } from '../domain/shared/optional';

/**
 * The body with the sentences its template drafts (P2). They become the window's own: nothing later depends on the template.
 * What the body says itself takes precedence, and then in every language: a translation of another sentence would say
 * something else. Throws KnownError `invalid-body` for a template that is not there, is for other windows, or cannot be
 * written.
 */
export async function draftWording(
  db: Database,
  body: OpeningOutput,
  provider: Parameters<typeof providerNameFor>[1],
  policy: Pick<NoticePolicy, 'ownClasses'>,
): Promise<WordedOpening> {
  if (body.template === undefined) return complete(body, undefined);
  const template = await getTemplate(db, body.template);
  if (!template) {
    throw refused('template', `there is no template ${body.template}; GET /v1/templates lists those there are`);
  }
  const like = classOf(body.class, policy)?.class ?? body.class;
  for (const field of ['class', 'reason'] as const) {
    const wanted = template[field];
    // a class of the provider's own gets what there is for the one it is like (P6)
    if (wanted === undefined || wanted === body[field] || (field === 'class' && wanted === like)) continue;
    throw refused('template', `${template.id} is for windows of ${field} ${wanted}, not ${body[field]}`);
  }
  const name = await providerNameFor(db, provider, body.scope);
  return complete(await drafted(body, template, { class: like, provider: name }), template);
}

async function drafted(
  body: OpeningOutput,
  template: MessageTemplate,
  told: { readonly class: string; readonly provider: ProviderName },
): Promise<OpeningOutput> {
  const own = ownWords(body);
  const [slot = { startsAt: 0, endsAt: 0 }] = body.slots;
  const facts = { ...body, slot, impactMinutes: body.impact.minutes, ...told };
  const wordings = await writeWordings(template, facts, own.title);
  const base = { ...wordings[template.language], ...own };
  const { title, introduction, impactDescription, customerAction } = base;
  const translations = Object.entries(wordings).flatMap(([language, wording]) => {
    const left = Object.entries(wording).filter(([field]) => !(field in own));
    return language === template.language || left.length === 0 ? [] : [[language, Object.fromEntries(left)] as const];
  });
  const merged: Record<string, Wording> = Object.fromEntries(translations);
  for (const [language, wording] of Object.entries(worded(body.translations ?? {}))) {
    merged[language] = { ...merged[language], ...wording };
  }
  return {
    ...body,
    ...optional({ title, introduction, customerAction, language: body.language ?? template.language }),
    impact: { ...body.impact, ...optional({ description: impactDescription }) },
    ...(Object.keys(merged).length === 0 ? {} : { translations: merged }),
  };
}

/** What the body says itself. */
function ownWords({ title, introduction, impact, customerAction }: OpeningOutput): Wording {
  return {
    ...optional({ title, introduction, impactDescription: impact.description, customerAction }),
  };
}

function complete(body: OpeningOutput, template: MessageTemplate | undefined): WordedOpening {
  if (hasWords(body)) return body;
  const field = body.title === undefined ? 'title' : 'impact.description';
  throw refused(field, `is required${template ? `: the template ${template.id} has none` : ''}`);
}

function refused(field: string, message: string): KnownError {
  return new KnownError('invalid-body', `The field ${field} cannot be used: ${message}.`, [{ field, message }]);
}
