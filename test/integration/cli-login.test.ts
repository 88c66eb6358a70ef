import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { readSecret } from '../../cli/secret';
import { createToken } from '../../store/access/create-token';
import { revokeToken } from '../../store/access/tokens';
import { useApi } from '../api/support/api';
import { useServer } from '../support/server';
import { forewarn } from '../support/terminal';

/** `forewarn login`: a person's token, kept for one API, for its owner alone (T3). */

const api = useApi();
const server = useServer(() => api.app);
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'forewarn-home-'));
});
afterEach(() => rm(home, { recursive: true }));

const around = (more: Readonly<Record<string, string>> = {}, stdin = '') => ({
  env: { FOREWARN_URL: server.origin, HOME: home, ...more },
  stdin,
});
const file = () => path.join(home, '.config', 'forewarn', 'tokens.json');
const login = (token: string, more: Readonly<Record<string, string>> = {}) =>
  forewarn(['login'], around(more, `${token}\n`));
const list = (more: Readonly<Record<string, string>> = {}) => forewarn(['maintenance:list'], around(more));

describe('T3: forewarn login', () => {
  it('keeps a token that works, for its owner alone, and every command uses it', async () => {
    const before = await list();
    expect([before.code, before.stderr]).toEqual([2, expect.stringContaining('Run `forewarn login`') as string]);
    const said = await login(api.tokens.customer);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(
      /^You are acme token, customer of acme \(self-service\), at http:\S+, until it is ended/,
    );
    expect(said.stdout).not.toContain(api.tokens.customer);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file()))).mode & 0o777).toBe(0o700);
    expect(await list()).toMatchObject({ code: 0 });
    // staff name an organization: the variable goes before what is kept
    expect((await list({ FOREWARN_TOKEN: api.tokens.operator })).code).toBe(1);
  });

  it('keeps it where XDG_CONFIG_HOME says, one for each API, and no other API gets it', async () => {
    const config = path.join(home, 'elsewhere');
    await login(api.tokens.customer, { XDG_CONFIG_HOME: config });
    await login(api.tokens.operator, { XDG_CONFIG_HOME: config, FOREWARN_URL: `${server.origin}/` });
    const kept = JSON.parse(await readFile(path.join(config, 'forewarn', 'tokens.json'), 'utf8')) as object;
    expect(kept).toEqual({ [server.origin]: api.tokens.operator });
    const other = await list({ XDG_CONFIG_HOME: config, FOREWARN_URL: 'https://forewarn.invalid' });
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('no token for https://forewarn.invalid') as string,
    ]);
  });

  it.each([
    ['no token', '', 2, 'No token was given'],
    [
      'one that is none',
      'fw_nonsense',
      1,
      'unknown, expired or revoked. Ask an administrator for another one. Nothing was kept.',
    ],
    ['what is too long', 'x'.repeat(2_000), 2, 'too long'],
  ])('refuses %s and keeps nothing', async (_name, token, code, message) => {
    const said = await login(token);
    expect([said.code, said.stderr]).toEqual([code, expect.stringContaining(message) as string]);
    await expect(stat(file())).rejects.toThrow('ENOENT');
  });

  it('keeps the one there is when another one does not work', async () => {
    await login(api.tokens.customer);
    await login('fw_nonsense');
    expect((await list()).code).toBe(0);
  });

  it('is named by whoever hears that a token is over', async () => {
    const wanted = { name: 'short', role: 'customer', organizationId: 'acme' } as const;
    const { id, token } = await createToken(api.store.db, wanted);
    await login(token);
    await revokeToken(api.store.db, id);
    const kept = await list();
    expect([kept.code, kept.stderr]).toEqual([
      1,
      expect.stringContaining('`forewarn login` takes another one') as string,
    ]);
    const given = await list({ FOREWARN_TOKEN: token });
    expect(given.stderr).toMatch(/FOREWARN_TOKEN: set another one there, or unset it and run `forewarn login`/);
  });

  it('says that FOREWARN_TOKEN goes before it', async () => {
    const said = await login(api.tokens.customer, { FOREWARN_TOKEN: api.tokens.operator });
    expect([said.code, said.stderr]).toEqual([0, expect.stringContaining('FOREWARN_TOKEN is set') as string]);
  });

  it('uses no file that others can read, and none that is not its own', async () => {
    await mkdir(path.dirname(file()), { recursive: true });
    await writeFile(file(), JSON.stringify({ [server.origin]: api.tokens.customer }), { mode: 0o644 });
    const open = await list();
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('can be read by others') as string]);
    await rm(file());
    await writeFile(file(), 'secret words', { mode: 0o600 });
    const odd = await list();
    expect([odd.code, odd.stderr]).toEqual([
      2,
      expect.stringContaining('is not what `forewarn login` writes') as string,
    ]);
    expect(odd.stderr).not.toContain('secret words');
  });
});

describe('T3: forewarn logout', () => {
  it('forgets the token of this API alone, and a second time says that there is none', async () => {
    await login(api.tokens.customer);
    const before = JSON.parse(await readFile(file(), 'utf8')) as object;
    await writeFile(file(), JSON.stringify({ ...before, 'https://other.example': 'fw_other' }), { mode: 0o600 });
    expect(await forewarn(['logout'], around())).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('forgotten here') as string,
    });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({ 'https://other.example': 'fw_other' });
    expect((await list()).code).toBe(2);
    const again = await forewarn(['logout', '--json'], around());
    expect(JSON.parse(again.stdout)).toEqual({ url: server.origin, isForgotten: false });
  });
});

describe('a token typed at a terminal', () => {
  it('is asked for, is not shown, and can be corrected', async () => {
    const raw: boolean[] = [];
    const keys = Object.assign(Readable.from(['fw_ax', '\u007f', 'b\r'].map((piece) => Buffer.from(piece))), {
      isTTY: true,
      setRawMode: (isRaw: boolean) => raw.push(isRaw),
    });
    const shown: string[] = [];
    const stderr = new Writable({
      write(piece: Buffer, _encoding, done) {
        shown.push(piece.toString());
        done();
      },
    });
    expect(await readSecret({ stdin: keys, stderr }, 'Token: ')).toBe('fw_ab');
    expect(shown.join('')).toBe('Token: \n');
    expect(raw).toEqual([true, false]);
  });

  it('is none after Ctrl-C', async () => {
    const keys = Object.assign(Readable.from([Buffer.from('fw_a\u0003')]), {
      isTTY: true,
      setRawMode: () => undefined,
    });
    const stderr = new Writable({
      write: (_piece, _encoding, done) => {
        done();
      },
    });
    await expect(readSecret({ stdin: keys, stderr }, '')).rejects.toThrow('No token was given');
  });
});
