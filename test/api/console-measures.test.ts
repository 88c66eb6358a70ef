import { textAt } from '../support/forms';
import { useWordsConsole } from '../support/words-console';
import { T0 } from '../support/windows';

/** P8, E5: preventive measures in the console, as browsers without a script send their forms. */

const pages = useWordsConsole();
const { api } = pages;
const LIST = '/console/measures';
let reference: string;

beforeAll(async () => {
  await api.store.db
    .insertInto('staff')
    .values({ id: 'mara', name: 'Mara Berg', email: 'mara@provider.example', role: 'approver' })
    .execute();
  const window = await pages.window({ class: 'emergency' });
  ({ reference } = window);
  await window.start();
  await window.give('complete');
  const measure = (text: string, owner: string, due: string) => ({ text, owner, due });
  await window.give('draftRfo', {
    ...{ summary: 'A pump failed.', rootCause: 'Wear.' },
    preventiveMeasures: [
      measure('A <second> pump.', 'mara', '2026-11-20'),
      measure('Ask the vendor.', 'Procurement', '2027-02-28'),
      measure('A third pump.', 'mara', '2027-03-31'),
    ],
  });
  await window.give('approveRfo', { by: 'second' });
}, 60_000);

async function pageOf(text: string): Promise<string> {
  const { items } = (await api.as('operator').get('/v1/measures').expect(200)).body as {
    items: { id: number; text: string }[];
  };
  return `${LIST}/${String(items.find((item) => item.text === text)?.id)}`;
}

describe('E5: measures', () => {
  it('are listed with the earliest date first, narrowed to what is open or late, by owner and window', async () => {
    expect(T0).toBeGreaterThan(Date.parse('2026-11-20'));
    const { html } = await pages.read('olga', LIST);
    expect(html).toContain('A &lt;second> pump.');
    expect(html.split('>late<').length).toBe(3);
    const late = await pages.read('olga', `${LIST}?which=late`);
    expect([late.html.includes('pump.'), late.html.includes('vendor')]).toEqual([true, false]);
    const own = await pages.read('olga', `${LIST}?owner=procurement&window=${reference}`);
    expect([own.html.includes('pump.'), own.html.includes('vendor')]).toEqual([false, true]);
    expect((await pages.read('olga', `${LIST}?which=nonsense&cursor=`)).status).toBe(200);
    expect((await pages.read('olga', `${LIST}?window=MW-2026-9999`)).html).toContain('No measure is like that.');
  });

  it('are postponed with a reason, refused at the field with what was typed still there', async () => {
    const page = await pageOf('Ask the vendor.');
    const typed = { due: '2027-01-01', reason: 'They <never> answer.' };
    const refused = await pages.send('olga', page, `${page}/postpone`, typed);
    expect(refused.status).toBe(422);
    expect(textAt(refused.html, 'field-due-fault')).toContain('must be later than the date in force, 2027-02-28');
    expect(textAt(refused.html, 'field-reason')).toBe('They <never> answer.');
    const sent = await pages.send('olga', page, `${page}/postpone`, { ...typed, due: '2027-04-30' });
    expect(sent.at).toBe(pages.origin + page);
    expect(sent.html).toContain('2027-04-30');
    expect(sent.html).toContain('They &lt;never> answer.');
  });

  it('are done by their owner, whatever their role, and by nobody else who only approves', async () => {
    const foreign = await pageOf('Ask the vendor.');
    const { html } = await pages.read('mara', foreign);
    expect([html.includes('/done"'), html.includes('by its owner, Procurement')]).toEqual([false, true]);
    const own = await pageOf('A <second> pump.');
    const done = await pages.send('mara', own, `${own}/done`, { note: 'It stands.' });
    expect(done.html).toContain('It stands.');
    const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    expect((await pages.post('mara', `${foreign}/done`, { 'form-token': token })).status).toBe(403);
  });

  it('are given up with a reason, once', async () => {
    const page = await pageOf('A third pump.');
    const action = `${page}/give-up`;
    const refused = await pages.send('olga', action, action);
    expect(textAt(refused.html, 'field-reason-fault')).toContain('is required');
    const sent = await pages.send('olga', action, action, { reason: 'Replaced as a whole.' });
    expect(sent.html).toContain('given up');
    const again = await pages.send('olga', action, action, { reason: 'Once more.' });
    expect([again.status, again.html.includes('was given up on')]).toEqual([409, true]);
  });

  it('T3: of another tenant there is none', async () => {
    expect((await pages.read('lena', LIST)).html).toContain('No measure is like that.');
    expect((await pages.read('lena', await pageOf('A third pump.'))).status).toBe(404);
    for (const id of ['0', '-1', 'x', '9'.repeat(20)])
      expect((await pages.read('olga', `${LIST}/${id}`)).status).toBe(404);
  });
});
