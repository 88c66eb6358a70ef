import { sql, type RawBuilder } from 'kysely';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';

/** Whether the column names no organization that stands for the subscribers of a page. */
export function isNoPage(column: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`not starts_with(${column}, ${PAGE_ORGANIZATION})`;
}

/** As what the subscribers of the brand's page stand in the ledger; see pageOrganization. */
export function pageOrganizationOf(brand: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`${PAGE_ORGANIZATION}::text || case when ${brand} = '' then '' else ':' || ${brand} end`;
}
