import { sql, type RawBuilder } from 'kysely';
import type { AffectedResource, OrganizationFacts } from '../../../domain/notices/message';
import type { RehearsedAudience, RehearsedOrganization, RehearsedReader } from './audience';

/** As many organizations as a question can name. */
export const MOST_SHOWN = 50;
/** The maximum number of readers listed for an organization. */
const MOST_READERS = 20;

/** The figures of an audience, as the database has them. */
export interface FiguresRow {
  readonly organizations: number;
  readonly recipients: number;
  readonly suppressed: number;
  readonly untold: number;
  readonly zones: Readonly<Record<string, number>> | null;
}

/** One reader of a shown organization. */
export interface ReaderRow {
  readonly organization: OrganizationFacts | null;
  /** With the organization's first reader only: the list can be long. */
  readonly resources: AffectedResource[] | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly locale: string | null;
}

/** A common table expression after `recipients` and `chosen` (organization_id): `readers`, the first ones of each of the chosen, with their `place`. */
export const READERS = sql`
  readers as (
    select * from (
      select r.*, c.locale, row_number() over (partition by r.organization_id order by r.recipient) as place
      from recipients r left join contacts c on r.recipient like 'contact:%' and c.id = substr(r.recipient, 9)
      where r.organization_id in (select organization_id from chosen)
    ) numbered
    where place <= ${MOST_READERS}
  )`;

/** The columns of a ReaderRow, from `readers` as p and a list of organizations as l. */
export const READER_COLUMNS = sql`
  l.organization, case when p.place = 1 then l.resources end as resources, p.name, p.address, p.locale`;

export function isSuppressed(address: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`exists (select from suppressions b where b.address = lower(${address}))`;
}

/** `rows` in the order of organizations, then of their readers. */
export function audienceOf(figures: FiguresRow, rows: readonly ReaderRow[]): RehearsedAudience {
  const shown = new Map<string, RehearsedOrganization & { readonly readers: RehearsedReader[] }>();
  for (const { organization, resources, name, address, locale } of rows) {
    if (!organization || address === null) continue;
    let entry = shown.get(organization.id);
    if (!entry) shown.set(organization.id, (entry = { organization, resources: resources ?? [], readers: [] }));
    entry.readers.push({ name: name ?? '', address, locale });
  }
  const { organizations, recipients, untold, suppressed, zones } = figures;
  return { organizations, recipients, untold, suppressed, zones: zones ?? {}, shown: [...shown.values()] };
}
