import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build, generateClients, type Language } from '../support/clients/generated';
import { useApi } from '../api/support/api';

const api = useApi();
const PROGRAMS: Record<Language, string> = { go: 'main.go', python: 'main.py', typescript: 'main.mts' };
/** The first time the generator is fetched, and a compiler compiles its own library. */
const PATIENCE_MS = 600_000;

let server: Server;
let folder: string;
beforeAll(async () => {
  server = api.app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  folder = await generateClients((await api.anonymous().get('/openapi.json').expect(200)).body as object);
}, PATIENCE_MS);

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('clients that are generated from the document', () => {
  it.each(Object.keys(PROGRAMS) as Language[])(
    'build in %s, and open, list page by page, read and are refused over HTTP',
    async (language) => {
      const use = await build[language](
        path.join(folder, language),
        path.join(__dirname, 'clients', PROGRAMS[language]),
      );
      const listedBefore = await countListed();
      const { port } = server.address() as AddressInfo;
      const told = await use({ URL: `http://127.0.0.1:${String(port)}`, TOKEN: api.tokens.admin });
      expect(JSON.parse(told)).toEqual({
        ...{ phase: 'approved', first: 'announcement', revision: 1, refused: 'not-found' },
        ...{ listed: listedBefore + 1, start: Date.parse('2026-12-20T01:00:00Z') / 1_000 },
      });
    },
    PATIENCE_MS,
  );
});

async function countListed(): Promise<number> {
  const { body } = await api.as('admin').get('/v1/windows?phase=approved,announced&needsAttention=false&limit=500');
  return (body as { items: unknown[] }).items.length;
}
