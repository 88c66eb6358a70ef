import { sql, type Selectable } from 'kysely';
import type { TemplateBody, TemplateWordings } from '../../domain/notices/message-template';
import type { Reason } from '../../domain/window/types';
import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import type { Tables } from '../database/tables';

/** A template of what customers read (P2). Instants are UTC ms. */
export interface MessageTemplate {
  readonly id: string;
  /** For staff only. */
  readonly name: string;
  /** For windows of this class and reason only; for any when left out. */
  readonly class?: string;
  readonly reason?: Reason;
  /** The language of the window's own texts. */
  readonly language: string;
  readonly wordings: TemplateWordings;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly changedBy: string;
  readonly changedAt: number;
}

/** Who changes a template, and when (UTC ms). */
interface Change {
  readonly by: string;
  readonly at: number;
}

/** Stores the template under its id, replacing an existing one. Windows opened before keep their sentences. */
export async function putTemplate(
  db: Database,
  id: string,
  body: TemplateBody,
  { by, at }: Change,
): Promise<MessageTemplate> {
  const { name, class: windowClass = null, reason = null, language, wordings } = body;
  const fields = {
    ...{ name, class: windowClass, reason, language, wordings: toJson(wordings) },
    ...{ changed_by: by, changed_at: new Date(at) },
  };
  const row = await db
    .insertInto('templates')
    .values({ id, ...fields, created_by: by, created_at: new Date(at) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(fields))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toTemplate(row);
}

export async function getTemplate(db: Database, id: string): Promise<MessageTemplate | undefined> {
  const row = await db.selectFrom('templates').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toTemplate(row);
}

/** By id. Throws KnownError for a cursor that no list returned. */
export async function listTemplates(db: Database, page: PageRequest): Promise<Page<MessageTemplate>> {
  const limit = limitOf(page);
  let query = db
    .selectFrom('templates')
    .selectAll()
    .orderBy(sql`id collate "C"`)
    .limit(limit + 1);
  if (page.cursor !== undefined) {
    query = query.where(sql<boolean>`id collate "C" > ${decodeCursor(page.cursor, textKey)[0]}`);
  }
  return pageOf(await query.execute(), limit, (row) => [row.id], toTemplate);
}

/** Removes a template; false when there was none. */
export async function removeTemplate(db: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('templates').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

function toTemplate(row: Selectable<Tables['templates']>): MessageTemplate {
  return {
    id: row.id,
    name: row.name,
    ...(row.class === null ? {} : { class: row.class }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    language: row.language,
    wordings: row.wordings,
    createdBy: row.created_by,
    createdAt: row.created_at.getTime(),
    changedBy: row.changed_by,
    changedAt: row.changed_at.getTime(),
  };
}
