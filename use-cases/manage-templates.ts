import type { Occasion } from '../domain/audit/doors';
import { DATED, type TemplateBody } from '../domain/notices/message-template';
import type { NoticePolicy } from '../domain/notices/notice-policy';
import { invalid } from '../domain/shared/invalid';
import { classOf, unknownClass } from '../domain/window/classes';
import { KnownError } from '../domain/shared/errors';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import { getTemplate, putTemplate, removeTemplate, type MessageTemplate } from '../store/windows/message-templates';
import { imagine, SAMPLE } from './wording/imagined-window';
import { variablesOf } from './wording/liquid';
import { tryWordings } from './wording/write-wordings';

/** Templates of what customers read, drafted once for many windows (P2). */

/** Throws KnownError `not-found`. */
export async function findTemplate(db: Database, id: string): Promise<MessageTemplate> {
  const template = await getTemplate(db, id);
  if (template) return template;
  throw unknownTemplate(id);
}

/**
 * Keeps the template under its id, in place of what was there; it is written for a sample window first, in every language. Throws
 * KnownError `invalid-body` with the language, the field and
 * the line of a source that cannot be used.
 */
export async function keepTemplate(
  db: Database,
  id: string,
  body: TemplateBody,
  occasion: Occasion,
  policy: Pick<NoticePolicy, 'ownClasses'> = {},
): Promise<MessageTemplate> {
  mustBeClass(body.class, policy);
  const { facts, title } = imagine(body, SAMPLE, 'Provider', occasion.at, policy);
  await tryWordings(body, facts, title);
  const change = { by: occasion.acting.by, at: occasion.at };
  return onRecord(
    db,
    occasion,
    (tx) => putTemplate(tx, id, body, change),
    ({ wordings }) => ({ type: 'template-kept', subject: id, detail: { languages: Object.keys(wordings) } }),
  );
}

/** Throws KnownError `invalid-body` for a class that the rules in force do not have (P6). */
export function mustBeClass(name: string | undefined, policy: Pick<NoticePolicy, 'ownClasses'>): void {
  if (name !== undefined && !classOf(name, policy))
    throw invalid([{ field: 'class', message: unknownClass(name, policy) }], 'body');
}

/** Throws KnownError `not-found`. */
export async function deleteTemplate(db: Database, id: string, occasion: Occasion): Promise<void> {
  const isGone = await onRecord(
    db,
    occasion,
    (tx) => removeTemplate(tx, id),
    (gone) => (gone ? { type: 'template-removed', subject: id, detail: {} } : undefined),
  );
  if (!isGone) throw unknownTemplate(id);
}

/**
 * What can be used, and may read wrong later: dates are written once, at opening, so that after a change of plan the sentence
 * would name the old one (N9).
 */
export function warningsOf(wordings: TemplateBody['wordings']): string[] {
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

function unknownTemplate(id: string): KnownError {
  return new KnownError('not-found', `There is no template ${id}. GET /v1/templates lists those there are.`);
}
