import { formIn, textAt } from '../support/forms';
import { useWordsConsole } from '../support/words-console';

/** P8, P2: templates in the console, as browsers without a script send their forms. */

const pages = useWordsConsole();
const { api } = pages;
const NEW = '/console/new-template';
const PAGE = '/console/templates/rack-work';

const TYPED = {
  ...{ name: 'Work on a rack', language: 'en', reason: 'power' },
  'wordings.en.introduction': 'We work on {{ location }}.',
  'wordings.de.introduction': 'Wir arbeiten an {{ location }}.',
};
const kept = async () =>
  (await api.as('admin').get('/v1/templates/rack-work').expect(200)).body as { wordings: Record<string, object> };

beforeEach(async () => {
  await api.store.db.deleteFrom('templates').execute();
  await api.as('admin').post('/v1/templates/rack-work', {
    ...{ name: 'Work on a rack', language: 'en' },
    wordings: { en: { introduction: 'We work on {{ location }}.' }, de: { introduction: 'Wir arbeiten.' } },
  });
});

describe('P2: templates', () => {
  it('are listed, and made once however often the form is sent', async () => {
    const list = await pages.read('olga', '/console/templates');
    expect([list.html.includes('Work on a rack'), list.html.includes(NEW)]).toEqual([true, false]);
    const { html } = await pages.read('mara', NEW);
    const fields = { ...formIn(html, NEW), ...TYPED, id: 'power-work' };
    for (let n = 0; n < 2; n++) {
      const sent = await pages.post('mara', NEW, fields);
      expect([sent.status, sent.at]).toEqual([200, `${pages.origin}/console/templates/power-work`]);
    }
    const taken = await pages.send('mara', NEW, NEW, { ...TYPED, id: 'rack-work', name: 'Another' });
    expect([taken.status, textAt(taken.html, 'field-id-fault')]).toEqual([422, expect.stringContaining('is taken')]);
    const odd = await pages.send('mara', NEW, NEW, { ...TYPED, id: '../Odd' });
    expect(textAt(odd.html, 'field-id-fault')).toContain('must be an id such as rack-work');
    expect(formIn(odd.html, NEW)).toMatchObject({ ...TYPED, id: '../Odd' });
  });

  it('are edited language by language; a language that is emptied is gone', async () => {
    const sent = await pages.send('mara', PAGE, PAGE, {
      'wordings.de.introduction': '',
      'wordings.fr.introduction': 'Nous travaillons.',
    });
    expect(sent.status).toBe(200);
    expect((await kept()).wordings).toEqual({
      en: { introduction: 'We work on {{ location }}.' },
      fr: { introduction: 'Nous travaillons.' },
    });
    expect(sent.html).toContain('We work on eu-1/dc-1/rack-a12.');
  });

  it('an error stands at its field with its line, and what was typed is still there', async () => {
    const source = 'One line.\nThen {{ nmae }}.';
    const refused = await pages.send('mara', PAGE, PAGE, { 'wordings.de.introduction': source });
    expect(refused.status).toBe(422);
    expect(textAt(refused.html, 'field-wordings-de-introduction-fault')).toContain(
      'Line 2: there is no variable "nmae"',
    );
    expect(refused.html).toContain('Line 2: <code>Then {{ nmae }}.</code>');
    expect(textAt(refused.html, 'field-wordings-de-introduction')).toBe(source);
    const both = await pages.send('mara', PAGE, PAGE, { name: '', 'wordings.en.introduction': '' });
    expect(textAt(both.html, 'field-name-fault')).toContain('is required');
    expect((await kept()).wordings).toMatchObject({ de: { introduction: 'Wir arbeiten.' } });
  });

  it('are previewed per language beside what is typed, and nothing is kept', async () => {
    const { html } = await pages.read('mara', PAGE);
    const fields = { ...formIn(html, PAGE), 'wordings.de.introduction': '<b>{{ provider }}</b> am {{ location }}' };
    const whole = await pages.post('mara', `${PAGE}/preview`, fields);
    expect(whole.html).toContain('&lt;b>Example &amp; Sons&lt;/b> am eu-1/dc-1/rack-a12');
    expect(formIn(whole.html, PAGE)['wordings.de.introduction']).toBe('<b>{{ provider }}</b> am {{ location }}');
    const asPart = { 'hx-request': 'true' };
    const part = await pages.post('mara', `${PAGE}/preview?language=de`, fields, asPart);
    expect([part.html.includes('am eu-1'), part.html.includes('We work'), part.html.includes('<html')]).toEqual([
      ...[true, false, false],
    ]);
    const wrong = { ...fields, 'wordings.de.introduction': '{% if %}' };
    expect((await pages.post('mara', `${PAGE}/preview?language=de`, wrong, asPart)).html).toMatch(
      /Introduction: Line 1/,
    );
    expect((await pages.post('mara', `${PAGE}/preview?language=en`, wrong, asPart)).html).toContain('Another language');
    expect((await kept()).wordings).toMatchObject({ de: { introduction: 'Wir arbeiten.' } });
  });

  it('are previewed before they are kept, whatever their id', async () => {
    const { html } = await pages.read('mara', NEW);
    expect(html).toContain('See what it says');
    const fields = { ...formIn(html, NEW), id: 'No id!', 'wordings.en.introduction': 'At {{ location }}, <b>now</b>.' };
    const whole = await pages.post('mara', `${NEW}/preview`, fields);
    expect(whole.html).toContain('At eu-1/dc-1/rack-a12, &lt;b>now&lt;/b>.');
    expect(formIn(whole.html, NEW).id).toBe('No id!');
    const asPart = { 'hx-request': 'true' };
    const wrong = { ...fields, 'wordings.en.introduction': '{% if %}' };
    expect((await pages.post('mara', `${NEW}/preview?language=en`, wrong, asPart)).html).toMatch(
      /Introduction: Line 1/,
    );
  });

  it('are removed, and operators read them only', async () => {
    const read = await pages.read('olga', PAGE);
    expect([read.status, read.html.includes('We work on {{ location }}.'), read.html.includes('<textarea')]).toEqual([
      ...[200, true, false],
    ]);
    expect((await pages.read('olga', NEW)).status).toBe(403);
    const removed = await pages.send('mara', PAGE, `${PAGE}/remove`);
    expect(removed.at).toBe(`${pages.origin}/console/templates`);
    expect((await pages.read('mara', PAGE)).status).toBe(404);
  });

  it('T3: whoever is limited to single customers reads no template', async () => {
    expect((await pages.read('lena', PAGE)).status).toBe(403);
  });
});
