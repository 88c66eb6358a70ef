import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { listTasks } from '../../store/ledger/tasks';
import { useApi } from './support/api';
import { faultIn, useConsole } from './support/console';

const HOSTILE = '<img src=x onerror=alert(1)> & "words"';

describe('P8: whom mail does not reach, in the console', () => {
  const api = useApi();
  const console = useConsole(api);
  const lifts = async () =>
    (await sql`select address, lifted_by, reason from suppression_lifts order by id`.execute(api.store.db)).rows;

  beforeEach(async () => {
    await sql`truncate suppressions, suppression_lifts, staff_tasks cascade`.execute(api.store.db);
    await sql`insert into suppressions (address, reason) values
      ('a@gone.example', '550 no such user'), ('b@gone.example', '550 relay not permitted'), ('c@gone.example', ${HOSTILE})
    `.execute(api.store.db);
  });

  it('T3: suppressed addresses are for those who may read them by the API', async () => {
    const seen = await (await console.signedIn('approver')).page('/console/suppressions');
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('a@gone.example');
    // who may not lift has no button for it, and no page behind it
    expect(seen.text).not.toContain('/console/suppressions/lift');
    const approver = await console.signedIn('approver');
    expect((await approver.page('/console/suppressions/lift')).status).toBe(403);
    expect((await approver.send('/console/suppressions/lift', { address: 'a@gone.example', reason: 'x' })).status).toBe(
      403,
    );
    expect(
      (await (await console.signedIn('operator', { organizations: ['acme'] })).page('/console/suppressions')).status,
    ).toBe(403);
    expect(await lifts()).toEqual([]);
  });

  it('searches them, and writes what servers said as text alone', async () => {
    const operator = await console.signedIn('operator');
    const found = await operator.page('/console/suppressions?q=RELAY');
    expect(found.text).toContain('b@gone.example');
    expect(found.text).not.toContain('a@gone.example');
    const all = await operator.page('/console/suppressions');
    expect(all.text).not.toContain('<img src=x');
    expect(all.text).toContain('&lt;img src=x');
    expect((await operator.page('/console/suppressions?q=%00')).status).toBe(200);
    expect((await operator.page('/console/suppressions?cursor=x')).status).toBe(422);
  });

  it('T2: lifts one with a reason, once, however often the form is sent', async () => {
    const operator = await console.signedIn('operator');
    const refused = await operator.send('/console/suppressions/lift', { address: 'a@gone.example', reason: '' });
    expect([refused.status, faultIn(refused.text, 'reason')]).toEqual([422, 'It is required.']);
    expect(refused.text).toContain('value="a@gone.example"');
    const key = randomUUID();
    const form = { address: 'a@gone.example', reason: 'It is back.' };
    for (let time = 0; time < 2; time++) {
      const done = await operator.send('/console/suppressions/lift', form, key);
      expect([done.status, done.url]).toEqual([200, '/console/suppressions?lifted=1']);
      expect(done.text).toContain('One address is off the list');
    }
    expect(await lifts()).toEqual([
      { address: 'a@gone.example', lifted_by: 'operator@provider.example', reason: 'It is back.' },
    ]);
    expect((await operator.send('/console/suppressions/lift', form)).status).toBe(404);
  });

  it('lifts many that fit, and asks which', async () => {
    const operator = await console.signedIn('operator');
    const unsaid = await operator.send('/console/suppressions/lift-many', { reason: 'The relay was wrong.' });
    expect(unsaid.status).toBe(422);
    expect(unsaid.text).toContain('must say which addresses');
    expect(unsaid.text).toContain('The relay was wrong.');
    const short = await operator.send('/console/suppressions/lift-many', { reply: 're', reason: 'x' });
    expect(faultIn(short.text, 'reply')).toMatch(/3/);
    const done = await operator.send('/console/suppressions/lift-many', {
      reply: 'relay',
      reason: 'The relay was wrong.',
    });
    expect(done.url).toBe('/console/suppressions?lifted=1');
    expect(await lifts()).toMatchObject([{ address: 'b@gone.example' }]);
  });

  it('T8: takes no form that was made for another session', async () => {
    const operator = await console.signedIn('operator');
    const form = { address: 'a@gone.example', reason: 'x', 'form-token': 'somebody-elses' };
    expect((await operator.send('/console/suppressions/lift', form)).status).toBe(403);
    expect(await lifts()).toEqual([]);
  });
});

describe('N12: tasks in the console', () => {
  const api = useApi();
  const console = useConsole(api);
  let ids: number[];

  beforeEach(async () => {
    await sql`truncate staff_tasks cascade`.execute(api.store.db);
    const { rows } = await sql<{ id: number }>`
      insert into staff_tasks (kind, organization_id, subject, reason) values
        ('reach-otherwise', 'bolt', 'organization:bolt', 'Bolt cannot be mailed.'),
        ('reach-otherwise', 'dyne', 'organization:dyne', 'Dyne cannot be mailed.'),
        ('place-returned-mail', null, 'returned-mail:77', 'Nobody could place it.'),
        ('objection', 'acme', 'organization:acme', ${HOSTILE})
      returning id
    `.execute(api.store.db);
    ids = rows.map(({ id }) => id);
  });

  const open = async () => (await listTasks(api.store.db, { open: true }, {})).items.map(({ id }) => id);

  it("shows mine, my customers' and all", async () => {
    const rita = await console.signedIn('operator', { staffId: 'rita' });
    const mine = await rita.page('/console/tasks');
    expect(mine.text).toContain('Bolt cannot be mailed.');
    expect(mine.text).not.toContain('Dyne cannot be mailed.');
    const customers = await rita.page('/console/tasks?whose=customers&kind=objection');
    expect(customers.text).toContain('Answer an objection');
    expect(customers.text).not.toContain('Bolt cannot be mailed.');
    const all = await rita.page('/console/tasks?whose=all');
    expect(all.text).toContain('Dyne cannot be mailed.');
    expect(all.text).not.toContain('<img src=x');
    // somebody who is not of the staff has none of their own
    const nobody = await (await console.signedIn('operator')).page('/console/tasks?whose=mine');
    expect(nobody.text).toContain('Dyne cannot be mailed.');
    expect(nobody.text).toContain('not in the table of staff');
  });

  it('T3: shows a limited session what concerns its organizations, and nothing of others', async () => {
    const limited = await console.signedIn('operator', { organizations: ['dyne'] });
    const listed = await limited.page('/console/tasks');
    expect(listed.text).toContain('Dyne cannot be mailed.');
    expect(listed.text).not.toMatch(/Bolt|acme/);
    expect((await limited.page(`/console/tasks/${String(ids[0])}`)).status).toBe(404);
    expect((await limited.send(`/console/tasks/${String(ids[0])}/done`, {})).status).toBe(404);
    for (const id of ['0', 'x', '99999999999999999', '%00'])
      expect((await limited.page(`/console/tasks/${id}`)).status).toBe(404);
    expect(await open()).toEqual(ids);
  });

  it('ticks one off with a note, once', async () => {
    const operator = await console.signedIn('operator');
    const [id] = ids;
    const page = await operator.page(`/console/tasks/${String(id)}`);
    expect(page.text).toContain('Reach somebody otherwise');
    const long = await operator.send(`/console/tasks/${String(id)}/done`, { note: 'n'.repeat(2_001) });
    expect([long.status, faultIn(long.text, 'note')]).toEqual([422, 'It must have at most 2000 characters.']);
    const key = randomUUID();
    for (const note of ['Called them.', 'Called them.']) {
      const done = await operator.send(`/console/tasks/${String(id)}/done`, { note }, key);
      expect(done.url).toBe(`/console/tasks?done=${String(id)}`);
    }
    expect(await open()).toEqual(ids.slice(1));
    expect((await operator.page(`/console/tasks/${String(id)}`)).text).toContain('Called them.');
  });

  it('S9: a refused objection needs its reason', async () => {
    const operator = await console.signedIn('operator');
    const id = ids[3];
    const page = await operator.page(`/console/tasks/${String(id)}`);
    // overriding is for approvers
    expect(page.text).not.toContain('name="override"');
    expect((await (await console.signedIn('approver')).page(`/console/tasks/${String(id)}`)).text).toContain(
      'name="override"',
    );
    const refused = await operator.send(`/console/tasks/${String(id)}/answer`, { answer: 'refused' });
    expect([refused.status, faultIn(refused.text, 'reason')]).toEqual([422, expect.stringMatching(/\S/)]);
    expect(refused.text).toContain('value="refused" selected');
  });

  it('N13: shows a returned mail as it came, as text alone', async () => {
    const { rows } = await sql<{ id: number }>`
      insert into returned_mails (digest, raw, size, reason, received_at)
      values ('d', ${Buffer.from(`From: a\r\n\r\n${HOSTILE}`)}, 900000, 'it names no window', ${new Date(api.time.now)}) returning id
    `.execute(api.store.db);
    const operator = await console.signedIn('operator');
    const page = await operator.page(`/console/returned-mails/${String(rows[0]?.id)}`);
    expect(page.text).toContain('it names no window');
    expect(page.text).not.toContain('<img src=x');
    expect((await operator.page('/console/returned-mails/4242')).status).toBe(404);
    expect((await (await console.signedIn('approver')).page('/console/returned-mails/1')).status).toBe(403);
  });
});
