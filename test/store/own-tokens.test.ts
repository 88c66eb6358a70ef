import { randomUUID } from 'node:crypto';
import type { Grant } from '../../domain/access/grant';
import { DAY, HOUR } from '../../domain/shared/time';
import { createToken } from '../../store/access/create-token';
import { keepWithinGrants, makeOwnToken, MOST_OWN_TOKENS, type Maker } from '../../store/access/own-tokens';
import { beginSession, endSessions, findSession } from '../../store/access/sessions';
import { findToken, revokeToken } from '../../store/access/tokens';
import { useStore } from './support';

const grant = (role: Grant['role'], organizations: string[] | null = null): Grant => ({ role, organizations });

describe("tokens of one's own", () => {
  const store = useStore();

  const person = (grants: Grant[], staffId: string | null = null) => {
    const who = staffId ?? `p-${randomUUID()}`;
    return { person: who, staffId, subject: `${randomUUID()} at id.example`, grants };
  };
  const signIn = async (who: ReturnType<typeof person>) => {
    const now = Date.now();
    const begun = { ...who, name: 'Ada', providerSession: null, door: 'openid', browser: null } as const;
    return beginSession(store.db, { ...begun, now, endsAt: now + 12 * HOUR });
  };
  const make = async (maker: Maker, allowed: Grant, expiresAt = Date.now() + DAY) => {
    const wanted = { ...allowed, name: 'laptop', expiresAt, origin: 'own' as const };
    const made = await makeOwnToken(store.db, maker, wanted, Date.now());
    if (typeof made === 'string') throw new Error(made);
    return made;
  };
  const again = (who: ReturnType<typeof person>) =>
    store.db
      .transaction()
      .execute((tx) => keepWithinGrants(tx, who, { acting: { by: who.person, door: 'console' }, at: Date.now() }));

  it('T9: say which person uses them, and outlast the session they were made with', async () => {
    const who = person([grant('operator')]);
    const session = await signIn(who);
    const made = await make({ via: 'session', id: session.id }, grant('operator', ['acme']));
    await endSessions(store.db, who.person, { id: session.id });
    expect(await findToken(store.db, made.token)).toMatchObject({
      ...{ id: made.id, role: 'operator', organizations: ['acme'], person: who.person },
      ...{ issuedBy: null, isService: false },
    });
  });

  it('T9: are not made with a session or a token that has ended', async () => {
    const who = person([grant('admin')]);
    const session = await signIn(who);
    const { id } = await make({ via: 'session', id: session.id }, grant('admin'));
    await revokeToken(store.db, id);
    await endSessions(store.db, who.person, { id: session.id });
    await expect(make({ via: 'session', id: session.id }, grant('admin'))).rejects.toThrow('gone');
    await expect(make({ via: 'token', id }, grant('admin'))).rejects.toThrow('gone');
  });

  it('T9: end with the token they were made with, at whatever moment that is', async () => {
    const issued = await createToken(store.db, { name: 'Ada', role: 'admin' });
    const made = await make({ via: 'token', id: issued.id }, grant('admin'));
    const below = await make({ via: 'token', id: made.id }, grant('engineer'));
    const [, atTheSame] = await Promise.all([
      revokeToken(store.db, issued.id),
      make({ via: 'token', id: issued.id }, grant('operator')).catch(() => undefined),
    ]);
    for (const token of [issued, made, below, atTheSame]) {
      expect(token && (await findToken(store.db, token.token))).toBeUndefined();
    }
  });

  it('T9: a token that is made while the one it is made with ends does not outlast it', async () => {
    const issued = await createToken(store.db, { name: 'Ada', role: 'admin' });
    let revoked: ReturnType<typeof revokeToken> | undefined;
    const made = await store.db.transaction().execute(async (tx) => {
      const wanted = { ...grant('admin'), name: 'x', expiresAt: Date.now() + DAY, origin: 'own' as const };
      const one = await makeOwnToken(tx, { via: 'token', id: issued.id }, wanted, Date.now());
      // waits for this transaction, with what it saw before
      revoked = revokeToken(store.db, issued.id);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return one;
    });
    expect(await revoked).toEqual([issued.id]);
    expect(typeof made === 'string' ? made : await findToken(store.db, made.token)).toBeUndefined();
  });

  it('T9: keep to what the account may do with its next sign-in, as do its other sessions', async () => {
    const who = person([grant('admin'), grant('approver', ['acme', 'bolt'])]);
    const session = await signIn(who);
    const maker = { via: 'session', id: session.id } as const;
    const [all, engineer] = [await make(maker, grant('admin')), await make(maker, grant('engineer'))];
    const [some, one] = [
      await make(maker, grant('approver', ['acme', 'bolt'])),
      await make(maker, grant('approver', ['acme'])),
    ];
    const isGood = async ({ token }: { token: string }) => (await findToken(store.db, token)) !== undefined;
    const isSignedIn = async () =>
      (await findSession(store.db, session.secret, { now: Date.now(), idleMs: HOUR })) !== undefined;

    await again(who);
    expect([await isGood(all), await isGood(engineer), await isGood(some), await isGood(one)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(await isSignedIn()).toBe(true);
    await again({ ...who, grants: [grant('engineer'), grant('approver', ['acme'])] });
    expect([await isGood(all), await isGood(engineer), await isGood(some), await isGood(one)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(await isSignedIn()).toBe(false);
    await again({ ...who, grants: [] });
    expect([await isGood(engineer), await isGood(one)]).toEqual([false, false]);
  });

  it('T9: what an administrator issued stays, and so does what others made', async () => {
    const who = person([grant('admin')]);
    const issued = await createToken(store.db, { name: 'x', role: 'admin', person: who.person });
    const other = await make({ via: 'session', id: (await signIn(person([grant('admin')]))).id }, grant('admin'));
    await again({ ...who, grants: [] });
    expect(await findToken(store.db, issued.token)).toBeDefined();
    expect(await findToken(store.db, other.token)).toBeDefined();
  });

  it('T9: end when their person leaves the staff, also those made before the inventory knew them', async () => {
    const who = person([grant('operator')]);
    const made = await make({ via: 'session', id: (await signIn(who)).id }, grant('operator'));
    const staffId = `s-${randomUUID()}`;
    const row = { id: staffId, name: 'Ada', email: `${staffId}@provider.example`, role: 'support' as const };
    await store.db.insertInto('staff').values(row).execute();
    await again({ ...who, person: staffId, staffId });
    expect(await findToken(store.db, made.token)).toMatchObject({ person: staffId, staffId });
    await store.db.deleteFrom('staff').where('id', '=', staffId).execute();
    expect(await findToken(store.db, made.token)).toBeUndefined();
  });

  it('T8: nobody has more than so many', async () => {
    const who = person([grant('operator')]);
    const maker = { via: 'session', id: (await signIn(who)).id } as const;
    const made = [];
    for (let n = 0; n < MOST_OWN_TOKENS; n++) made.push(await make(maker, grant('operator')));
    await expect(make(maker, grant('operator'))).rejects.toThrow('too-many');
    await revokeToken(store.db, made[0]?.id ?? '');
    await make(maker, grant('operator'));
  });
});
