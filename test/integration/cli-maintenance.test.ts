import { useApi, type TokenName } from '../api/support/api';
import { useMaintenance } from '../api/support/maintenance';
import { useCommandLine } from '../support/command-line';
import { forewarn } from '../support/terminal';

const api = useApi();
const { as, run: cli } = useCommandLine(api);
const { list, made } = useMaintenance(api);

const given = async (token: TokenName, ...argv: string[]) => {
  const said = await cli(token, ...argv);
  expect([argv[0], said.code, said.stderr]).toEqual([argv[0], 0, '']);
  return said.stdout;
};
const idsIn = (text: string) => [...text.matchAll(/^(acme-\S+)/gm)].map(([id]) => id);

/** What customers and the run of the window have claimed is carried out. */
async function carryOut(end: 'done' | 'failed' = 'done') {
  for (const { key } of api.work.carried.splice(0)) {
    await list().begin(key, api.time.now);
    await list().end(key, { state: end }, api.time.now);
  }
}

describe('S4: what is due, on the command line', () => {
  it('lists it for people and for programs, all of it or by kind', async () => {
    const { reference } = await made();
    const all = await given('customer', 'maintenance:list');
    expect(all).toMatch(/^RESOURCE +NAME +KIND +ENVIRONMENT +STATE +WINDOW +START +DO IT YOURSELF UNTIL\n/);
    expect(idsIn(all)).toEqual(['acme-app', 'acme-db-1', 'acme-db-2', 'acme-db-3']);
    expect(all).toContain(`due    ${reference}  2026-12-10 00:00 UTC  2026-12-09 23:00 UTC`);
    expect(idsIn(await given('customer', 'maintenance:apps'))).toEqual(['acme-app']);
    expect(idsIn(await given('customer', 'maintenance:dbs'))).toEqual(['acme-db-1', 'acme-db-2', 'acme-db-3']);
    expect(await given('customer', 'maintenance:list', '--kind', 'circuit')).toBe('No maintenance is due.\n');
    const json = JSON.parse(await given('customer', 'maintenance:dbs', '--json')) as unknown[];
    expect(json).toHaveLength(3);
    expect(await given('operator', 'maintenance:list', '--organization', 'bolt')).toContain('bolt-db');
    const some = await cli('customer', 'maintenance:list', '--limit', '2');
    expect(some.stderr).toContain('more than 2');
  });
});

describe('S3: doing it before the window, on the command line', () => {
  it('restarts a resource of the only window, after which it is off the list', async () => {
    const { reference } = await made();
    const said = await given('customer', 'maintenance:restart', 'acme-db-3');
    expect(said).toContain(`The maintenance of acme-db-3 in ${reference} is yours`);
    expect(api.work.carried).toHaveLength(1);
    await carryOut();
    expect(idsIn(await given('customer', 'maintenance:dbs'))).toEqual(['acme-db-1', 'acme-db-2']);
    const gone = await cli('customer', 'maintenance:restart', 'acme-db-3');
    expect(gone).toMatchObject({ code: 1, stdout: '' });
    expect(gone.stderr).toContain('No maintenance of acme-db-3 is due');
    // of a window that is named the API says why
    const why = await cli('customer', 'maintenance:restart', 'acme-db-3', '--window', reference, '--json');
    expect(why.code).toBe(1);
    expect(JSON.parse(why.stderr)).toMatchObject({
      code: 'not-due',
      detail: expect.stringContaining('done') as string,
    });
  });

  it('names the windows when there are several', async () => {
    const [one, two] = [await made({}, ['acme-db-3']), await made({}, ['acme-db-3'])];
    const said = await cli('customer', 'maintenance:restart', 'acme-db-3');
    expect(said.code).toBe(2);
    expect(said.stderr).toContain(`${one.reference} on 2026-12-10 00:00 UTC`);
    expect(said.stderr).toContain(two.reference);
    expect(said.stderr).toContain('--window');
    const args = ['maintenance:restart', 'acme-db-3', '--window', two.reference, '--json'];
    expect(JSON.parse(await given('customer', ...args))).toMatchObject({
      reference: two.reference,
      work: { state: 'claimed', by: 'customer' },
    });
  });
});

describe('the work of a window on the command line', () => {
  it('shows how far it is, and on which resources', async () => {
    const { reference } = await made();
    await given('customer', 'maintenance:restart', 'acme-db-3');
    await carryOut();
    await given('customer', 'maintenance:restart', 'acme-app');
    await carryOut('failed');
    const work = await given('operator', 'work', reference);
    expect(work).toContain(`${reference}  [====                    ] 1 of 5 done, 3 due, 1 failed\n`);
    expect(work).toMatch(/acme-db-3 .*done +the customer \(acme token\)/);
    expect(await given('customer', 'work', reference, '--state', 'failed')).toMatch(
      /acme-app .*failed +the customer {2}/,
    );
    expect(JSON.parse(await given('customer', 'work', reference, '--json'))).toMatchObject({
      total: 4,
      counts: { done: 1, failed: 1, due: 2 },
    });
    expect((await cli('stranger', 'work', reference)).code).toBe(1);
  });

  it.each([false, true])('--watch ends when everything is at its end; on a terminal: %s', async (isTerminal) => {
    const { reference } = await made({}, ['acme-db-3', 'acme-app']);
    const watching = forewarn(['work', reference, '--watch'], { ...as('operator'), isTerminal });
    await given('customer', 'maintenance:restart', 'acme-db-3');
    await carryOut();
    await given('customer', 'maintenance:restart', 'acme-app');
    await carryOut('failed');
    const { code, stdout } = await watching;
    expect(code).toBe(0);
    expect(stdout.includes('\u001b[2J')).toBe(isTerminal);
    const lines = stdout.split('\n').filter((text) => text.includes(' of 2 done'));
    expect(lines.at(-1)).toContain('1 of 2 done, 1 failed');
    // elsewhere a line tells a change and nothing else
    const changes = isTerminal ? [] : lines;
    expect(new Set(changes).size).toBe(changes.length);
  });

  it('S2, S3: a window shows how far its work is, how it is done, and until when customers can do it', async () => {
    const { reference } = await made();
    await given('customer', 'maintenance:restart', 'acme-db-3');
    await carryOut();
    const staff = await given('operator', 'window', reference);
    expect(staff).toContain(
      'Work\n[====                    ] 1 of 5 done, 4 due\nautomatic, by demo\ncustomers can do it themselves until 2026-12-09 23:00 UTC',
    );
    const own = await given('customer', 'window', reference);
    expect(own).toContain('1 of 4 done, 3 due');
    expect(own).not.toContain('by demo');
  });
});

describe('S6, S9: acknowledging and objecting, on the command line', () => {
  it('a customer acknowledges, or objects, and staff answer with a reason', async () => {
    const { reference } = await made();
    expect(await given('customer', 'maintenance:acknowledge', reference)).toContain(`you know of ${reference}`);
    const said = await given(
      'customer',
      'maintenance:object',
      reference,
      '--reason',
      'Our sale.',
      '--resources',
      'acme-db-3',
    );
    expect(said).toMatch(/is on record as task (\d+), about 1 resource\./);
    const id = /task (\d+)/.exec(said)?.[1] ?? '';
    expect(await given('operator', 'tasks', '--window', reference)).toMatch(
      new RegExp(`${id} .*objection .*acme .*Our sale\\.`),
    );
    const bare = await cli('operator', 'tasks', 'answer', id, 'refuse');
    expect([bare.code, bare.stderr]).toEqual([1, expect.stringContaining('reason: is required') as string]);
    expect(await given('operator', 'tasks', 'answer', id, 'refuse', '--reason', 'It is not safe.')).toContain(
      'is refused',
    );
    expect(await given('operator', 'tasks', '--window', reference, '--all')).toMatch(/refused .*It is not safe\./);
    const late = await cli('operator', 'tasks', 'answer', id, 'accept');
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('was refused by operator token') as string]);
    expect((await cli('operator', 'tasks', 'answer', id, 'perhaps')).code).toBe(2);
    const gone = await cli('customer', 'maintenance:object', reference, '--reason', 'x', '--resources', 'bolt-web');
    expect([gone.code, gone.stderr]).toEqual([
      1,
      expect.stringContaining('There is no maintenance of bolt-web') as string,
    ]);
  });
});

describe('S8: another permitted night, on the command line', () => {
  const NIGHTS = { workKey: 'kernel' };

  /** Two windows with the same work, the one with three resources of acme, the other with bolt's and places for two. */
  async function nights() {
    api.windows.timeline = api.store.timeline;
    const to = await made(NIGHTS, ['bolt-db'], { capacity: 2 });
    const from = await made(NIGHTS, ['acme-db-1', 'acme-db-3', 'acme-app'], { alternatives: [to.reference] });
    return { from: from.reference, to: to.reference };
  }

  it('a customer moves resources by name, from the window they are in, once however often', async () => {
    const { from, to } = await nights();
    expect(await given('customer', 'maintenance:nights', from)).toMatch(
      new RegExp(`\\n${to} +2026-12-10 00:00 UTC .* 2 +2026-12-09 23:00 UTC`),
    );
    // nobody has told them of that window yet
    expect((await cli('customer', 'maintenance:nights', to)).code).toBe(1);
    for (let times = 0; times < 2; times++) {
      // the second time the list has it in the other window
      const where = times === 0 ? [] : ['--from', from];
      const said = await given('customer', 'maintenance:move', 'acme-db-3', '--to', to, ...where);
      expect(said).toContain(`Moved to ${to}, which begins 2026-12-10 00:00 UTC: 1 resource of ${from}.`);
    }
    const listed = await given('customer', 'maintenance:list');
    expect(listed).toMatch(new RegExp(`acme-db-3 .*due +${to} `));
    expect(listed).not.toMatch(new RegExp(`acme-db-3 .*${from} `));
    const json = await given('customer', 'maintenance:move', 'acme-app', '--to', to, '--json');
    expect(JSON.parse(json)).toMatchObject({ reference: from, to, resources: ['acme-app'], state: 'done' });
  });

  it('says what is wrong, and what would help', async () => {
    const { from, to } = await nights();
    const full = await cli('customer', 'maintenance:move', '--to', to);
    expect([full.code, full.stderr]).toEqual([1, expect.stringContaining('(room for 2)') as string]);
    const other = await cli('customer', 'maintenance:move', 'acme-app', '--to', 'MW-2099-0001');
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining(`These are: ${to}`) as string]);
    const lost = await cli('customer', 'maintenance:move', 'nothing', '--to', to);
    expect([lost.code, lost.stderr]).toEqual([1, expect.stringContaining('--from') as string]);
    expect((await cli('customer', 'maintenance:move', 'acme-app')).code).toBe(2);
    await made(NIGHTS, ['acme-app']);
    const several = await cli('customer', 'maintenance:move', 'acme-app', '--to', to);
    expect([several.code, several.stderr]).toEqual([2, expect.stringContaining(`${from}, `) as string]);
  });
});
