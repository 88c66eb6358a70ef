import { sql, type RawBuilder } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';

/** True of the row `n` of notices that the key names. */
export function isNotice({ reference, slug, revision }: NoticeKey): RawBuilder<boolean> {
  return sql`(n.window_reference = ${reference} and n.slug = ${slug} and n.revision = ${revision})`;
}

/** Told of a notice the timeline has not written yet; trying again helps once it has. */
export function unknownNotice({ reference, slug, revision }: NoticeKey): Error {
  return new Error(
    `The ledger has no notice ${reference}.${slug}.r${String(revision)}: the timeline must record it first.`,
  );
}
