import { gte } from 'semver';
import { OLDEST_CLIENT, VERSION } from '../../config/version';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { useApi } from '../api/support/api';
import { useCommandLine } from '../support/command-line';
import { forewarn } from '../support/terminal';

const api = useApi();
const { as } = useCommandLine(api);

describe('O5: forewarn --version', () => {
  it('says its version on stdout alone, and beside it whether it fits the server', async () => {
    const said = await forewarn(['--version'], as('engineer'));
    expect(said).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
    expect(said.stderr).toMatch(/^\S+ fits the server at http:\/\/127\.0\.0\.1:\d+, which is \S+\.\n$/);
  });

  it('is told by every kind of token', async () => {
    for (const token of ['customer', 'inbound', 'approver'] as const) {
      const { stdout } = await forewarn(['--json', '--version'], as(token));
      expect(JSON.parse(stdout)).toMatchObject({
        fit: 'fits',
        server: { version: VERSION, oldestClient: OLDEST_CLIENT },
      });
    }
  });

  it('says how to upgrade where it is too old, and what may be unknown where the server is older', async () => {
    const old = await forewarn(['--version'], { ...as('admin'), version: '0.0.1' });
    expect(old).toMatchObject({ code: 0, stdout: '0.0.1\n' });
    expect(old.stderr).toContain(`too old`);
    expect(old.stderr).toContain(`Run: npm install --global forewarn-cli@${VERSION}\n`);
    const newer = await forewarn(['--version'], { ...as('admin'), version: '999.0.0' });
    expect(newer.stderr).toContain('is older');
  });

  it('says its version without a server, a token, an address or an answer that can be read, too', async () => {
    const server = await serveOnLoopback((request, response) => {
      response.statusCode = request.url?.startsWith('/none/') ? 404 : 200;
      response.end('{"version":"\\u001b[31m"}');
    });
    const { env, folder } = as('admin');
    const around: [env: Readonly<Record<string, string>>, says: string][] = [
      [{}, 'There is no token for http://127.0.0.1:8080'],
      [{ ...env, FOREWARN_TOKEN: 'fw_wrong' }, 'does not take the token'],
      [{ ...env, FOREWARN_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1 does not answer'],
      [{ ...env, FOREWARN_URL: 'nowhere' }, '"nowhere" is not an http or https address'],
      [{ ...env, FOREWARN_URL: server.origin }, 'not as Forewarn does'],
      [{ ...env, FOREWARN_URL: `${server.origin}/none` }, 'does not say its version'],
    ];
    for (const [given, says] of around) {
      const said = await forewarn(['--version'], { env: given, folder });
      expect(said).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
      expect(said.stderr).toMatch(/^Not compared with a server: /);
      expect(said.stderr).toContain(says);
    }
    await server.close();
  });

  it('asks the server that --url names', async () => {
    const { env, folder } = as('admin');
    const { FOREWARN_URL: origin, ...rest } = env;
    const { stdout } = await forewarn(['--url', origin, '--json', '--version'], { env: rest, folder });
    expect(JSON.parse(stdout)).toMatchObject({ version: VERSION, url: origin, fit: 'fits' });
  });
});

test('O5: the server takes the command line of its own release, and its document has its version', async () => {
  expect(gte(VERSION, OLDEST_CLIENT)).toBe(true);
  const { body } = await api.anonymous().get('/openapi.json');
  expect(body).toMatchObject({ info: { version: VERSION } });
});
