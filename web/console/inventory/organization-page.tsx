import type { ComponentChildren, JSX } from 'preact';
import type { Page } from '../../../store/database/cursor';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import type { ListedRows } from '../../../store/inventory/inventory';
import type { OrganizationInDetail } from '../../../use-cases/read-organization';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Facts } from '../list-parts';
import { WindowTable } from '../parts';
import { InventoryNav, Rows } from './table-page';
import { listOperation, SHOWN_TABLES, tableHref } from './tables';

interface OrganizationProps {
  readonly asked: Asked;
  readonly read: OrganizationInDetail;
}

/** `/console/inventory/organizations/{id}`: a customer: what it has where, who is told, who looks after it, and what it was told. */
export function OrganizationPage({ asked, read }: OrganizationProps): JSX.Element {
  const { organization, windows } = read;
  const { id, name, maintenanceEmail, maintenanceEveryDays, timeZone, locale, calendarMode, brand } = organization;
  const part = <T extends Exclude<InventoryTable, 'organizations'>>(
    table: T,
    page: Page<ListedRows[T]>,
    empty: string,
  ) => (asked.may(listOperation(table)) ? <Part {...{ table, page, empty, id }} /> : null);
  return (
    <ConsoleLayout {...asked.frame} title={name} here="inventory">
      <InventoryNav asked={asked} />
      <Facts
        of={[
          ['Id', id],
          ['Central address', maintenanceEmail ?? 'none: its contacts are told'],
          ['Time zone', timeZone],
          ['Language', locale],
          ['Calendar', calendarMode],
          ['Brand', brand ?? ''],
          [
            'Promised',
            maintenanceEveryDays === null ? '' : `at most one window in ${String(maintenanceEveryDays)} days`,
          ],
        ]}
      />
      <Section id="windows" title="Windows it was told of">
        {windows.items.length === 0 ? (
          <p class="muted">It was told of none.</p>
        ) : (
          <WindowTable labelledBy="windows" windows={windows.items.map(({ view }) => view)} />
        )}
      </Section>
      {part('contacts', read.contacts, 'It has no contacts: mail goes to its central address alone.')}
      {part('environments', read.environments, 'It has no environments.')}
      {part('resources', read.resources, 'It has no resources, so no window affects it.')}
      {part('staff', read.staff, 'Nobody looks after it: its objections and messages are for support.')}
    </ConsoleLayout>
  );
}

interface PartProps<T extends InventoryTable> {
  readonly table: T;
  readonly page: Page<ListedRows[T]>;
  readonly empty: string;
  /** Of the organization. */
  readonly id: string;
}

function Part<T extends InventoryTable>({ table, page, empty, id }: PartProps<T>): JSX.Element {
  const { title } = SHOWN_TABLES[table];
  return (
    <Section id={table} title={table === 'staff' ? 'Who looks after it' : title}>
      {page.items.length === 0 ? (
        <p class="muted">{empty}</p>
      ) : (
        <Rows labelledBy={table} table={table} rows={page.items} without="Organization" />
      )}
      {page.next === null ? null : (
        <p class="pager">
          <a href={`${tableHref(table)}?organization=${encodeURIComponent(id)}`}>All {title.toLowerCase()} of it</a>
        </p>
      )}
    </Section>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Section({ id, title, children }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
