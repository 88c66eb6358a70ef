import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { useApi } from '../api/support/api';
import { deliver, StoredWindow, settle, take } from '../store/support';
import { useCommandLine } from '../support/command-line';
import { forewarn } from '../support/terminal';
import { openingBody } from '../support/windows';

const api = useApi();
const { as, run, file, inFolder } = useCommandLine(api);
const cli = (...argv: string[]) => run('admin', ...argv);
let window: StoredWindow;

beforeAll(async () => {
  window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  api.windows.adopt(window.core);
});

describe('windows on the command line', () => {
  it('lists them, for people and for programs', async () => {
    const { code, stdout } = await cli('windows', '--phase', 'announced,approved', '--location', 'eu-1', '-q', 'power');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^REFERENCE +PHASE +START +TITLE +NEXT\n/);
    expect(stdout).toContain(`${window.reference}  announced  2026-12-10 00:00 UTC  Replace the power`);
    const json = await cli('windows', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject([{ reference: window.reference, phase: 'announced' }]);
    expect((await cli('windows', '--phase', 'cancelled')).stdout).toBe('No window matches.\n');
  });

  it('shows one, and its deliveries with the answers', async () => {
    const { stdout } = await cli('window', window.reference);
    expect(stdout).toMatch(/announcement r1 +under-way +3 of 3 accepted/);
    expect(stdout).toContain('Opened as standard');
    const deliveries = await cli('deliveries', window.reference, '--notice', 'announcement');
    expect(deliveries.stdout).toMatch(/announcement r1 +accepted +acme +NOC@acme\.example +1 .* 250 2\.0\.0 queued/);
    expect(deliveries.stderr).toMatch(/announcement r1 .* \d+ of \d+ accepted/);
    expect((await cli('deliveries', window.reference, '--failed')).stdout).toBe('No delivery matches.\n');
    const some = await cli('deliveries', window.reference, '--limit', '2', '--json');
    expect(JSON.parse(some.stdout)).toHaveLength(2);
  });

  it('opens one from a file or the standard input, and shows its plan', async () => {
    const name = await file('window.json', JSON.stringify(openingBody()));
    const opened = await cli('open', name);
    expect(opened).toMatchObject({ code: 0, stderr: '' });
    expect(opened.stdout).toMatch(/^Open: MW-2026-\d+, approved\n.*announcement +2 organizations, 3 recipients/);
    const elsewhere = openingBody({ scope: { resources: ['dyne-web'] } });
    const piped = await forewarn(['open', '-', '--json'], { ...as('admin'), stdin: JSON.stringify(elsewhere) });
    expect(JSON.parse(piped.stdout)).toMatchObject({ phase: 'approved', plan: expect.any(Array) as unknown[] });
  });

  it('gives every command of its life', async () => {
    const own = await StoredWindow.announced(api.store);
    api.windows.adopt(own.core);
    const { reference } = own;
    const given = async (...argv: string[]) => {
      const said = await cli(...argv, '--by', 'anna');
      expect([argv[0], said.code, said.stderr]).toEqual([argv[0], 0, '']);
      return said.stdout;
    };
    const date = ['--start', '2026-12-12T01:00:00Z', '--end', '2026-12-12T03:00:00Z', '--reason', 'Parts are late.'];
    expect(await given('reschedule', reference, ...date)).toContain(`Done: ${reference} is announced, revision 2`);
    own.core.advance(Date.parse('2026-12-12T01:00:00Z') - own.core.now);
    await given('start', reference, '--note', 'Crew is on site.');
    await given('post', reference, '--message', 'Half of it is done.', '--no-notify');
    await given('verify', reference);
    await given(
      'draft-rfo',
      reference,
      await file('rfo.json', '{"state":"preliminary","summary":"a","rootCause":"b"}'),
    );
    await given('approve-rfo', reference, '--version', '1');
    expect(await given('complete', reference, '--customer-impact-minutes', '12')).toContain('completed');
    const lastSix = api.windows.commands.slice(-6);
    for (const { giver } of lastSix) expect(giver).toMatchObject({ by: 'admin token', onBehalfOf: 'anna' });
    const bodies = lastSix.map(({ name, body }) => [name, body]);
    expect(bodies).toMatchObject([
      ['start', { note: 'Crew is on site.' }],
      ['post', { message: 'Half of it is done.', notify: false }],
      ['verify', {}],
      ['draftRfo', { state: 'preliminary', summary: 'a' }],
      ['approveRfo', { version: 1 }],
      ['complete', { customerImpactMinutes: 12 }],
    ]);
  });

  it('T3, T5: issues tokens, lists them with what they are limited to, and ends those of a person', async () => {
    const added = await cli(
      'tokens',
      'add',
      'laptop',
      '--role',
      'approver',
      '--staff',
      'rita',
      '--organizations',
      'acme',
    );
    expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/^fw_[\w-]{43}\n$/) as string]);
    expect(added.stderr).toMatch(/^A token of rita, role approver, good until .*this once:\n$/);
    const listed = await cli('tokens');
    expect(listed.stdout).toMatch(/^ID +NAME +OF +ROLE +LIMITED TO +LAST USED +ENDS +STATE\n/);
    expect(listed.stdout).toMatch(/laptop +rita +approver +acme +never +\S+ \S+ UTC +good\n/);
    expect(await cli('tokens', 'end', 'rita@provider.example')).toMatchObject({
      ...{ code: 0, stdout: '1 token of rita ended.\n' },
    });
    expect(await cli('tokens', 'end', 'rita')).toMatchObject({
      code: 0,
      stdout: 'No token of rita was left to end.\n',
    });
    expect((await cli('tokens')).stdout).not.toContain('laptop');
    expect((await cli('tokens', '--all')).stdout).toMatch(/laptop .* ended\n/);
    expect((await cli('tokens', 'end')).code).toBe(2);
    expect((await run('operator', 'tokens')).code).toBe(1);
  });

  it('N12: shows tasks and ticks them off', async () => {
    const own = await StoredWindow.announced(api.store);
    await sql`
      insert into staff_tasks (window_reference, kind, organization_id, subject, reason)
      select ${own.reference}, 'tell-customer', organization, 'staff:rita', 'Tell them' from unnest(array['acme', 'bolt', 'dyne']) organization
    `.execute(api.store.db);
    const list = ['tasks', '--window', own.reference];
    const { stdout } = await cli(...list, '--staff', 'rita');
    expect(stdout).toMatch(/^ID +WINDOW +WHAT +CUSTOMER +WHO +SINCE +WHY\n/);
    expect(stdout).toMatch(/tell-customer +bolt +staff:rita .* Tell them/);
    const tasks = JSON.parse((await cli(...list, '--json')).stdout) as { id: number }[];
    const [first = '', second = '', third = ''] = tasks.map(({ id }) => String(id));
    const done = await cli('tasks', 'done', first, second, '--note', 'Called.', '--by', 'rita');
    expect([done.code, done.stdout]).toEqual([0, '2 tasks ticked off\n']);
    expect((JSON.parse((await cli(...list, '--json')).stdout) as { id: number }[]).map(({ id }) => String(id))).toEqual(
      [third],
    );
    expect((await cli(...list, '--all')).stdout).toMatch(/by admin token, on behalf of rita: Called\./);
    const absent = await cli('tasks', 'done', third, '424242');
    expect([absent.code, absent.stderr]).toEqual([
      1,
      expect.stringMatching(/Task \d+ is done.*no task 424242/s) as string,
    ]);
    expect((await cli(...list)).stdout).toBe('Nothing is left to do.\n');
    const impersonal = await cli('tasks', '--mine');
    expect([impersonal.code, impersonal.stderr]).toEqual([1, expect.stringContaining('staffId') as string]);
    expect((await cli('tasks', 'done', '0')).code).toBe(2);
  });

  it('shows a task that concerns no customer', async () => {
    const own = await StoredWindow.announced(api.store);
    await sql`
      insert into staff_tasks (window_reference, kind, subject, reason)
      values (${own.reference}, 'night-refused', 'night:2026-12-20', 'It has no window')
    `.execute(api.store.db);
    const { code, stdout } = await cli('tasks', '--window', own.reference);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/night-refused +- +night:2026-12-20 .* It has no window/),
    ]);
  });

  it('N8: shows suppressed addresses, lifts one with a reason, and sends again what failed', async () => {
    await sql`insert into suppressions (address, reason) values ('a@gone.example', '550 5.1.1 no such user')`.execute(
      api.store.db,
    );
    expect((await cli('suppressions')).stdout).toMatch(/^ADDRESS +SINCE +ANSWER\na@gone\.example .* 550 5\.1\.1/);
    expect((await cli('suppressions', 'lift', 'a@gone.example')).code).toBe(2);
    const lifted = await cli('suppressions', 'lift', 'A@gone.example', '--reason', 'It is back.');
    expect([lifted.code, lifted.stdout]).toEqual([0, 'Mail goes to a@gone.example again.\n']);
    expect((await cli('suppressions', 'lift', 'a@gone.example', '--reason', 'x')).code).toBe(1);
    expect((await cli('suppressions')).stdout).toBe('No address is suppressed.\n');

    const own = await StoredWindow.announced(api.store);
    api.windows.adopt(own.core);
    const nothing = await cli('retry-failed', own.reference);
    expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('nothing-failed') as string]);
    await cli('retry-failed', own.reference, '--notice', 'announcement', '--by', 'anna');
    expect(api.windows.commands.at(-1)).toMatchObject({
      ...{ name: 'retryFailed', reference: own.reference },
      body: { notice: 'announcement' },
      giver: { by: 'admin token', onBehalfOf: 'anna' },
    });
  });

  it('T1: shows, prints and keeps the proof of notice', async () => {
    const { stdout } = await cli('proof', window.reference, '--organization', 'acme');
    expect(stdout).toContain('What Acme was told');
    expect(stdout).toMatch(/announcement r1 +NOC@acme\.example +accepted/);
    await cli('proof', window.reference, '--organization', 'acme', '--html', '--output', 'proof.html');
    expect(await readFile(inFolder('proof.html'), 'utf8')).toMatch(/^<!doctype html>.*Proof of notice/s);
    const own = await run('customer', 'proof', window.reference, '--json');
    expect(JSON.parse(own.stdout)).toMatchObject({ organization: { id: 'acme' } });
    expect((await run('stranger', 'proof', window.reference)).code).toBe(1);
  });
});

describe('what goes wrong on the command line', () => {
  it('1: a refusal says what, why, where and what to do', async () => {
    const slots = [{ start: '2020-01-01T00:00:00Z', end: '2020-01-01T02:00:00Z' }];
    const name = await file('past.json', JSON.stringify(openingBody({ slots })));
    const { code, stdout, stderr } = await cli('open', name);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^forewarn: The start is in the past\n {2}.*later start.*\n/);
    expect(stderr).toContain('(start-in-past, https://status.provider.example/docs/problems#start-in-past)');
    const fields = await forewarn(['open', '-'], { ...as('admin'), stdin: '{"class":"standard"}' });
    expect(fields.stderr).toContain('  - title: is required\n');
    const json = await cli('open', name, '--json');
    expect(JSON.parse(json.stderr)).toMatchObject({ code: 'start-in-past', status: 422 });
    const early = await cli('start', window.reference);
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('too early') as string]);
  });

  it.each([
    ['an unknown command', ['explode'], 'unknown command'],
    ['a missing option', ['cancel', 'MW-2026-0001'], "required option '--reason <text>'"],
    ['a number that is none', ['windows', '--limit', 'many'], 'must be a whole number'],
    ['a table of none', ['export', 'people'], 'Allowed choices are locations'],
    ['a file that is not there', ['open', 'nowhere.json'], 'nowhere.json cannot be read (ENOENT)'],
    ['a form nobody can tell', ['import', 'staff', 'past.json'], 'give --format csv or jsonl'],
  ])('2: %s', async (_name, argv, message) => {
    const { code, stderr } = await cli(...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message) as string]);
  });

  it('2: no token, and never the local one for another machine', async () => {
    await mkdir(inFolder('.data'));
    await writeFile(inFolder('.data', 'admin-token'), `${api.tokens.admin}\n`);
    const { env, folder } = as('admin');
    expect((await forewarn(['windows'], { env: { FOREWARN_URL: env.FOREWARN_URL }, folder })).code).toBe(0);
    const remote = await forewarn(['windows'], { env: { FOREWARN_URL: 'https://forewarn.invalid' }, folder });
    expect([remote.code, remote.stderr]).toEqual([2, expect.stringContaining('set FOREWARN_TOKEN') as string]);
    const odd = await cli('windows', '--url', 'ftp://x');
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining('not an http or https address') as string]);
  });

  it('3: nobody answers', async () => {
    const gone = await serveOnLoopback(() => undefined);
    await gone.close();
    const { code, stderr } = await cli('windows', '--url', gone.origin);
    expect([code, stderr]).toEqual([
      3,
      `forewarn: There is no answer from ${gone.origin} (ECONNREFUSED). Start it, or correct FOREWARN_URL.\n`,
    ]);
  });

  it('3: what the API needs is away, after several tries with one key', async () => {
    api.windows.reachable = false;
    const { code, stderr } = await cli('cancel', window.reference, '--reason', 'x');
    api.windows.reachable = true;
    expect([code, stderr]).toEqual([3, expect.stringContaining('temporal-unreachable') as string]);
  });

  it('repeats a command whose answer got lost, with the same key', async () => {
    const keys: string[] = [];
    const proxy = await serveOnLoopback((request, response) => {
      keys.push(String(request.headers['idempotency-key']));
      if (keys.length === 1) {
        // the request got through, the answer does not
        request.socket.destroy();
        return;
      }
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ reference: 'MW-2026-0001', phase: 'cancelled', revision: 2, attention: [] }));
    });
    const { code } = await cli('cancel', 'MW-2026-0001', '--reason', 'x', '--url', proxy.origin);
    await proxy.close();
    expect(code).toBe(0);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
  });

  it('an answer that is not Forewarn’s is told as such', async () => {
    const other = await serveOnLoopback((_request, response) => void response.writeHead(404).end('<h1>Not here</h1>'));
    const { code, stderr } = await cli('windows', '--url', other.origin);
    await other.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining('did not answer as Forewarn does') as string]);
  });
});

describe('the inventory on the command line', () => {
  it('imports a file, names every rejected line, and ends with 1 then', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => (i % 2 === 0 ? `cli/r${String(i)},` : 'not a path,'));
    const name = await file('locations.csv', `path,name\n${rows.join('\n')}\n`);
    const { code, stdout, stderr } = await cli('import', 'locations', name);
    expect([code, stderr]).toEqual([1, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(1_501);
    expect(lines[0]).toBe('line 3: path must be names joined by "/", such as eu-1/dc-1/rack-a12');
    expect(lines.at(-1)).toBe('locations: 1,501 created, 0 updated, 0 unchanged, 1,500 lines rejected');

    const again = await cli('import', 'locations', name, '--rejected', 'rejected.csv');
    expect(again.stdout).toBe('locations: 0 created, 0 updated, 1,500 unchanged, 1,500 lines rejected\n');
    expect(again.stderr).toBe('The rejected lines are in rejected.csv.\n');
    const rejected = (await readFile(inFolder('rejected.csv'), 'utf8')).trimEnd().split('\n');
    expect(rejected.slice(0, 2)).toEqual([
      'line,field,message',
      '3,path,"must be names joined by ""/"", such as eu-1/dc-1/rack-a12"',
    ]);
    expect(rejected).toHaveLength(1_501);
  });

  it('T8: writes no formula into the file of rejected lines', async () => {
    await cli('import', 'locations', await file('odd.jsonl', '{"path":"a","=1+1":"x"}\n'), '--rejected', 'odd.csv');
    expect(await readFile(inFolder('odd.csv'), 'utf8')).toBe("line,field,message\n1,'=1+1,is not a known field\n");
  });

  it('imports from the standard input, tries it out first, and answers in JSON', async () => {
    const stdin = '{"id":"mo","name":"Mo","email":"mo@provider.example","role":"customer-engineer"}\n{"id":"x"}\n';
    const argv = ['import', 'staff', '-', '--format', 'jsonl', '--json'];
    const dry = await forewarn([...argv, '--dry-run'], { ...as('admin'), stdin });
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, created: 1 });
    const done = await forewarn(argv, { ...as('admin'), stdin });
    expect(JSON.parse(done.stdout)).toMatchObject({
      ...{ dryRun: false, created: 1, rejectedRows: 1 },
      rejected: [{ line: 2, faults: [{ field: 'name', message: 'is required' }, {}, {}] }],
    });
  });

  it('removes what is gone only when asked, and takes back its own export', async () => {
    expect((await cli('export', 'staff', '--output', 'staff.csv')).stderr).toBe('staff is in staff.csv.\n');
    const text = await readFile(inFolder('staff.csv'), 'utf8');
    expect(text).toMatch(/^id,name,email,role\r\n/);
    await cli('import', 'staff', await file('more.csv', `${text}zoe,Zoë,zoe@provider.example,customer-engineer\r\n`));
    const same = await cli('import', 'staff', 'staff.csv', '--delete-missing');
    expect([same.code, same.stdout]).toEqual([0, 'staff: 0 created, 0 updated, 3 unchanged, 1 removed\n']);
    const refused = await cli(
      'import',
      'staff',
      await file('bad.csv', 'id,name,email,role\nx,X,x,y\n'),
      '--delete-missing',
    );
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('Nothing was removed: a row was') as string,
    ]);
    const { stdout } = await cli('export', 'staff', '--format', 'jsonl');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(['carl', 'mo', 'rita']);
  });

  it('is refused to whoever may not', async () => {
    const { code, stderr } = await run('operator', 'import', 'staff', 'staff.csv');
    expect([code, stderr]).toEqual([1, expect.stringContaining('This needs a token of role admin') as string]);
  });

  it('leaves no part of an export that breaks off', async () => {
    const broken = await serveOnLoopback((_request, response) => {
      response.write('id,name,email,role\r\n');
      setTimeout(() => response.destroy(), 20);
    });
    const { code, stderr } = await cli('export', 'staff', '--output', 'part.csv', '--url', broken.origin);
    await broken.close();
    expect([code, stderr]).toEqual([3, expect.stringContaining('broke off') as string]);
    await expect(readFile(inFolder('part.csv'))).rejects.toThrow('ENOENT');
    await expect(readFile(inFolder('part.csv.part'))).rejects.toThrow('ENOENT');
  });
});

describe('the terminal', () => {
  const terminal = (argv: string[], env = {}) =>
    forewarn(argv, { ...as('admin'), env: { ...as('admin').env, ...env }, isTerminal: true });

  it('gets colours and a progress bar, and nothing else does', async () => {
    const escape = '\u001b';
    const shown = await terminal(['import', 'locations', 'locations.csv', '--dry-run', '--rejected', 'terminal.csv']);
    expect(shown.stderr.replaceAll(escape, 'ESC')).toMatch(/\rESC\[Klocations\.csv \[=+ *\] \d+ %, 0\.0 MB of 0\.0 MB/);
    expect(shown.stdout).toContain(`${escape}[31m1,500 lines rejected${escape}[39m`);
    expect((await terminal(['windows'], { NO_COLOR: '1' })).stdout).not.toContain(escape);
    expect((await terminal(['windows', '--no-color'])).stdout).not.toContain(escape);
    expect((await cli('windows')).stdout).not.toContain(escape);
    expect((await terminal(['windows'])).stdout).toContain(escape);
  });

  it('is not moved by what a mail server says', async () => {
    const own = await StoredWindow.announced(api.store);
    await api.store.ledger.prepare(own.key('announcement'));
    const { claim, taken } = await take(api.store, own.key('announcement'));
    const outcome = { state: 'failed', reply: '550 \u202eevil' } as const;
    await settle(api.store, claim, taken, outcome);
    const { stdout } = await cli('deliveries', own.reference, '--failed');
    expect(stdout).toContain('550 evil');
  });
});

describe('L10: series on the command line', () => {
  const { slots: _slots, ...window } = openingBody();
  const recurrence = {
    ...{ every: 'week', weekdays: ['sunday'], at: '02:30', durationMinutes: 60 },
    ...{ timeZone: 'Europe/Paris', from: '2027-03-21' },
  };

  it('creates one from a file, and shows its nights by both clocks', async () => {
    const name = await file('series.json', JSON.stringify({ name: 'Kernel updates', window, recurrence }));
    const { code, stdout } = await cli('series', 'create', name);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^MS-2026-\d{4} Kernel updates\nactive, Europe\/Paris, opened 21 days before\n/);
    expect(stdout).toMatch(
      /2027-03-28 +2027-03-28 03:30 \+02:00 +2027-03-28 01:30 UTC +planned +- +02:30 does not exist on 2027-03-28/,
    );
    expect((await cli('series', '--state', 'active')).stdout).toMatch(
      /^SERIES +STATE +NEXT NIGHT.*\nMS-2026-\d{4} +active +2027-03-21 02:30 /,
    );
  });

  it('skips, takes in again, pauses, resumes and ends it', async () => {
    const name = await file('series.json', JSON.stringify({ name: 'Weekly', window, recurrence }));
    const { id } = JSON.parse((await cli('series', 'create', name, '--json')).stdout) as { id: string };
    const given = async (...argv: string[]) => {
      const said = await cli('series', ...argv);
      expect([argv[0], said.code, said.stderr]).toEqual([argv[0], 0, '']);
      return said.stdout;
    };
    expect(await given('skip', id, '2027-03-28', '--reason', 'Trade fair')).toMatch(
      /2027-03-28 .* skipped .* Trade fair/,
    );
    expect(await given('unskip', id, '2027-03-28')).not.toContain('skipped');
    expect(await given('pause', id)).toContain('\npaused, ');
    expect(await given('resume', id)).toContain('\nactive, ');
    expect(await given('end', id)).toContain('\nended, ');
    expect(await given('show', id)).toContain('No nights.');
    expect(await given('list', '--state', 'paused')).toBe('There is no series.\n');
    expect(await cli('series', 'pause', id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('for good') as string,
    });
  });
});

describe('completion', () => {
  const complete = async (words: string[]) => {
    const { stdout } = await forewarn(['completion', 'bash']);
    const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${String(words.length - 1)}; _forewarn; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return (await promisify(execFile)('bash', ['-c', script])).stdout.trimEnd().split('\n');
  };

  it('knows commands, options and words, in bash', async () => {
    expect(await complete(['forewarn', 'dr'])).toEqual(['draft-rfo']);
    expect(await complete(['forewarn', 'series', 'un'])).toEqual(['unskip']);
    expect(await complete(['forewarn', 'import', 'staff'])).toEqual(['staff', 'staff_organizations']);
    expect(await complete(['forewarn', '--json', 'post', 'MW-2026-0001', '--n'])).toEqual([
      '--next-update-by',
      '--no-notify',
      '--no-color',
    ]);
    expect(await complete(['forewarn', 'tasks', 'd'])).toEqual(['done']);
    expect(await complete(['forewarn', 'suppressions', '--rea'])).toEqual(['--reason']);
  });

  it('is there for zsh and fish, with every command', async () => {
    const zsh = (await forewarn(['completion', 'zsh'])).stdout;
    expect(zsh).toMatch(/^#compdef forewarn\n/);
    expect(zsh).toContain("'draft-rfo:a version of the RFO'");
    const fish = (await forewarn(['completion', 'fish'])).stdout;
    expect(fish).toContain("complete -c forewarn -n '__fish_seen_subcommand_from import' -l dry-run");
    expect((await forewarn(['completion', 'tcsh'])).code).toBe(2);
  });
});

it('runs as a program: results on stdout, the exit code for scripts', async () => {
  const start = (...argv: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...argv], {
      env: { ...process.env, ...as('admin').env },
    });
  expect(JSON.parse((await start('windows', '--json')).stdout)).toEqual(expect.any(Array));
  await expect(start('window', 'MW-2026-9999')).rejects.toMatchObject({ code: 1, stdout: '' });
}, 30_000);
