import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Grant } from '../../domain/access/grant';
import { HOUR, MINUTE } from '../../domain/shared/time';
import {
  beginSession,
  chooseGrant,
  endSessions,
  findSession,
  sessionsOf,
  type NewSession,
} from '../../store/access/sessions';
import { useStore } from './support';

const NOW = Date.UTC(2027, 0, 5, 9);
const WITHIN = { now: NOW, idleMs: 2 * HOUR };

const grant = (role: Grant['role'], organizations: string[] | null = null): Grant => ({ role, organizations });

describe('sessions', () => {
  const store = useStore();

  const begin = (over: Partial<NewSession> = {}) =>
    beginSession(store.db, {
      ...{
        person: `p-${randomUUID()}`,
        name: 'Ada',
        staffId: null,
        subject: `s-${randomUUID()} at id.example`,
        providerSession: null,
        grants: [grant('engineer'), grant('approver', ['acme'])],
      },
      ...{ door: 'openid', browser: 'Firefox', now: NOW, endsAt: NOW + 12 * HOUR, ...over },
    });

  it('T9: are found by their secret, of which the database keeps the hash alone', async () => {
    const { id, secret } = await begin({ person: 'ada' });
    expect(await findSession(store.db, secret, WITHIN)).toMatchObject({
      id,
      person: 'ada',
      grant: { role: 'engineer' },
    });
    expect(await findSession(store.db, `${secret}x`, WITHIN)).toBeUndefined();
    const { rows } = await sql<{ row: string; hash: string }>`
      select s::text as row, encode(secret_hash, 'hex') as hash from sessions s where id = ${id}
    `.execute(store.db);
    expect(rows[0]?.hash).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(rows[0]?.row).not.toContain(secret.slice(3));
  });

  it('T9: end after so long without a page, and in any case at their end', async () => {
    const { secret } = await begin();
    const at = (now: number) => findSession(store.db, secret, { now, idleMs: 2 * HOUR });
    for (let now = NOW; now < NOW + 12 * HOUR; now += 110 * MINUTE) expect(await at(now)).toBeDefined();
    expect(await at(NOW + 12 * HOUR)).toBeUndefined();
    const idle = await begin();
    expect(await findSession(store.db, idle.secret, { now: NOW + 2 * HOUR, idleMs: 2 * HOUR })).toBeUndefined();
  });

  it('T9: have a new secret when the person acts with another grant, which must be theirs', async () => {
    const { id, secret } = await begin();
    const next = await chooseGrant(store.db, id, 1);
    expect(await findSession(store.db, secret, WITHIN)).toBeUndefined();
    expect(await findSession(store.db, next ?? '', WITHIN)).toMatchObject({ id, grant: grant('approver', ['acme']) });
    expect(await chooseGrant(store.db, id, 2)).toBeUndefined();
    expect(await chooseGrant(store.db, id, -1)).toBeUndefined();
    expect(await findSession(store.db, next ?? '', WITHIN)).toBeDefined();
  });

  it("T9: are listed and ended by their owner, and nobody else's", async () => {
    const person = `p-${randomUUID()}`;
    const [mine, other] = [await begin({ person }), await begin({ person, now: NOW + 1, browser: 'Safari' })];
    const foreign = await begin();
    expect((await sessionsOf(store.db, person, WITHIN)).map(({ id, browser }) => [id, browser])).toEqual([
      [other.id, 'Safari'],
      [mine.id, 'Firefox'],
    ]);
    expect(await endSessions(store.db, person, { id: foreign.id })).toBe(0);
    expect(await endSessions(store.db, person, { except: mine.id })).toBe(1);
    expect(await findSession(store.db, other.secret, WITHIN)).toBeUndefined();
    expect(await findSession(store.db, mine.secret, WITHIN)).toBeDefined();
    expect(await findSession(store.db, foreign.secret, WITHIN)).toBeDefined();
  });

  it('T3: whoever leaves the staff is signed out', async () => {
    const staffId = `s-${randomUUID()}`;
    await store.db
      .insertInto('staff')
      .values({ id: staffId, name: 'Ben', email: `${staffId}@provider.example`, role: 'support' })
      .execute();
    const { secret } = await begin({ staffId });
    await store.db.deleteFrom('staff').where('id', '=', staffId).execute();
    expect(await findSession(store.db, secret, WITHIN)).toBeUndefined();
  });

  it('T6: those that have ended go with one that begins a day later', async () => {
    const { id } = await begin({ now: NOW - 40 * HOUR, endsAt: NOW - 28 * HOUR });
    await begin();
    expect(await store.db.selectFrom('sessions').select('id').where('id', '=', id).execute()).toEqual([]);
  });
});
