import { randomUUID } from 'node:crypto';
import { createOperations, createOperationsFor } from '../../api/http/in-process';
import { callerOfContact } from '../../api/http/session-caller';
import { permissionFor } from '../../api/permissions';
import { AUDIT_KINDS } from '../../domain/audit/sources';
import { HOUR } from '../../domain/shared/time';
import { createToken } from '../../store/access/create-token';
import type { PortalSession } from '../../store/access/portal-sessions';
import { beginSession, findSession, type Session } from '../../store/access/sessions';
import { listAudit, type AuditLine } from '../../store/audit/audit';
import { useApi } from './support/api';
import { useWritings, type Writing } from './support/writings';

jest.setTimeout(300_000);

/** Operations that change something and leave no line of their own in the audit log, and why. */
const UNLISTED: Readonly<Record<string, string>> = {
  'POST /v1/work/{job}': 'programs report by the thousand; the work and the proof say which credential did',
  'POST /v1/resources/{id}/events': 'programs report by the thousand; the work says who did',
  'POST /v1/inbound/email':
    'mail servers hand mail over; what a mail does is on record by its writer and the door "mail"',
};

const api = useApi();
const writings = useWritings(api);

interface Seen {
  readonly by: string;
  readonly door: string | null | undefined;
  readonly credential: string | null | undefined;
}

/** Somebody at a door: what they do leaves this. */
interface AtDoor extends Seen {
  readonly door: string;
  readonly credential: string;
  run(operation: string, writing: Writing): Promise<unknown>;
}

let staff: readonly AtDoor[] = [];
let customers: readonly AtDoor[] = [];

beforeAll(async () => {
  const { db } = api.store;
  const people = ['ada', 'eve'].map((id) => ({
    id,
    name: id,
    email: `${id}@provider.example`,
    role: 'approver' as const,
  }));
  await db.insertInto('staff').values(people).execute();
  const parts = { db, clock: () => api.time.now };
  const [inConsole, inPortal] = [
    createOperations(api.routes, parts),
    createOperationsFor<PortalSession>(api.routes, parts, callerOfContact),
  ];
  const ada = await createToken(db, { name: 'ada', role: 'admin', staffId: 'ada' });
  const program = { name: 'acme program', role: 'customer', organizationId: 'acme', access: 'self-service' } as const;
  const acme = await createToken(db, program);
  const eve = await signedIn('eve');
  const contact: PortalSession = {
    ...{ id: randomUUID(), door: 'mail-link', endsAt: api.time.now + HOUR },
    contact: {
      ...{ id: 'acme-ops', name: 'Ada', address: 'noc@acme.example', roles: ['maintenance'], environments: null },
      ...{ locale: null, timeZone: null, wantsOptional: true },
      organization: {
        ...{
          id: 'acme',
          name: 'Acme',
          timeZone: 'Etc/UTC',
          locale: 'en',
          calendarMode: 'invite',
          maintenanceEmail: null,
        },
      },
    },
  };
  const page = () => ({ key: randomUUID(), request: 'of-the-test' });
  staff = [
    { by: 'ada', door: 'api', credential: `token:${ada.id}`, run: byToken(ada.token) },
    {
      ...{ by: 'eve', door: 'console', credential: `session:${eve.id}` },
      run: (operation, call) => inConsole.run(eve, operation as 'POST /v1/windows', call, page()),
    },
  ];
  customers = [
    { by: 'acme program', door: 'api', credential: `token:${acme.id}`, run: byToken(acme.token) },
    {
      ...{ by: 'contact:acme-ops', door: 'portal', credential: `session:${contact.id}` },
      run: (operation, call) => inPortal.run(contact, operation as 'POST /v1/windows', call, page()),
    },
  ];
});

async function signedIn(person: string): Promise<Session> {
  const { now } = api.time;
  const { secret } = await beginSession(api.store.db, {
    ...{ person, name: person, staffId: person, grants: [{ role: 'admin', organizations: null }], door: 'openid' },
    ...{ subject: person, providerSession: null, browser: null, now, endsAt: now + 365 * 24 * HOUR },
  });
  const session = await findSession(api.store.db, secret, { now, idleMs: HOUR });
  if (!session) throw new Error('the session is good');
  return session;
}

const byToken =
  (token: string) =>
  async (operation: string, { params = {}, body }: Writing): Promise<void> => {
    const [method = '', path = ''] = operation.split(' ');
    const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
    const asked = api.anonymous()[method.toLowerCase() as 'post'](filled).set('Authorization', `Bearer ${token}`);
    const { status, text } = await (method === 'POST' ? asked.send(body ?? {}) : asked);
    if (status >= 300) throw new Error(`${operation}: ${String(status)} ${text.slice(0, 500)}`);
  };

/** What windows were given, and the audit log has, by this person. */
async function seenOf(by: string): Promise<Seen[]> {
  const lines: AuditLine[] = [];
  let cursor: string | undefined;
  do {
    const asked = { by, viewer: { organizationId: null }, kinds: AUDIT_KINDS };
    const page = await listAudit(api.store.db, asked, { limit: 500, cursor });
    lines.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  const { opened, commands, taken } = api.windows;
  const givers = [...commands, ...taken].map(({ giver: { door = 'api', ...giver } }) => ({ ...giver, door }));
  const given = [...opened, ...givers, ...api.repairs.map(({ actor }) => actor)];
  return [...lines, ...given.map((one) => ({ by: one.by, door: one.door, credential: one.credential }))].filter(
    (one) => one.by === by,
  );
}

const changing = () => api.routes.filter(({ method, readsOnly }) => method !== 'get' && !readsOnly);

describe('T2, T5: whatever changes something says who did it, and by which door', () => {
  it('at every operation of the API, by a token and by a page', async () => {
    const silent: string[] = [];
    for (const { operation } of changing().filter((one) => !(one.operation in UNLISTED))) {
      const isOfStaff = permissionFor(operation).roles.includes('admin');
      for (const one of isOfStaff ? staff : customers) {
        const before = await seenOf(one.by);
        const writing = await writings.of(operation, one.by);
        // a window may refuse what it is given here: that is another test's
        const failure = await one.run(operation, writing).then(
          () => undefined,
          (error: unknown) => error,
        );
        const left = await seenOf(one.by);
        const isNew = left.length > before.length;
        const wrong = left.filter(({ door, credential }) => door !== one.door || credential !== one.credential);
        if (!isNew || wrong.length > 0)
          silent.push(`${operation} by ${one.door}: ${JSON.stringify(wrong.slice(0, 2))} ${String(failure)}`);
      }
    }
    expect(silent).toEqual([]);
  });

  it('or stands among the exceptions, each of which is an operation there is', () => {
    const names = changing().map(({ operation }) => operation as string);
    expect(Object.keys(UNLISTED).filter((one) => !names.includes(one))).toEqual([]);
  });

  it('T4: no address, no text and no secret of what was done is in the events', async () => {
    const { rows } = await writings.events();
    expect(rows.length).toBeGreaterThan(50);
    expect(JSON.stringify(rows)).not.toMatch(/@|https?:|fw_|whsec/);
  });
});
