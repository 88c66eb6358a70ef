import { KnownError } from '../domain/shared/errors';
import type { Scope } from '../domain/planning/scope';
import type { Database } from '../store/database/database';
import { affectsOthers } from '../store/inventory/audience';
import { hasToldOthers, type Viewer } from '../store/windows/viewer';

/**
 * Whoever is limited to organizations (T3) changes nothing for others: neither plans work on their resources, nor has a word in a
 * window they were told of. Throws KnownError `not-permitted`, which names nobody.
 */
export async function mustConcernOnlyOwn(
  db: Database,
  { organizations }: Pick<Viewer, 'organizations'>,
  { scope, reference }: { readonly scope: Scope; readonly reference?: string },
): Promise<void> {
  if (!organizations) return;
  const concerns =
    (await affectsOthers(db, scope, organizations)) ||
    (reference !== undefined && (await hasToldOthers(db, reference, organizations)));
  if (!concerns) return;
  throw new KnownError(
    'not-permitted',
    `This concerns other customers, too, and your token is limited to ${String(organizations.length)} of them. ` +
      'Ask somebody whose token is not limited.',
  );
}
