import { KnownError } from '../domain/shared/errors';
import { APPROVERS, AUTHORS, READERS, STAFF, type Role } from '../domain/shared/roles';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../domain/window/commands/commands';

/** `METHOD /path`, the path as the OpenAPI document writes it. */
export type Operation = `${'GET' | 'POST' | 'DELETE'} /v1/${string}`;

const EVERYBODY: readonly Role[] = ['admin', 'engineer', 'operator', 'approver', 'customer'];
const OPENERS: readonly Role[] = ['admin', 'engineer'];
const ADMINS: readonly Role[] = ['admin'];
/** For what belongs to a customer: the customer, or an administrator on its behalf. */
const OWNERS: readonly Role[] = ['admin', 'customer'];
const MAIL_SERVERS: readonly Role[] = ['admin', 'inbound'];

/** The operation of a command of a window. */
const commandOperation = (name: CommandName) => `POST /v1/windows/{reference}/${name}` as const;

/**
 * Who may do what (T3): every operation of the API has exactly one row here (those of commands come from their own table), and the app does not start without it. A customer
 * sees windows their organization was told of, and its own inventory; another tenant's window is 404, not 403.
 */
export const PERMISSIONS: Readonly<Record<Operation, readonly Role[]>> = {
  // approvers may override a rule of opening
  'POST /v1/windows': AUTHORS,
  'GET /v1/windows': EVERYBODY,
  'GET /v1/windows/{reference}': EVERYBODY,
  'GET /v1/windows/{reference}/timeline': EVERYBODY,
  'GET /v1/windows/{reference}/notices': EVERYBODY,
  'GET /v1/windows/{reference}/deliveries': EVERYBODY,
  'GET /v1/windows/{reference}/rfo': EVERYBODY,
  'GET /v1/windows/{reference}/proof': EVERYBODY,
  'GET /v1/windows/{reference}/proof.html': EVERYBODY,

  'GET /v1/windows/{reference}/preview': READERS,
  'POST /v1/rehearsals': READERS,

  'GET /v1/templates': READERS,
  'GET /v1/templates/{id}': READERS,
  'POST /v1/templates/{id}': AUTHORS,
  'DELETE /v1/templates/{id}': AUTHORS,
  'POST /v1/templates/{id}/preview': READERS,

  ...commandPermissions(),

  // whoever may override a rule may take one off
  'POST /v1/blackouts': READERS,
  'GET /v1/blackouts': READERS,
  'DELETE /v1/blackouts/{id}': APPROVERS,

  'POST /v1/series': OPENERS,
  'GET /v1/series': STAFF,
  'GET /v1/series/{id}': STAFF,
  'DELETE /v1/series/{id}': OPENERS,
  'POST /v1/series/{id}/skip': STAFF,
  'POST /v1/series/{id}/unskip': STAFF,
  'POST /v1/series/{id}/pause': STAFF,
  'POST /v1/series/{id}/resume': STAFF,

  'POST /v1/inventory': ADMINS,
  'POST /v1/inventory/locations': ADMINS,
  'GET /v1/inventory/locations': EVERYBODY,
  'GET /v1/inventory/locations/export': EVERYBODY,
  'POST /v1/inventory/organizations': ADMINS,
  'GET /v1/inventory/organizations': EVERYBODY,
  'GET /v1/inventory/organizations/export': EVERYBODY,
  'POST /v1/inventory/environments': ADMINS,
  'GET /v1/inventory/environments': EVERYBODY,
  'GET /v1/inventory/environments/export': EVERYBODY,
  'POST /v1/inventory/contacts': ADMINS,
  'GET /v1/inventory/contacts': EVERYBODY,
  'GET /v1/inventory/contacts/export': EVERYBODY,
  'POST /v1/inventory/resources': ADMINS,
  'GET /v1/inventory/resources': EVERYBODY,
  'GET /v1/inventory/resources/export': EVERYBODY,
  'POST /v1/inventory/staff': ADMINS,
  'GET /v1/inventory/staff': READERS,
  'GET /v1/inventory/staff/export': READERS,
  'POST /v1/inventory/staff_organizations': ADMINS,
  'GET /v1/inventory/staff_organizations': STAFF,
  'GET /v1/inventory/staff_organizations/export': STAFF,

  'GET /v1/suppressions': READERS,
  'POST /v1/suppressions/{address}/lift': STAFF,
  'POST /v1/suppressions/lift': STAFF,
  'GET /v1/returned-mails/{id}': STAFF,
  'GET /v1/tasks': READERS,
  'POST /v1/tasks/{id}/done': STAFF,

  'POST /v1/erasures': ADMINS,
  'GET /v1/erasures': ADMINS,
  'GET /v1/retention': STAFF,

  'GET /v1/differences': STAFF,
  'POST /v1/windows/{reference}/repair': ['admin', 'operator'],
  'GET /v1/doctor/statuspage': STAFF,
  'GET /v1/doctor/slack': STAFF,
  'GET /v1/doctor/mail': STAFF,
  'POST /v1/webhooks': OWNERS,
  'GET /v1/webhooks': EVERYBODY,
  'GET /v1/webhooks/{id}': EVERYBODY,
  'POST /v1/webhooks/{id}': OWNERS,
  'DELETE /v1/webhooks/{id}': OWNERS,
  'POST /v1/webhooks/{id}/rotate': OWNERS,
  'POST /v1/webhooks/{id}/enable': EVERYBODY,
  'POST /v1/webhooks/{id}/test': EVERYBODY,
  'GET /v1/webhooks/{id}/deliveries': EVERYBODY,
  'GET /v1/webhooks/{id}/deliveries/{delivery}': EVERYBODY,
  'POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver': EVERYBODY,
  'POST /v1/organizations/{id}/calendar-feeds': EVERYBODY,
  'GET /v1/organizations/{id}/calendar-feeds': EVERYBODY,
  'POST /v1/organizations/{id}/calendar-feeds/{feed}/rotate': EVERYBODY,
  'DELETE /v1/organizations/{id}/calendar-feeds/{feed}': EVERYBODY,
  'GET /v1/windows/{reference}/acknowledgements': EVERYBODY,
  'POST /v1/inbound/email': MAIL_SERVERS,
  // they name people
  'GET /v1/windows/{reference}/messages': READERS,
  'GET /v1/messages': READERS,

  'POST /v1/tokens': ADMINS,
  'GET /v1/tokens': ADMINS,
  'DELETE /v1/tokens/{id}': ADMINS,
};

function commandPermissions(): Record<Operation, readonly Role[]> {
  return Object.fromEntries(COMMAND_NAMES.map((name) => [commandOperation(name), COMMANDS[name].roles]));
}

/** The roles that may use an operation. Throws RangeError for one without a row: nobody decided who may use it. */
export function rolesFor(operation: Operation): readonly Role[] {
  const roles = PERMISSIONS[operation];
  if (!roles) throw new RangeError(`${operation} has no row in api/permissions.ts: say who may use it`);
  return roles;
}

/** Rules are overridden by approvers (N11, L9) or whom the command names. Throws KnownError `not-permitted`. */
export function mayOverride({ role }: { readonly role: Role }, overriders: readonly Role[] = APPROVERS): void {
  if (overriders.includes(role)) return;
  throw new KnownError(
    'not-permitted',
    `An override is for the roles ${overriders.join(' and ')}; this token has the role ${role}. Ask one of them, or leave it out.`,
  );
}
