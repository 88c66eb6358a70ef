import type { Generated } from 'kysely';
import type { CalendarMode } from '../../../domain/channels/calendar';
import type { Json } from './columns';

/** The inventory: customers, their resources with locations, and the staff who look after them. */

interface LocationsTable {
  path: string;
  parent: string | null;
  name: string;
}

interface OrganizationsTable {
  id: string;
  name: string;
  time_zone: string;
  maintenance_email: string | null;
  locale: Generated<string>;
  maintenance_every_days: number | null;
  calendar_mode: Generated<CalendarMode>;
  /** null: the default one. */
  brand: string | null;
  /** Columns that the customer set by itself: an import leaves them alone. */
  own_columns: Generated<string[]>;
}

interface EnvironmentsTable {
  id: string;
  organization_id: string;
  name: string;
}

interface ContactsTable {
  id: string;
  organization_id: string;
  name: string;
  email: string;
  roles: Generated<string[]>;
  environments: string[] | null;
  wants_optional: Generated<boolean>;
  locale: string | null;
  /** In which it reads the portal; null: its organization's. */
  time_zone: string | null;
  /** Columns that the customer set by itself: an import leaves them alone. */
  own_columns: Generated<string[]>;
}

interface ResourcesTable {
  id: string;
  organization_id: string;
  environment_id: string;
  location: string;
  kind: string;
  name: string;
  labels: Json<Record<string, string>>;
  redundancy_group: string | null;
}

interface StaffTable {
  id: string;
  name: string;
  email: string;
  role: string;
}

interface StaffOrganizationsTable {
  staff_id: string;
  organization_id: string;
}

export interface InventoryTables {
  locations: LocationsTable;
  organizations: OrganizationsTable;
  environments: EnvironmentsTable;
  contacts: ContactsTable;
  resources: ResourcesTable;
  staff: StaffTable;
  staff_organizations: StaffOrganizationsTable;
}
