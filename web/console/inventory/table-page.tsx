import type { JSX } from 'preact';
import type { Page } from '../../../store/database/cursor';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import type { InventoryFilters, ListedRows } from '../../../store/inventory/inventory';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Filters, organizationHref, type Filter } from '../list-parts';
import { Pager, Table } from '../parts';
import { exportOperation, importOperation, listOperation, SHOWN_TABLES, tableHref, TABLE_ORDER } from './tables';

interface TablePageProps<T extends InventoryTable> {
  readonly asked: Asked;
  readonly table: T;
  readonly narrowed: InventoryFilters;
  readonly page: Page<ListedRows[T]>;
}

const SEARCH: Filter = { name: 'q', label: 'Begins with', kind: 'search', hint: 'id, name or address' };
const ORGANIZATION: Filter = { name: 'organization', label: 'Organization', kind: 'search', hint: 'its id' };

/** `/console/inventory/{table}`: a table of the inventory, by id. */
export function TablePage<T extends InventoryTable>({ asked, table, narrowed, page }: TablePageProps<T>): JSX.Element {
  const { title, about, ofOrganization } = SHOWN_TABLES[table];
  const { q, organization } = narrowed;
  const query = { q, organization };
  return (
    <ConsoleLayout {...asked.frame} title={title} here="inventory" beside={<Ways asked={asked} table={table} />}>
      <InventoryNav asked={asked} here={table} />
      <p class="prose muted">{about}</p>
      <Filters action={tableHref(table)} filters={ofOrganization ? [SEARCH, ORGANIZATION] : [SEARCH]} values={query} />
      <section id="found" aria-labelledby="rows">
        <h2 id="rows">{organization === undefined ? 'By id' : `Of ${organization}`}</h2>
        {organization === undefined ? null : (
          <p>
            <a href={organizationHref(organization)}>The page of {organization}</a>
          </p>
        )}
        {page.items.length === 0 ? (
          <Nothing asked={asked} table={table} isNarrowed={q !== undefined || organization !== undefined} />
        ) : (
          <Rows labelledBy="rows" table={table} rows={page.items} />
        )}
        <Pager query={query} next={page.next} />
      </section>
    </ConsoleLayout>
  );
}

interface RowsProps<T extends InventoryTable> {
  readonly labelledBy: string;
  readonly table: T;
  readonly rows: readonly ListedRows[T][];
  /** A column that says the same in every row. */
  readonly without?: string;
}

/** Rows of a table, as its page and the page of an organization show them. */
export function Rows<T extends InventoryTable>({ labelledBy, table, rows, without }: RowsProps<T>): JSX.Element {
  const { columns, cells } = SHOWN_TABLES[table];
  return (
    <Table labelledBy={labelledBy} columns={columns.filter((name) => name !== without)}>
      {rows.map((row, index) => {
        const [first, ...others] = cells(row);
        return (
          <tr key={index}>
            <th scope="row">{first}</th>
            {others.map((cell, place) =>
              columns[place + 1] === without ? null : <td key={columns[place + 1]}>{cell}</td>,
            )}
          </tr>
        );
      })}
    </Table>
  );
}

/** The tables that the person may read. */
export function InventoryNav({ asked, here }: { readonly asked: Asked; readonly here?: InventoryTable }): JSX.Element {
  return (
    <nav aria-label="Inventory" class="tabs">
      {TABLE_ORDER.filter((table) => asked.may(listOperation(table))).map((table) => (
        <a key={table} href={tableHref(table)} {...(table === here ? { 'aria-current': 'page' as const } : {})}>
          {SHOWN_TABLES[table].title}
        </a>
      ))}
    </nav>
  );
}

function Ways({ asked, table }: { readonly asked: Asked; readonly table: InventoryTable }): JSX.Element {
  return (
    <p class="links">
      {asked.may(importOperation(table)) ? <a href={`${tableHref(table)}/import`}>Import</a> : null}{' '}
      {asked.may(exportOperation(table)) ? (
        <>
          <a href={`${tableHref(table)}/export?format=csv`}>Export as CSV</a>{' '}
          <a href={`${tableHref(table)}/export?format=jsonl`}>as JSON Lines</a>
        </>
      ) : null}
    </p>
  );
}

interface NothingProps {
  readonly asked: Asked;
  readonly table: InventoryTable;
  readonly isNarrowed: boolean;
}

function Nothing({ asked, table, isNarrowed }: NothingProps): JSX.Element {
  if (isNarrowed) {
    return (
      <p class="muted">
        Nothing begins like that. <a href={tableHref(table)}>Show all</a>
      </p>
    );
  }
  return (
    <p class="muted">
      There is nothing here yet.{' '}
      {asked.may(importOperation(table)) ? <a href={`${tableHref(table)}/import`}>Import a file</a> : null}
    </p>
  );
}
