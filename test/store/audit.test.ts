import { sql } from 'kysely';
import { AUDIT_KINDS, auditKindsFor } from '../../domain/audit/sources';
import { listAudit, type AuditFilters, type AuditLine } from '../../store/audit/audit';
import type { PageRequest } from '../../store/database/cursor';
import { noteInAudit, onRecord } from '../../store/audit/record';
import { finishTask } from '../../store/ledger/tasks';
import { tickTaskOff } from '../../use-cases/work-off-tasks';
import { StoredWindow, useStore } from './support';

const ALL = { organizationId: null };
const ofAcme = { organizationId: null, organizations: ['acme'] };
const ofDyne = { organizationId: null, organizations: ['dyne'] };

describe('T2: who did what, over everything', () => {
  const store = useStore();
  let told: StoredWindow;
  let other: StoredWindow;

  beforeAll(async () => {
    told = await StoredWindow.announced(store);
    other = await StoredWindow.announced(store, { scope: { resources: ['dyne-web'] } });
    await told.start();
    const at = new Date(told.core.now + 1000);
    await sql`
      insert into acknowledgements (window_reference, organization_id, recipient, answer, sequence, at, via, reply) values
        (${told.reference}, 'acme', 'contact:acme-ops', 'accepted', 0, ${at}, 'calendar-reply', 'r1'),
        (${told.reference}, 'bolt', 'contact:bolt-production', 'declined', 0, ${at}, 'api', 'r2')
    `.execute(store.db);
    await sql`
      insert into staff_tasks (kind, organization_id, subject, reason, done_at, done_by, note) values
        ('reach-otherwise', 'bolt', 'organization:bolt', 'x', ${at}, 'rita', 'Called them.'),
        ('reach-otherwise', 'acme', 'organization:acme', 'x', null, null, null)
    `.execute(store.db);
    await sql`
      insert into suppression_lifts (address, suppressed_because, suppressed_since, lifted_at, lifted_by, reason)
      values ('a@gone.example', '550', ${at}, ${at}, 'rita', 'It is back.')
    `.execute(store.db);
    await sql`insert into erasures (hashes, by, begun_at) values ('{h1}', 'root', ${at})`.execute(store.db);
    await sql`
      insert into api_tokens (id, name, role, token_hash, issued_by, created_at, revoked_at)
      values (gen_random_uuid(), 'night', 'operator', '\\x01', 'root', ${at}, ${new Date(at.getTime() + 5)})
    `.execute(store.db);
  });

  const listed = (
    filters: AuditFilters = {},
    page: PageRequest = { limit: 500 },
    viewer: typeof ofAcme | typeof ALL = ALL,
  ) => listAudit(store.db, { ...filters, viewer, kinds: AUDIT_KINDS }, page);
  const lines = async (...asked: Parameters<typeof listed>) => (await listed(...asked)).items;
  const kindsIn = (items: readonly AuditLine[]) => [...new Set(items.map(({ kind }) => kind))].sort();

  it('names person, door, window and what happened, the newest first', async () => {
    const items = await lines();
    expect(kindsIn(items)).toEqual(['answer', 'erasure', 'suppression', 'task', 'token', 'window']);
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted((one, next) => next - one));
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'task',
        by: 'rita',
        door: null,
        text: expect.stringContaining('Called them.') as string,
      }),
    );
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'answer', door: 'calendar', reference: told.reference, by: 'contact:acme-ops' }),
    );
    expect(items.filter(({ kind }) => kind === 'token').map(({ text }) => text)).toEqual([
      'Token "night", role operator, ended',
      'Token "night", role operator, issued',
    ]);
    const steps = items.filter(({ reference, kind }) => reference === told.reference && kind === 'window');
    expect(steps).toHaveLength(told.core.log.length);
  });

  it.each([1, 2, 3])('pages of %i hold every line once, in the same order', async (limit) => {
    const whole = await lines();
    const paged: AuditLine[] = [];
    for (let cursor: string | undefined, left = 500; left > 0; left--) {
      const page = await listed({}, { limit, cursor });
      paged.push(...page.items);
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(paged).toEqual(whole);
  });

  it('is narrowed to person, door, window, kind and day', async () => {
    const whole = await lines();
    const check = async (filters: AuditFilters, fits: (line: AuditLine) => boolean) => {
      const found = await lines(filters);
      expect(found).toEqual(whole.filter(fits));
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(whole.length);
    };
    await check({ by: 'rita' }, ({ by }) => by === 'rita');
    await check({ door: 'clock' }, ({ door }) => door === 'clock');
    await check({ reference: other.reference }, ({ reference }) => reference === other.reference);
    await check({ kind: 'erasure' }, ({ kind }) => kind === 'erasure');
    const day = new Date(told.core.log[0]?.at ?? 0).toISOString().slice(0, 10);
    await check({ day }, ({ at }) => new Date(at).toISOString().startsWith(day));
  });

  it('T3: whoever is limited to organizations sees windows that concern them, and their answers and tasks', async () => {
    const acme = await lines({}, { limit: 500 }, ofAcme);
    expect(kindsIn(acme)).toEqual(['answer', 'window']);
    expect(new Set(acme.map(({ reference }) => reference))).toEqual(new Set([told.reference]));
    expect(acme.filter(({ kind }) => kind === 'answer').map(({ by }) => by)).toEqual(['contact:acme-ops']);
    const dyne = await lines({}, { limit: 500 }, ofDyne);
    expect(new Set(dyne.map(({ reference }) => reference))).toEqual(new Set([other.reference]));
    expect(kindsIn(await lines({}, { limit: 500 }, { organizationId: null, organizations: ['bolt'] }))).toContain(
      'task',
    );
  });

  it('names the door of what is done now, and of what was done before there was a record of it nothing', async () => {
    const acting = { by: 'zoe', door: 'mail-link', credential: 'mail-link:1', onBehalfOf: 'the night shift' } as const;
    const at = told.core.now + 60_000;
    const task = async () =>
      (
        await store.db
          .insertInto('staff_tasks')
          .values({ kind: 'answer-message', subject: `message:${String(at)}`, reason: 'x' })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id;
    const id = await task();
    const undone = onRecord(
      store.db,
      { acting, at },
      async (tx) => {
        await finishTask(tx, id, { by: 'zoe', note: null, at: new Date(at) });
        throw new Error('the line went dead');
      },
      () => ({ type: 'task-done', subject: String(id) }),
    );
    await expect(undone).rejects.toThrow('the line went dead');
    expect(await lines({ by: 'zoe' })).toEqual([]);
    await tickTaskOff(store.db, id, { actor: acting, at }, {});
    expect(await lines({ by: 'zoe' })).toMatchObject([{ kind: 'task', at, ...acting }]);
    // ticked off twice is once; open again and ended by itself, it is another's
    await tickTaskOff(store.db, id, { actor: { ...acting, by: 'yul' }, at: at + 1 }, {});
    expect(await lines({ by: 'yul' })).toEqual([]);
    await sql`update staff_tasks set done_by = 'forewarn', done_at = ${new Date(at + 2)} where id = ${id}`.execute(
      store.db,
    );
    expect((await lines({ kind: 'task', door: 'clock' })).map(({ by }) => by)).toEqual(['forewarn']);
    expect((await lines({ kind: 'suppression' })).map(({ door }) => door)).toEqual([null]);
  });

  it('T3: what customers asked for is shown to those who look after them, and what is of nobody to nobody limited', async () => {
    const occasion = { acting: { by: 'acme program', door: 'api' }, at: told.core.now } as const;
    const about = { reference: told.reference, detail: {} };
    await store.db.transaction().execute((tx) =>
      noteInAudit(tx, occasion, [
        { type: 'maintenance-asked', subject: 'acme-web', organizationId: 'acme', ...about },
        { type: 'maintenance-asked', subject: 'bolt-web', organizationId: 'bolt', ...about },
        { type: 'template-removed', subject: 'power', detail: {} },
      ]),
    );
    const texts = async (...asked: Parameters<typeof listed>) => (await lines(...asked)).map(({ text }) => text);
    expect(await texts({ kind: 'self-service' }, { limit: 500 }, ofAcme)).toEqual([
      'Maintenance of acme-web asked for now',
    ]);
    expect(await texts({ kind: 'template' })).toEqual(['Template power removed']);
    expect(await texts({ kind: 'template' }, { limit: 500 }, ofAcme)).toEqual([]);
  });

  it('T3: erasures and tokens are for administrators, and what says of no organization for nobody who is limited', () => {
    expect(auditKindsFor('admin', false)).toEqual(AUDIT_KINDS);
    expect(auditKindsFor('operator', false)).not.toContain('token');
    expect(auditKindsFor('operator', false)).not.toContain('erasure');
    expect(auditKindsFor('operator', true)).toEqual([
      ...['window', 'answer', 'measure', 'task', 'self-service', 'repair', 'sign-in'],
    ]);
    expect(auditKindsFor('customer', true)).toEqual([]);
  });
});
