import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beginRequest, finishRequest, forgetRequest, rememberReference } from '../../store/access/idempotency';
import { nextReference } from '../../store/windows/references';
import { createToken } from '../../store/access/create-token';
import { findToken, listTokens, revokeToken } from '../../store/access/tokens';
import { useStore } from './support';

const HOUR = 3_600_000;

describe('tokens', () => {
  const store = useStore();

  it('T3: are found by what was shown once, and kept as a hash only', async () => {
    const { id, token } = await createToken(store.db, { name: 'Ops', role: 'operator' });
    expect(token).toMatch(/^fw_[\w-]{43}$/);
    expect(await findToken(store.db, token)).toEqual({
      id,
      name: 'Ops',
      role: 'operator',
      organizationId: null,
      staffId: null,
      ...{ person: 'Ops', isService: false, issuedBy: null, organizations: null, environments: null, access: null },
      ...{ expiresAt: null },
      ...{ isUseToNote: true, isEnding: false },
    });
    expect(await findToken(store.db, `${token}x`)).toBeUndefined();
    expect(await findToken(store.db, token.slice(3))).toBeUndefined();
    const { rows } = await sql<{ row: string; hash: string }>`
      select t::text as row, encode(token_hash, 'hex') as hash from api_tokens t where id = ${id}
    `.execute(store.db);
    expect(rows[0]?.hash).toBe(createHash('sha256').update(token).digest('hex'));
    expect(rows[0]?.row).not.toContain(token.slice(3));
  });

  it('T3: are refused once expired or revoked', async () => {
    const late = await createToken(store.db, { name: 'Late', role: 'admin', expiresAt: Date.now() - HOUR });
    const good = await createToken(store.db, { name: 'Good', role: 'admin', expiresAt: Date.now() + HOUR });
    expect(await findToken(store.db, late.token)).toBeUndefined();
    expect(await findToken(store.db, good.token)).toMatchObject({ id: good.id });
    expect(await revokeToken(store.db, good.id)).toEqual([good.id]);
    expect(await findToken(store.db, good.token)).toBeUndefined();
    expect(await revokeToken(store.db, randomUUID())).toBeUndefined();
  });

  it('T3: of a customer are bound to an organization that exists, others to none', async () => {
    const acme = await createToken(store.db, { name: 'Acme', role: 'customer', organizationId: 'acme' });
    expect(await findToken(store.db, acme.token)).toMatchObject({ role: 'customer', organizationId: 'acme' });
    const refused = [
      { name: 'x', role: 'customer' },
      { name: 'x', role: 'customer', organizationId: 'nobody' },
      { name: 'x', role: 'engineer', organizationId: 'acme' },
    ] as const;
    for (const token of refused) {
      await expect(createToken(store.db, token)).rejects.toMatchObject({
        code: 'invalid-body',
        faults: [{ field: 'organizationId' }],
      });
    }
  });

  it('are listed without what could be used', async () => {
    const { token } = await createToken(store.db, { name: 'Listed', role: 'engineer' });
    const list = await listTokens(store.db);
    expect(list.map(({ name }) => name)).toContain('Listed');
    expect(JSON.stringify(list)).not.toMatch(new RegExp(`${token.slice(3)}|hash`));
  });
});

describe('references', () => {
  const store = useStore();

  it('are given once each, counted by year, also at the same time', async () => {
    const given = await Promise.all(Array.from({ length: 20 }, () => nextReference(store.db, 2026)));
    expect([...given].sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `MW-2026-${String(i + 1).padStart(4, '0')}`),
    );
    expect(await nextReference(store.db, 2027)).toBe('MW-2027-0001');
    await sql`update reference_counters set last = 9999 where year = 2027`.execute(store.db);
    expect(await nextReference(store.db, 2027)).toBe('MW-2027-10000');
  });
});

describe('requests with an Idempotency-Key', () => {
  const store = useStore();
  const hash = (body: string) => createHash('sha256').update(body).digest();
  const fresh = () => ({ tokenId: randomUUID(), key: 'k-1', requestHash: hash('body') });

  it('are new to one of many at the same time', async () => {
    const request = fresh();
    const starts = await Promise.all(Array.from({ length: 20 }, () => beginRequest(store.db, request)));
    expect(starts.filter(({ state }) => state === 'new')).toHaveLength(1);
    expect(starts.filter(({ state }) => state === 'in-progress')).toHaveLength(19);
  });

  it('tell the reference they have got as far as, and then the answer', async () => {
    const request = fresh();
    await beginRequest(store.db, request);
    await rememberReference(store.db, request, 'MW-2026-0007');
    expect(await beginRequest(store.db, request)).toEqual({ state: 'in-progress', reference: 'MW-2026-0007' });
    await finishRequest(store.db, request, { status: 201, response: { reference: 'MW-2026-0007' } });
    const replay = { state: 'replay', status: 201, response: { reference: 'MW-2026-0007' } };
    expect(await beginRequest(store.db, request)).toEqual(replay);
    await forgetRequest(store.db, request);
    expect(await beginRequest(store.db, request)).toEqual(replay);
  });

  it('do not fit another body, and are each token’s own', async () => {
    const request = fresh();
    await beginRequest(store.db, request);
    expect(await beginRequest(store.db, { ...request, requestHash: hash('other') })).toEqual({ state: 'mismatch' });
    expect(await beginRequest(store.db, { ...request, tokenId: randomUUID() })).toEqual({ state: 'new' });
  });

  it('can be tried again when they did nothing', async () => {
    const request = fresh();
    await beginRequest(store.db, request);
    await forgetRequest(store.db, request);
    expect(await beginRequest(store.db, { ...request, requestHash: hash('mended') })).toEqual({ state: 'new' });
  });

  it('are taken over from a process that died before it had a reference, not after', async () => {
    const died = fresh();
    const gotFurther = fresh();
    await beginRequest(store.db, died);
    await beginRequest(store.db, gotFurther);
    await rememberReference(store.db, gotFurther, 'MW-2026-0008');
    await sql`update idempotency_keys set created_at = now() - interval '2 minutes'`.execute(store.db);
    expect(await beginRequest(store.db, { ...died, requestHash: hash('other') })).toEqual({ state: 'mismatch' });
    expect(await beginRequest(store.db, died)).toEqual({ state: 'new' });
    expect(await beginRequest(store.db, died)).toEqual({ state: 'in-progress', reference: null });
    expect(await beginRequest(store.db, gotFurther)).toEqual({ state: 'in-progress', reference: 'MW-2026-0008' });
  });
});
