import { sql, type RawBuilder } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';

/** A condition: row `n` of notices is the one the key names. */
export function isNotice({ reference, slug, revision }: NoticeKey): RawBuilder<boolean> {
  return sql`(n.window_reference = ${reference} and n.slug = ${slug} and n.revision = ${revision})`;
}

/** The error for a notice that the timeline has not recorded yet; a retry succeeds once it has. */
export function unknownNotice({ reference, slug, revision }: NoticeKey): Error {
  return new Error(
    `The ledger has no notice ${reference}.${slug}.r${String(revision)}: the timeline must record it first.`,
  );
}
