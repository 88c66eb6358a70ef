import { KnownError } from '../../../domain/shared/errors';
import { scopeSchema } from '../../../domain/planning/scope';
import type { Database } from '../../../store/database/database';
import { organizationsByLanguage } from '../../../store/inventory/languages';
import type { Typed } from '../../forms/typed';
import type { Asked } from '../area';
import { atFields, bodyOf } from './body';
import type { Outlook } from './live';
import { rehearsedSchema } from './rehearsed';

/** So many customers' mails are written; three of them are shown. */
const MOST_WRITTEN = 3;

/** What the form would come to now, by the rehearsal of the API (L11): nothing is sent, stored or held. Throws what nobody can correct by typing. */
export async function outlookOf(db: Database, asked: Asked, typed: Typed): Promise<Outlook> {
  const body = bodyOf(typed);
  try {
    const organizations = await writtenTo(db, body);
    const answer = await asked.ask('POST /v1/rehearsals', {
      body: organizations.length > 0 ? { ...body, organizations } : body,
    });
    return { kind: 'rehearsed', rehearsed: rehearsedSchema.parse(answer) };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (error.code === 'invalid-body') return { kind: 'incomplete', faults: atFields(error.faults) };
    return { kind: 'refused', message: error.message };
  }
}

/** Customers who read different languages; none where the scope cannot be read yet, which the rehearsal says. */
async function writtenTo(db: Database, { scope, visibility }: Record<string, unknown>): Promise<string[]> {
  const read = scopeSchema.safeParse(scope);
  return read.success ? organizationsByLanguage(db, read.data, visibility === 'private', MOST_WRITTEN) : [];
}
