import { sql, type RawBuilder } from 'kysely';
import type { AffectedResource, OrganizationFacts } from '../../domain/notices/message';
import type { NoticeCounts } from '../../domain/notices/notice';
import type { AudienceRule, NoticeRow } from '../../domain/notices/notice-row';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';
import type { WindowSpec } from '../../domain/window/types';
import { affectedResources, distinctRecipients, resolvedCandidates } from '../inventory/audience';
import type { Database } from '../database/database';
import { untoldOrganizations } from '../inventory/untold';
import { snapshots } from '../ledger/audience';
import { withContacts } from '../ledger/customer-contacts';
import { internalPeople } from '../ledger/internal';
import { staffCustomers } from '../ledger/staff';

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

/** The maximum number of readers listed for an organization. */
const MOST_READERS = 20;

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
  const rule = row.audience;
  const isToStaff = row.to === 'staff';
  const impact = sql`${spec.impact.level}::text`;
  const { rows } = await sql<Row>`
    with ${affectedResources(spec.scope)},
    ${resolvedCandidates(sql`${spec.visibility === 'private'}::boolean`)},
    ${snapshots(impact)},
    earlier_snapshots as (select * from snapshots where false),
    ${untoldOrganizations()},
    ${staff(row, spec, impact)}
    ${distinctRecipients(PEOPLE[rule], rule === 'told' ? sql`not ${isSuppressed(sql`one.address`)}` : undefined)},
    zones as (
      select coalesce(l.organization->>'timeZone', 'Etc/UTC') as zone, count(*) as count
      from recipients r left join ${isToStaff ? sql`staff_lists` : sql`snapshots`} l on l.organization_id = r.organization_id
      where not ${isSuppressed(sql`r.address`)}
      group by 1
    ),
    sizes as (
      select count(distinct organization_id) as organizations, count(*) as recipients,
        count(*) filter (where ${isSuppressed(sql`recipients.address`)}) as suppressed,
        (select jsonb_object_agg(zone, count) from zones) as zones,
        ${ALIKE[rule] === 'affected' || rule === 'told' ? sql`(select count(*) from untold)` : sql`0::bigint`} as untold
      from recipients
    ),
    chosen as (
      select distinct organization_id from recipients
      ${'ids' in shown && !isToStaff ? sql`where organization_id = any (${[...shown.ids]}::text[])` : sql``}
      order by organization_id ${'first' in shown ? sql`limit ${shown.first}` : sql`limit 50`}
    ),
    people as (
      select r.*, c.locale, row_number() over (partition by r.organization_id order by r.recipient) as place
      from recipients r left join contacts c on r.recipient like 'contact:%' and c.id = substr(r.recipient, 9)
      where r.organization_id in (select organization_id from chosen)
    )
    select s.organizations, s.recipients, s.suppressed, s.untold, s.zones, l.organization, l.resources, p.name, p.address, p.locale
    from sizes s
      left join people p on p.place <= ${MOST_READERS}
      left join ${isToStaff ? sql`staff_lists` : sql`snapshots`} l on l.organization_id = p.organization_id
    order by p.organization_id, p.place
  `.execute(db);
  const audience = audienceOf(rows);
  if (rule !== 'staff') return audience;
  const lists = await withContacts(
    db,
    audience.shown.map(({ resources }) => resources),
  );
  return { ...audience, shown: audience.shown.map((one, index) => ({ ...one, resources: lists[index] ?? [] })) };
}

interface Row {
  readonly organizations: number;
  readonly recipients: number;
  readonly suppressed: number;
  readonly untold: number;
  readonly zones: Readonly<Record<string, number>> | null;
  readonly organization: OrganizationFacts | null;
  readonly resources: AffectedResource[] | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly locale: string | null;
}

/** The people of each rule when everybody affected has been told and no task is done. */
const PEOPLE: Record<AudienceRule, RawBuilder<unknown>> = {
  affected: sql`select * from candidates`,
  known: sql`select * from candidates`,
  both: sql`select * from candidates`,
  told: sql`select * from candidates`,
  newcomers: sql`select * from candidates where false`,
  leavers: sql`select * from candidates where false`,
  failed: sql`select * from candidates where false`,
  moved: sql`select * from candidates where false`,
  staff: sql`select * from staff_recipients`,
  internal: sql`select * from staff_recipients`,
};

function staff(row: NoticeRow, spec: WindowSpec, impact: RawBuilder<unknown>): RawBuilder<unknown> {
  // no task is done in a rehearsal, so a reminder goes to everybody with a list
  if (row.audience === 'staff') return sql`${staffCustomers('', 'all')},`;
  if (row.audience !== 'internal') return sql``;
  return sql`${internalPeople(row, { pointOfContact: sql`${spec.pointOfContact}::text`, impact, authors: sql`null::jsonb` })},`;
}

function isSuppressed(address: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`exists (select from suppressions b where b.address = lower(${address}))`;
}

function audienceOf(rows: readonly Row[]): RehearsedAudience {
  const { organizations = 0, recipients = 0, suppressed = 0, untold = 0, zones = null } = rows[0] ?? {};
  const shown = new Map<string, RehearsedOrganization & { readonly readers: RehearsedReader[] }>();
  for (const { organization, resources, name, address, locale } of rows) {
    if (!organization || address === null) continue;
    let entry = shown.get(organization.id);
    if (!entry) shown.set(organization.id, (entry = { organization, resources: resources ?? [], readers: [] }));
    entry.readers.push({ name: name ?? '', address, locale });
  }
  return { organizations, recipients, untold, suppressed, zones: zones ?? {}, shown: [...shown.values()] };
}

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
