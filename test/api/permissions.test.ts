import { createRouter } from '../../api/http/router';
import { PERMISSIONS, permissionFor, type Operation } from '../../api/permissions';
import type { Route } from '../../api/http/route';
import { ROLES } from '../../domain/shared/roles';
import { createToken } from '../../store/access/create-token';
import { revokeToken } from '../../store/access/tokens';
import { problemIn, useApi } from './support/api';

const api = useApi();

/** A path that names nothing, so that nothing happens whoever asks. */
const concrete = (path: string) =>
  path.replace('{reference}', 'MW-2026-9999').replace('{id}', '00000000-0000-4000-8000-000000000000');

async function call(operation: string, authorization?: string) {
  const [method = '', path = ''] = operation.split(' ');
  const test = api.anonymous()[method.toLowerCase() as 'get' | 'post' | 'delete'](concrete(path));
  const signed = authorization === undefined ? test : test.set('Authorization', authorization);
  return method === 'POST' ? signed.send({}) : signed;
}

const operations = Object.keys(PERMISSIONS) as Operation[];

describe('T3: who may do what', () => {
  it('has exactly one row for every operation the app serves', () => {
    expect(api.routes.map(({ operation }) => operation).sort()).toEqual([...operations].sort());
  });

  it('serves nothing under /v1 but those operations', () => {
    const served = pathsOf(api.app.router).filter((path) => path.startsWith('/v1'));
    const declared = new Set(operations.map((operation) => operation.split(' ')[1]?.replace(/\{(\w+)\}/g, ':$1')));
    expect(new Set(served)).toEqual(declared);
  });

  it('refuses to start with an operation nobody decided about', () => {
    const [first] = api.routes;
    const newcomer = { ...first, operation: 'POST /v1/windows/{reference}/explode' } as Route;
    expect(() => createRouter([newcomer], { db: api.store.db, clock: () => 0 })).toThrow(
      /has no row in api\/permissions/,
    );
  });

  describe.each(operations)('%s', (operation) => {
    it('without a token is 401', async () => {
      const response = await call(operation);
      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer realm="forewarn"');
      expect(problemIn(response).code).toBe('missing-token');
    });

    it('with a token that is not good is 401', async () => {
      const response = await call(operation, 'Bearer fw_no-such-token');
      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
      expect(problemIn(response).code).toBe('wrong-token');
    });

    const permitted = ROLES.filter((role) => permissionFor(operation).roles.includes(role));
    it.each(permitted)('is open to %s', async (role) => {
      const { status } = await call(operation, `Bearer ${api.tokens[role]}`);
      expect([401, 403]).not.toContain(status);
      expect(status).toBeLessThan(500);
    });

    it('is closed to everybody else', async () => {
      for (const role of ROLES.filter((other) => !permitted.includes(other))) {
        const response = await call(operation, `Bearer ${api.tokens[role]}`);
        expect(response.status).toBe(403);
        expect(problemIn(response)).toMatchObject({
          code: 'not-permitted',
          detail: expect.stringContaining(role) as string,
        });
      }
    });
  });
});

describe('a token', () => {
  const tokens = async (more: { expiresAt?: number }) =>
    createToken(api.store.db, { name: 'short', role: 'admin', ...more });
  const use = (authorization: string) => api.anonymous().get('/v1/tokens').set('Authorization', authorization);

  it('stops working when it expires, and when it is revoked', async () => {
    const expired = await tokens({ expiresAt: Date.now() - 1_000 });
    const revoked = await tokens({});
    await use(`Bearer ${revoked.token}`).expect(200);
    await revokeToken(api.store.db, revoked.id);
    for (const { token } of [expired, revoked]) {
      expect(problemIn(await use(`Bearer ${token}`).expect(401)).code).toBe('wrong-token');
    }
  });

  it('is read whatever the case of the scheme, and only as a bearer token', async () => {
    const { admin } = api.tokens;
    const sent = [`bearer ${admin}`, `Basic ${admin}`, admin, `Bearer ${admin} ${admin}`];
    const statuses = await Promise.all(sent.map(async (header) => (await use(header)).status));
    expect(statuses).toEqual([200, 401, 401, 401]);
  });
});

interface Layer {
  route?: { path: string };
  handle: { stack?: Layer[] };
}

/** The paths of every route in a router and those inside it. */
function pathsOf(router: unknown): string[] {
  const { stack = [] } = router as { stack?: Layer[] };
  return stack.flatMap(({ route, handle }) => (route ? [route.path].flat() : pathsOf(handle)));
}
