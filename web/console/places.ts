import type { OperationName } from './operations';

/** The console's navigation: one row a place. Those come first that are used every day; the rest stand under "More". */

interface Place {
  readonly href: string;
  readonly name: string;
  /** Who may use it sees the place; everybody, where it is left out. */
  readonly operation?: OperationName;
  readonly isDaily?: true;
}

export const PLACES = {
  overview: { href: '/console', name: 'Overview', operation: 'GET /v1/windows', isDaily: true },
  night: { href: '/console/night', name: 'Night', operation: 'GET /v1/windows', isDaily: true },
  calendar: { href: '/console/calendar', name: 'Calendar', operation: 'GET /v1/windows', isDaily: true },
  windows: { href: '/console/windows', name: 'Windows', operation: 'GET /v1/windows', isDaily: true },
  plan: { href: '/console/plan', name: 'Plan', operation: 'POST /v1/windows', isDaily: true },
  approvals: { href: '/console/approvals', name: 'Approvals', operation: 'GET /v1/windows', isDaily: true },
  tasks: { href: '/console/tasks', name: 'Tasks', operation: 'GET /v1/tasks', isDaily: true },
  series: { href: '/console/series', name: 'Series', operation: 'GET /v1/series' },
  blackouts: { href: '/console/blackouts', name: 'Blackouts', operation: 'GET /v1/blackouts' },
  templates: { href: '/console/templates', name: 'Templates', operation: 'GET /v1/templates' },
  reports: { href: '/console/reports', name: 'Reports', operation: 'GET /v1/windows' },
  measures: { href: '/console/measures', name: 'Preventive measures', operation: 'GET /v1/measures' },
  inventory: {
    ...{ href: '/console/inventory/organizations', name: 'Inventory' },
    operation: 'GET /v1/inventory/organizations',
  },
  suppressions: { href: '/console/suppressions', name: 'Suppressed addresses', operation: 'GET /v1/suppressions' },
  webhooks: { href: '/console/webhooks', name: 'Webhooks', operation: 'GET /v1/webhooks' },
  audit: { href: '/console/audit', name: 'Audit log', operation: 'GET /v1/audit' },
  doctor: { href: '/console/doctor', name: 'Doctor', operation: 'GET /v1/doctor/mail' },
  differences: { href: '/console/differences', name: 'Differences', operation: 'GET /v1/differences' },
  settings: { href: '/console/settings', name: 'Settings', operation: 'GET /v1/config' },
  retention: { href: '/console/retention', name: 'Retention', operation: 'GET /v1/retention' },
  keys: { href: '/console/keys', name: 'Keyboard shortcuts' },
} as const satisfies Readonly<Record<string, Place>>;

export type PlaceName = keyof typeof PLACES | 'account';
export const PLACE_ROWS = Object.entries(PLACES) as [keyof typeof PLACES, Place][];
