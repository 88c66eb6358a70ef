import type { AffectedResource, OrganizationFacts } from '../../../domain/notices/message';
import type { NoticeCounts } from '../../../domain/notices/notice';
import type { AudienceRule } from '../../../domain/notices/notice-row';
import { NOTICES, type NoticeKind } from '../../../domain/notices/notices';
import type { WindowSpec } from '../../../domain/window/types';
import type { Database } from '../../database/database';
import { rehearsedCustomers } from './customers';
import { rehearsedStaff } from './staff';

/**
 * Who would get the notices of a rehearsed window (L11): the ledger's rules over the current inventory, read and never written.
 * The inventory does not change during a rehearsal, so after the announcement everybody affected has been told, and nobody is
 * added or removed.
 */

/** A person who would get a notice. */
export interface RehearsedReader {
  readonly name: string;
  readonly address: string;
  /** The person's own locale; null for the organization's. */
  readonly locale: string | null;
}

/** One of the organizations asked for, with the content of its messages. For notices to staff it is one of the people. */
export interface RehearsedOrganization {
  readonly organization: OrganizationFacts;
  readonly resources: readonly AffectedResource[];
  readonly readers: readonly RehearsedReader[];
}

export interface RehearsedAudience {
  /** The figures of the whole audience. */
  readonly organizations: number;
  readonly recipients: number;
  /** Affected organizations that it is owed to and nobody can be told for (N13). */
  readonly untold: number;
  /** Recipients with a suppressed address: nothing would be sent to them. */
  readonly suppressed: number;
  readonly shown: readonly RehearsedOrganization[];
  /** How many of the recipients something would be sent to are in each time zone. */
  readonly zones: Readonly<Record<string, number>>;
}

/** Which organizations to show: these, or this many of the first ones. */
export type Shown = { readonly ids: readonly string[] } | { readonly first: number };

/** What determines an audience; notices with the same key have the same audience. */
export function audienceKey(kind: NoticeKind): string {
  return ALIKE[NOTICES[kind].audience] ?? kind;
}

/** Rules with the same value have the same audience in a rehearsal. Where it is undefined, the audience depends on the kind. */
const ALIKE: Record<AudienceRule, string | undefined> = {
  affected: 'affected',
  known: 'affected',
  both: 'affected',
  told: 'told',
  newcomers: 'nobody',
  leavers: 'nobody',
  failed: 'nobody',
  moved: 'nobody',
  staff: 'staff',
  internal: undefined,
};

/** The audience of a notice of that kind. It only reads, so it works in a read-only transaction. */
export async function rehearsedAudience(
  db: Database,
  spec: WindowSpec,
  kind: NoticeKind,
  shown: Shown,
): Promise<RehearsedAudience> {
  const row = NOTICES[kind];
  if (row.to === 'staff') return rehearsedStaff(db, row, spec, shown);
  return ALIKE[row.audience] === 'nobody' ? NOBODY : rehearsedCustomers(db, row.audience, spec, shown);
}

const NOBODY: RehearsedAudience = { organizations: 0, recipients: 0, untold: 0, suppressed: 0, shown: [], zones: {} };

/** The counts of the audience as the window would have them once the notice is closed. */
export function countsOf({
  organizations,
  recipients,
  untold,
  suppressed,
}: Pick<RehearsedAudience, 'organizations' | 'recipients' | 'untold' | 'suppressed'>): NoticeCounts {
  return {
    organizations,
    recipients,
    accepted: recipients - suppressed,
    failed: 0,
    uncertain: 0,
    superseded: 0,
    suppressed,
    ...(untold > 0 ? { untold } : {}),
  };
}
