import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { COMMANDS, type CommandName } from '../../../domain/window/commands/commands';
import { toIso, DAY, HOUR } from '../../../domain/shared/time';
import { createToken } from '../../../store/access/create-token';
import type { TaskKind } from '../../../store/database/tables/people';
import { createSecretBox } from '../../../store/database/secret-box';
import { createCalendarFeed } from '../../../store/public/calendar-feeds';
import { createTestDelivery } from '../../../store/webhooks/deliveries';
import { createEndpoint } from '../../../store/webhooks/endpoints';
import { deliver, StoredWindow } from '../../store/support';
import { openingBody, PLAIN_POLICY } from '../../support/windows';
import { WEBHOOKS, type useApi } from './api';
import { useMaintenance } from './maintenance';

/** What an operation is called with. */
export interface Writing {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Make = (by: string) => Promise<Writing>;

/** For every operation that changes something, things there are to change, made anew for each call. */
export function useWritings(api: ReturnType<typeof useApi>) {
  const maintenance = useMaintenance(api);
  const db = () => api.store.db;
  let restarted = 0;
  const name = () => `x-${randomUUID().slice(0, 8)}`;
  const box = createSecretBox(WEBHOOKS.secretsKeys);
  const exampleOf = (operation: string) => api.routes.find((route) => route.operation === operation)?.example ?? {};

  const window = async (): Promise<Writing> => {
    const made = await StoredWindow.announced(api.store);
    await deliver(api.store, made.key('announcement'));
    api.windows.adopt(made.core);
    return { params: { reference: made.reference } };
  };
  const rules = async (): Promise<Writing> => {
    const made = await StoredWindow.announced(api.store, {}, { ...PLAIN_POLICY, spreadMs: HOUR });
    api.windows.adopt(made.core);
    return { params: { reference: made.reference }, body: { override: 'Agreed with everybody.' } };
  };
  const command = async (operation: string): Promise<Writing> => {
    const of = operation.split('/').at(-1) as CommandName;
    return { ...(await window()), body: COMMANDS[of].example };
  };

  const offer = async (): Promise<Writing> => {
    const other = await StoredWindow.announced(api.store, { scope: { resources: ['dyne-web'] } });
    return { ...(await window()), body: { alternatives: [other.reference] } };
  };

  const moved = async (): Promise<Writing> => {
    api.windows.timeline = api.store.timeline;
    const start = api.time.now + 18 * DAY;
    const at = (from: number) => ({ slots: [{ start: toIso(from), end: toIso(from + 2 * HOUR) }] });
    const announced = async (body: Parameters<typeof StoredWindow.announced>[1]) => {
      const made = await StoredWindow.announced(api.store, body);
      await deliver(api.store, made.key('announcement'));
      api.windows.adopt(made.core);
      return made;
    };
    const to = await announced({ ...at(start), scope: { resources: ['dyne-web'] }, capacity: 50 });
    const from = await announced({ ...at(start - 3 * DAY), alternatives: [to.reference], capacity: 2 });
    return { params: { reference: from.reference }, body: { to: to.reference } };
  };

  const task = async (kind: TaskKind, body: object): Promise<Writing> => {
    const made = await db()
      .insertInto('staff_tasks')
      .values({ kind, organization_id: 'acme', subject: `organization:${name()}`, reason: 'x' })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { params: { id: String(made.id) }, body };
  };
  const objection = async (): Promise<Writing> => {
    const { params } = await window();
    const made = await db()
      .insertInto('staff_tasks')
      .values({
        ...{ kind: 'objection', window_reference: params?.reference ?? '', organization_id: 'acme' },
        ...{ subject: 'contact:acme-ops', reason: 'x' },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { params: { id: String(made.id) }, body: { answer: 'refused', reason: 'It has to be.' } };
  };
  const measure = async (body: object): Promise<Writing> => {
    const { params } = await window();
    const made = await db()
      .insertInto('measures')
      .values({
        ...{ window_reference: params?.reference ?? '', version: 1, text: name(), owner: 'ada', due_on: '2027-06-01' },
        ...{ reported_due_on: '2027-06-01', is_public: false, created_at: new Date(api.time.now) },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { params: { id: String(made.id) }, body };
  };
  const suppressed = async (): Promise<string> => {
    const address = `${name()}@gone.example`;
    const row = { address, reason: `550 ${address} unknown`, since: new Date(api.time.now) };
    await db().insertInto('suppressions').values(row).execute();
    return address;
  };
  const series = async (body?: (night: string) => object, isPaused = false): Promise<Writing> => {
    const made = await api.as('engineer').post('/v1/series', exampleOf('POST /v1/series')).expect(201);
    const { id, nights } = made.body as { id: string; nights: readonly { night: string }[] };
    if (isPaused) await api.as('engineer').post(`/v1/series/${id}/pause`, {}).expect(200);
    return { params: { id }, ...(body && { body: body(nights[0]?.night ?? '') }) };
  };
  const skipped = async (): Promise<Writing> => {
    const made = await series((night) => ({ night, reason: 'x' }));
    await api
      .as('engineer')
      .post(`/v1/series/${made.params?.id ?? ''}/skip`, made.body)
      .expect(200);
    const { night } = made.body as { night: string };
    return { ...made, body: { night } };
  };
  const endpoint = async (state: 'active' | 'disabled' = 'active'): Promise<Writing> => {
    await db().updateTable('webhook_endpoints').set({ deleted_at: new Date() }).execute();
    const asked = { organizationId: 'acme', url: 'https://127.0.0.1:1/', createdBy: 'acme' };
    const { id } = (await createEndpoint(db(), box, asked)).endpoint;
    await db().updateTable('webhook_endpoints').set({ state }).where('id', '=', id).execute();
    return { params: { id } };
  };
  const delivery = async (): Promise<Writing> => {
    const { params = {} } = await endpoint();
    const id = await createTestDelivery(db(), {
      ...{ endpointId: params.id ?? '', organizationId: 'acme', now: api.time.now },
    });
    return { params: { ...params, delivery: String(id) } };
  };
  const feed = async (): Promise<Writing> => {
    const { id } = await createCalendarFeed(db(), { organizationId: 'acme', name: 'all' });
    return { params: { id: 'acme', feed: id } };
  };
  const template = async (): Promise<Writing> => {
    const id = name();
    await api.as('engineer').post(`/v1/templates/${id}`, exampleOf('POST /v1/templates/{id}')).expect(200);
    return { params: { id } };
  };
  const blackout = async (): Promise<Writing> => {
    const body = { ...exampleOf('POST /v1/blackouts'), id: name() };
    await api.as('approver').post('/v1/blackouts', body).expect(201);
    return { params: { id: body.id } };
  };
  const token = async (person: string): Promise<Writing> => ({
    params: { id: (await createToken(db(), { name: name(), role: 'operator', person })).id },
  });

  const MAKE: Readonly<Record<string, Make>> = {
    'POST /v1/windows': () => Promise.resolve({ body: openingBody({ scope: { resources: ['acme-web'] } }) }),
    'POST /v1/windows/{reference}/rules': rules,
    'POST /v1/windows/{reference}/offer': offer,
    'POST /v1/windows/{reference}/repair': async () => ({
      ...(await window()),
      body: exampleOf('POST /v1/windows/{reference}/repair'),
    }),
    'POST /v1/maintenance/{reference}/{resource}/restart': async () => {
      const { reference } = await maintenance.made();
      // one that is being worked on is not begun again
      restarted += 1;
      return { params: { reference, resource: restarted % 2 === 0 ? 'acme-db-3' : 'acme-app' } };
    },
    'POST /v1/maintenance/{reference}/acknowledge': window,
    'POST /v1/maintenance/{reference}/object': async () => {
      const made = await window();
      return { ...made, body: { reason: 'Not that night.' } };
    },
    'POST /v1/maintenance/{reference}/move': moved,
    'POST /v1/templates/{id}': () =>
      Promise.resolve({ params: { id: name() }, body: exampleOf('POST /v1/templates/{id}') }),
    'DELETE /v1/templates/{id}': template,
    'POST /v1/blackouts': () => Promise.resolve({ body: { ...exampleOf('POST /v1/blackouts'), id: name() } }),
    'DELETE /v1/blackouts/{id}': blackout,
    'DELETE /v1/series/{id}': () => series(),
    'POST /v1/series/{id}/skip': () => series((night) => ({ night, reason: 'The fair.' })),
    'POST /v1/series/{id}/unskip': skipped,
    'POST /v1/series/{id}/pause': () => series(),
    'POST /v1/series/{id}/resume': () => series(undefined, true),
    'POST /v1/inventory': () => Promise.resolve({ body: { locations: [{ path: `eu-1/${name()}` }] } }),
    'POST /v1/contacts/{id}': () => Promise.resolve({ params: { id: 'acme-ops' }, body: { locale: 'de' } }),
    'POST /v1/organizations/{id}': () => Promise.resolve({ params: { id: 'acme' }, body: { calendarMode: 'invite' } }),
    'POST /v1/suppressions/{address}/lift': async () => ({
      params: { address: await suppressed() },
      body: { reason: 'It is back.' },
    }),
    'POST /v1/suppressions/lift': async () => ({
      body: { reply: `${await suppressed()} unknown`, reason: 'It is back.' },
    }),
    'POST /v1/tasks/{id}/done': () => task('reach-otherwise', { note: 'Called them.' }),
    'POST /v1/tasks/{id}/answer': objection,
    'POST /v1/measures/{id}/done': () => measure({}),
    'POST /v1/measures/{id}/give-up': () => measure({ reason: 'No use.' }),
    'POST /v1/measures/{id}/postpone': () => measure({ due: '2027-07-01', reason: 'Later.' }),
    'POST /v1/erasures': () => Promise.resolve({ body: { address: `${name()}@gone.example` } }),
    'POST /v1/webhooks': async () => {
      await endpoint();
      return { body: exampleOf('POST /v1/webhooks') };
    },
    'POST /v1/webhooks/{id}': async () => ({ ...(await endpoint()), body: { description: 'Tickets' } }),
    'DELETE /v1/webhooks/{id}': () => endpoint(),
    'POST /v1/webhooks/{id}/rotate': async () => ({ ...(await endpoint()), body: { overlapHours: 1 } }),
    'POST /v1/webhooks/{id}/enable': () => endpoint('disabled'),
    'POST /v1/webhooks/{id}/test': () => endpoint(),
    'POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver': delivery,
    'POST /v1/organizations/{id}/calendar-feeds': () =>
      Promise.resolve({ params: { id: 'acme' }, body: { name: 'all' } }),
    'POST /v1/organizations/{id}/calendar-feeds/{feed}/rotate': feed,
    'DELETE /v1/organizations/{id}/calendar-feeds/{feed}': feed,
    'POST /v1/tokens': () => Promise.resolve({ body: { name: name(), role: 'operator' } }),
    'POST /v1/tokens/end': async () => {
      const person = name();
      await token(person);
      return { body: { person } };
    },
    'DELETE /v1/tokens/{id}': () => token(name()),
    'POST /v1/me/tokens': () => Promise.resolve({ body: { name: name() } }),
    'DELETE /v1/me/tokens/{id}': token,
  };

  return {
    async of(operation: string, by: string): Promise<Writing> {
      // plans of one call are not in the way of the next one's
      await db().deleteFrom('window_slots').execute();
      const make = MAKE[operation];
      if (make) return make(by);
      const ofWindow = /^POST \/v1\/windows\/\{reference\}\/(\w+)$/.exec(operation)?.[1];
      if (ofWindow !== undefined && ofWindow in COMMANDS) return command(operation);
      return { body: exampleOf(operation) };
    },
    events: () => sql<{ subject: string; detail: object }>`select * from audit_events`.execute(db()),
  };
}
