import { KnownError } from '../domain/shared/errors';
import { APPROVERS, AUTHORS, READERS, ROLES, STAFF, type Role } from '../domain/shared/roles';
import type { Caller } from './http/route';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../domain/window/commands/commands';
import { someOf } from '../domain/shared/some-of';

/** `METHOD /path`, the path as the OpenAPI document writes it. */
export type Operation = `${'GET' | 'POST' | 'DELETE'} /v1/${string}`;

const EVERYBODY: readonly Role[] = ['admin', 'engineer', 'operator', 'approver', 'customer'];
const OPENERS: readonly Role[] = ['admin', 'engineer'];
const ADMINS: readonly Role[] = ['admin'];
/** For what belongs to a customer: the customer, or an administrator on its behalf. */
const OWNERS: readonly Role[] = ['admin', 'customer'];
const MAIL_SERVERS: readonly Role[] = ['admin', 'inbound'];

/** What a token can be limited to (T3). */
export const LIMITS = ['organizations', 'environments'] as const;
export type Limit = (typeof LIMITS)[number];

/** Who may use an operation: roles, and the limited tokens for which it keeps to what is theirs. It is closed to all others. */
interface Permission {
  readonly roles: readonly Role[];
  readonly limits: readonly Limit[];
  /** Of customers' tokens it needs those for self-service. */
  readonly selfService?: true;
}

/** An operation that keeps to what a token is limited to. */
const within = (roles: readonly Role[], ...limits: Limit[]): Permission => ({ roles, limits });

/** An operation by which customers have their own way with maintenance (S3, S6); the staff have commands and tasks. */
const SELF_SERVICE: Permission = { ...within(['customer'], 'environments'), selfService: true };

/** The operation of a command of a window. */
const commandOperation = (name: CommandName) => `POST /v1/windows/{reference}/${name}` as const;

/**
 * Who may do what (T3): every operation of the API has exactly one row here (those of commands come from their own table), and the
 * app does not start without it. A row of roles alone is closed to tokens that are limited to organizations or environments. A
 * customer sees windows their organization was told of, and its own inventory; another tenant's window is 404, not 403.
 */
export const PERMISSIONS: Readonly<Record<Operation, readonly Role[] | Permission>> = {
  // approvers may override a rule of opening
  'POST /v1/windows': within(AUTHORS, 'organizations'),
  'GET /v1/windows': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/windows/{reference}': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/windows/{reference}/timeline': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/windows/{reference}/notices': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/windows/{reference}/deliveries': within(EVERYBODY, 'organizations'),
  'GET /v1/windows/{reference}/rfo': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/windows/{reference}/rfo/draft': within(READERS, 'organizations'),
  // it shows readers of any customer
  'POST /v1/windows/{reference}/rfo/preview': READERS,
  'GET /v1/windows/{reference}/work': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/windows/{reference}/proof': within(EVERYBODY, 'organizations'),
  'GET /v1/windows/{reference}/proof.html': within(EVERYBODY, 'organizations'),

  'GET /v1/windows/{reference}/preview': READERS,
  'POST /v1/windows/{reference}/preview': READERS,
  'GET /v1/windows/{reference}/rules': READERS,
  // whoever may override a rule has the window go by others
  'POST /v1/windows/{reference}/rules': READERS,
  'POST /v1/rehearsals': within(READERS, 'organizations'),

  'GET /v1/maintenance': within(EVERYBODY, 'organizations', 'environments'),
  'POST /v1/maintenance/{reference}/{resource}/restart': SELF_SERVICE,
  'POST /v1/maintenance/{reference}/acknowledge': SELF_SERVICE,
  'POST /v1/maintenance/{reference}/object': SELF_SERVICE,
  'POST /v1/maintenance/{reference}/move': SELF_SERVICE,
  'GET /v1/maintenance/{reference}/nights': within(EVERYBODY, 'organizations', 'environments'),

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
  'GET /v1/inventory/locations': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/inventory/locations/export': within(EVERYBODY, 'organizations', 'environments'),
  'POST /v1/inventory/organizations': ADMINS,
  'GET /v1/inventory/organizations': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/inventory/organizations/export': within(EVERYBODY, 'organizations', 'environments'),
  'POST /v1/inventory/environments': ADMINS,
  'GET /v1/inventory/environments': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/inventory/environments/export': within(EVERYBODY, 'organizations', 'environments'),
  'POST /v1/inventory/contacts': ADMINS,
  'GET /v1/inventory/contacts': within(EVERYBODY, 'organizations'),
  'GET /v1/inventory/contacts/export': within(EVERYBODY, 'organizations'),
  'POST /v1/inventory/resources': ADMINS,
  'GET /v1/inventory/resources': within(EVERYBODY, 'organizations', 'environments'),
  'GET /v1/inventory/resources/export': within(EVERYBODY, 'organizations', 'environments'),
  'POST /v1/inventory/staff': ADMINS,
  'GET /v1/inventory/staff': READERS,
  'GET /v1/inventory/staff/export': READERS,
  'POST /v1/inventory/staff_organizations': ADMINS,
  'GET /v1/inventory/staff_organizations': STAFF,
  'GET /v1/inventory/staff_organizations/export': STAFF,

  // a contact who signed in its own alone: use-cases/change-own-settings.ts
  'POST /v1/contacts/{id}': within(OWNERS, 'environments'),
  'POST /v1/organizations/{id}': { roles: OWNERS, limits: [], selfService: true },

  'GET /v1/suppressions': READERS,
  'POST /v1/suppressions/{address}/lift': STAFF,
  'POST /v1/suppressions/lift': STAFF,
  'GET /v1/returned-mails/{id}': STAFF,
  'GET /v1/tasks': within(READERS, 'organizations'),
  'POST /v1/tasks/{id}/done': within(STAFF, 'organizations'),
  // whoever may give the command `rescope`
  'POST /v1/tasks/{id}/answer': within(READERS, 'organizations'),

  'GET /v1/measures': within(READERS, 'organizations'),
  'GET /v1/measures/{id}': within(READERS, 'organizations'),
  // an approver those that are theirs: use-cases/change-measure.ts
  'POST /v1/measures/{id}/done': within(READERS, 'organizations'),
  'POST /v1/measures/{id}/give-up': within(READERS, 'organizations'),
  'POST /v1/measures/{id}/postpone': within(READERS, 'organizations'),

  // tokens of the provider's systems
  'POST /v1/work/{job}': STAFF,
  'POST /v1/resources/{id}/events': STAFF,

  'POST /v1/erasures': ADMINS,
  'GET /v1/erasures': ADMINS,
  'GET /v1/retention': STAFF,

  // of each source what its own operation shows: domain/audit/sources.ts
  'GET /v1/audit': within(READERS, 'organizations'),

  'GET /v1/differences': STAFF,
  'POST /v1/windows/{reference}/repair': ['admin', 'operator'],
  'GET /v1/config': READERS,
  'POST /v1/config/check': READERS,
  'GET /v1/doctor/statuspage': STAFF,
  'GET /v1/doctor/slack': STAFF,
  'GET /v1/doctor/mail': STAFF,
  'GET /v1/doctor/executors': STAFF,
  'GET /v1/doctor/silences': STAFF,
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
  'GET /v1/windows/{reference}/acknowledgements': within(EVERYBODY, 'organizations'),
  'POST /v1/inbound/email': MAIL_SERVERS,
  // they name people
  'GET /v1/windows/{reference}/messages': READERS,
  'GET /v1/messages': READERS,

  'POST /v1/tokens': ADMINS,
  'GET /v1/tokens': ADMINS,
  // of the token that asks
  'GET /v1/tokens/current': within(ROLES, ...LIMITS),
  // it says nothing of anybody
  'GET /v1/version': within(ROLES, ...LIMITS),
  'POST /v1/tokens/end': ADMINS,
  'DELETE /v1/tokens/{id}': ADMINS,
  // of whoever asks, who must be a person: use-cases/manage-own-tokens.ts
  'POST /v1/me/tokens': within(READERS, 'organizations'),
  'GET /v1/me/tokens': within(READERS, 'organizations'),
  'DELETE /v1/me/tokens/{id}': within(READERS, 'organizations'),
};

/**
 * What others' programs may do outside /v1 (T3), each with a credential of its own; no token of the API opens these, except that of
 * staff where the row says so.
 */
export const OWN_CREDENTIALS = {
  '/slack/interactivity': "Slack's signature",
  '/codec/decode': 'a token of staff',
  '/device/authorization': 'none: it answers codes that open nothing until somebody who is signed in approves them',
  '/device/token': "the machine's code, once it is approved",
  '/fleetlock/{executor}/{token}/v1/pre-reboot': "the executor's token, in the address",
  '/fleetlock/{executor}/{token}/v1/steady-state': "the executor's token, in the address",
} as const;

function commandPermissions(): Record<Operation, Permission> {
  return Object.fromEntries(
    COMMAND_NAMES.map((name) => [commandOperation(name), within(COMMANDS[name].roles, 'organizations')]),
  );
}

/** Who may use an operation. Throws RangeError for one without a row: nobody decided who may use it. */
export function permissionFor(operation: Operation): Permission {
  const row = (PERMISSIONS as Readonly<Record<string, readonly Role[] | Permission>>)[operation];
  if (!row) throw new RangeError(`${operation} has no row in api/permissions.ts: say who may use it`);
  return 'roles' in row ? row : { roles: row, limits: [] };
}

/** Who asks, as far as permissions go. */
type Asking = Pick<Caller, 'role' | 'access' | Limit | 'isOnePerson'>;

/** Whether `mustBePermitted` lets it pass. */
export function isPermitted(caller: Asking, operation: Operation): boolean {
  try {
    mustBePermitted(caller, operation);
    return true;
  } catch (error) {
    if (error instanceof KnownError) return false;
    throw error;
  }
}

/** Throws KnownError `not-permitted` for another role, or a token limited to less than the operation tells or does. */
export function mustBePermitted(caller: Asking, operation: Operation): void {
  const { roles, limits, selfService } = permissionFor(operation);
  if (!roles.includes(caller.role)) {
    throw new KnownError(
      'not-permitted',
      `This needs a token of role ${roles.join(' or ')}; yours is ${caller.role}. Ask an administrator for another token.`,
    );
  }
  if (selfService && caller.role === 'customer' && caller.access !== 'self-service') {
    throw new KnownError(
      'not-permitted',
      'This needs a token for self-service, and yours may only read. Ask your provider for another one: an administrator issues it ' +
        'with `access` "self-service" (POST /v1/tokens, `forewarn tokens add --access self-service`).',
    );
  }
  const beyond = LIMITS.find((limit) => caller[limit] !== null && !limits.includes(limit));
  if (beyond === undefined) return;
  throw new KnownError(
    'not-permitted',
    `This concerns more than single ${beyond}, and your token is limited to the ${beyond} ${someOf(caller[beyond] ?? [])}. Ask an administrator for a token without that limit.`,
  );
}

/** Rules are overridden by approvers (N11, L9) or whom the command names. Throws KnownError `not-permitted`. */
export function mayOverride({ role }: Asking, overriders: readonly Role[] = APPROVERS): void {
  if (overriders.includes(role)) return;
  throw new KnownError(
    'not-permitted',
    `An override is for the roles ${overriders.join(' and ')}; this token has the role ${role}. Ask one of them, or leave it out.`,
  );
}

/** A second person is asked for (L8, E4), so the token must say which person it belongs to. Throws KnownError `not-permitted`. */
export function mustBeOnePerson({ isOnePerson }: Asking): void {
  if (isOnePerson) return;
  throw new KnownError(
    'not-permitted',
    'A second person has to approve, and this token does not belong to a person of the staff. Use a personal token: an ' +
      'administrator issues one with `staffId` (POST /v1/tokens, `forewarn tokens add --staff <id>`).',
  );
}
