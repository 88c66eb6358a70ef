import { deliver, StoredWindow } from '../store/support';
import { INVENTORY_TABLES } from '../../store/inventory/import/rows';
import { useApi } from './support/api';
import { useConsole } from './support/console';
import { formToken as formTokenOf } from '../../web/sign-in/forgery';

describe('N5, P8: the inventory in the console', () => {
  const api = useApi();
  const console = useConsole(api);
  const names = async (table: 'locations' | 'contacts') =>
    (await api.store.db.selectFrom(table).select('name').orderBy('name').execute()).map(({ name }) => name);

  it.each(INVENTORY_TABLES)('lists, searches and exports %s', async (table) => {
    const operator = await console.signedIn('operator');
    const all = await operator.page(`/console/inventory/${table}`);
    expect(all.status).toBe(200);
    expect(all.text.match(/<tr>/g)?.length).toBeGreaterThan(1);
    const none = await operator.page(`/console/inventory/${table}?q=no-such-row`);
    expect(none.text).toContain('Nothing begins like that');
    for (const format of ['csv', 'jsonl']) {
      const file = await operator.page(`/console/inventory/${table}/export?format=${format}`);
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename=${table}.${format}`);
      expect(file.text).toBe((await api.as('operator').get(`/v1/inventory/${table}/export?format=${format}`)).text);
    }
    expect((await operator.page(`/console/inventory/${table}/export?format=xls`)).status).toBe(422);
    // importing is for administrators
    expect(all.text).not.toContain(`${table}/import`);
    expect((await operator.page(`/console/inventory/${table}/import`)).status).toBe(403);
    expect((await operator.upload(`/console/inventory/${table}/import`, {}, ['a.csv', 'id\nx\n'])).status).toBe(403);
  });

  it('T3: a limited session sees its own organizations, and others are not there', async () => {
    const limited = await console.signedIn('operator', { organizations: ['acme'] });
    const contacts = await limited.page('/console/inventory/contacts');
    expect(contacts.text).toContain('acme-ops');
    expect(contacts.text).not.toContain('bolt');
    expect((await limited.page('/console/inventory/contacts?organization=bolt')).text).not.toContain(
      'bob@bolt.example',
    );
    expect((await limited.page('/console/inventory/organizations/bolt')).status).toBe(404);
    expect((await limited.page('/console/inventory/organizations/acme')).status).toBe(200);
    expect((await limited.page('/console/inventory/staff')).status).toBe(403);
    expect((await limited.page('/console/inventory/contacts/export')).text).not.toContain('bolt');
  });

  it('shows a customer: what it has, who is told, who looks after it, and what it was told of', async () => {
    const window = await StoredWindow.announced(api.store);
    await deliver(api.store, window.key('announcement'));
    const operator = await console.signedIn('operator');
    const page = await operator.page('/console/inventory/organizations/acme');
    for (const part of [window.reference, 'noc@acme.example', 'acme-staging', 'acme-db', 'Rita', 'Carl'])
      expect(page.text).toContain(part);
    const dyne = await operator.page('/console/inventory/organizations/dyne');
    expect(dyne.text).toContain('It was told of none.');
    for (const id of ['nobody', '%00', "a'b"])
      expect((await operator.page(`/console/inventory/organizations/${id}`)).status).toBe(404);
  });

  describe('import', () => {
    const PATH = '/console/inventory/locations/import';
    const FILE = ['locations.csv', 'path,name\neu-1/dc-9,Ninth\neu-1/dc-9/rack one,Bad\n'] as const;

    it('checks a file first: what it would change, and rows that break a rule by line and field', async () => {
      const admin = await console.signedIn('admin');
      const checked = await admin.upload(`${PATH}/check`, {}, FILE);
      expect(checked.status).toBe(200);
      expect(checked.text).toContain('What it would do');
      expect(checked.text).toMatch(/locations\.csv: 1 would be created, 0 would be changed/);
      expect(checked.text).toMatch(/<th scope="row">3<\/th><td>path<\/td>/);
      expect(checked.text).toContain('Import it');
      expect(await names('locations')).not.toContain('Ninth');
    });

    it('then imports it, and a second time changes nothing', async () => {
      const admin = await console.signedIn('admin');
      const first = await admin.upload(PATH, {}, FILE);
      expect(first.text).toContain('What was done');
      expect(first.text).toContain('1 created');
      expect(await names('locations')).toContain('Ninth');
      expect((await admin.upload(PATH, {}, FILE)).text).toContain('0 created, 0 changed, 1 the same already');
    });

    it('takes JSON Lines, and rows that are pasted', async () => {
      const admin = await console.signedIn('admin');
      await admin.upload(PATH, {}, ['more.jsonl', '{"path":"eu-1/dc-8","name":"Eighth"}\n']);
      await admin.upload(PATH, { text: 'path,name\neu-1/dc-7,Seventh\n' });
      expect(await names('locations')).toEqual(expect.arrayContaining(['Eighth', 'Seventh']));
    });

    it.each<[string, Record<string, string>, readonly [string, string] | undefined, number, string]>([
      ['no rows', {}, undefined, 422, 'choose a file, or paste rows'],
      ['rows none of which fits', { text: 'path\na b\n' }, undefined, 422, 'line 2, path'],
      ['another header', {}, ['a.csv', 'colour\nred\n'], 422, 'colour'],
      ['more pasted than is held', { text: `path\n${'x'.repeat(200_001)}` }, undefined, 422, 'choose a file'],
    ])('refuses %s with the reason, and changes nothing', async (_what, fields, file, status, words) => {
      const admin = await console.signedIn('admin');
      const before = await names('locations');
      const refused = await admin.upload(PATH, fields, file);
      expect([refused.status, refused.text.includes(words)]).toEqual([status, true]);
      expect(await names('locations')).toEqual(before);
    });

    it('T8: takes none of another session, nor what is no form', async () => {
      const admin = await console.signedIn('admin');
      const before = await names('locations');
      expect((await admin.upload(PATH, { 'form-token': 'x' }, ['a.csv', 'path,name\nzz,Z\n'])).status).toBe(403);
      const json = await fetch(console.origin + PATH, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: `forewarn=${admin.secret}` },
        body: '[{"path":"zz"}]',
      });
      expect([json.status, (await json.text()).includes('not a form with a file')]).toEqual([400, true]);
      expect(await names('locations')).toEqual(before);
    });

    it('nothing is half done: a file that breaks off changes nothing', async () => {
      const admin = await console.signedIn('admin');
      const before = await names('locations');
      const boundary = 'b';
      const body = `--b\r\nContent-Disposition: form-data; name="form-token"\r\n\r\n${formTokenOf(admin.secret)}\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\npath,name\nzz,Z\n`;
      const broken = await fetch(console.origin + PATH, {
        method: 'POST',
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, cookie: `forewarn=${admin.secret}` },
        body,
      });
      expect(broken.status).toBe(400);
      expect(await broken.text()).toContain('The file broke off');
      expect(await names('locations')).toEqual(before);
    });

    it('removes what the file does not have only when asked', async () => {
      const admin = await console.signedIn('admin');
      const checked = await admin.upload(`${PATH}/check`, { deleteMissing: 'yes' }, [
        'all.csv',
        'path,name\neu-1,Europe\n',
      ]);
      expect(checked.text).toMatch(/[1-9]\d* would be removed|Nothing was removed/);
    });
  });
});
