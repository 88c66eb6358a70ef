import { DAY, HOUR } from '../../domain/shared/time';
import type { StoredWindow } from '../store/support';
import { formIn as formFields, textAt } from '../support/forms';
import { useWordsConsole, type Signing } from '../support/words-console';
import { iso, T0 } from '../support/windows';

/** P8, L8, P2: approvals in the console, as browsers without a script send their forms. */

const pages = useWordsConsole();
const { api } = pages;

const TRANSLATIONS = { de: { title: 'Tausch der Stromverteilung', customerAction: 'Nichts zu tun.' } };
const draft = (body = {}) => pages.window({ draft: true, translations: TRANSLATIONS, ...body });
const approval = ({ reference }: StoredWindow) => `/console/windows/${reference}/approval`;
const wording = ({ reference }: StoredWindow) => `/console/windows/${reference}/wording`;
const decide = (person: Signing, window: StoredWindow, command: string, typed = {}) =>
  pages.send(person, approval(window), `${approval(window)}/${command}`, typed);
const correct = (person: Signing, window: StoredWindow, typed: Record<string, string>) =>
  pages.send(person, wording(window), wording(window), typed);
const stateOf = ({ reference }: StoredWindow) => api.windows.core(reference).state;

describe('L8: the list of approvals', () => {
  it('has what waits, the soonest due first, with who drew it up, and marks what is one’s own', async () => {
    const later = await pages.window({ draft: true, title: 'Later' }, {});
    const approved = await draft({ title: 'Approved already' });
    await approved.give('approve', { by: 'nils' });
    const reworded = await draft({ title: 'Before' });
    await reworded.give('edit', { by: 'mara@provider.example', title: 'Reworded' });
    const emergency = await pages.window({ draft: true, class: 'emergency', title: 'Emergency' });
    await emergency.advanceBy(1);
    const { status, html } = await pages.read('mara', '/console/approvals');
    expect(status).toBe(200);
    expect(html).not.toContain(approved.reference);
    const places = [emergency, later, reworded].map(({ reference }) => html.indexOf(reference));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(Math.min(...places)).toBe(places[0]);
    expect(html.split('Yours: needs a second person')).toHaveLength(2);
    expect((await pages.read('nils', '/console/approvals')).html).not.toContain('Yours');
  });

  it('T3: whoever is limited to other customers finds nothing', async () => {
    const window = await draft();
    const { html } = await pages.read('lena', '/console/approvals');
    expect(html).toContain('No window waits for an approval.');
    for (const path of [approval(window), wording(window)]) {
      expect((await pages.read('lena', path)).status).toBe(404);
    }
  });
});

describe('L8: one plan', () => {
  it('is approved by a second person', async () => {
    const window = await draft();
    const { html } = await pages.read('mara', approval(window));
    expect(html).toContain('2 organizations, 3 people, 3 resources');
    expect(html).toContain('Nobody has approved revision 1.');
    const sent = await decide('mara', window, 'approve');
    expect([sent.status, sent.at]).toEqual([200, pages.origin + approval(window)]);
    expect(sent.html).toContain('was approved by <strong>mara@provider.example</strong>');
    expect(stateOf(window).approval).toMatchObject({ approvedRevision: 1, approvedBy: 'mara@provider.example' });
  });

  it('sent twice it is done once', async () => {
    const window = await draft();
    const fields = formOf((await pages.read('mara', approval(window))).html, window, 'approve');
    const answers = [];
    for (let n = 0; n < 2; n++) answers.push(await pages.post('mara', `${approval(window)}/approve`, fields));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const approvals = window.core.log.filter(({ event }) => event.type === 'approved');
    expect(approvals).toHaveLength(1);
  });

  it('is not approved by whoever worded it, whatever they send', async () => {
    const window = await draft();
    await correct('mara', window, { title: 'Replace the power supply' });
    const { html } = await pages.read('mara', approval(window));
    expect(html).toContain('You are among them');
    expect(html).not.toContain(`action="${approval(window)}/approve"`);
    const form = formOf((await pages.read('nils', approval(window))).html, window, 'approve');
    const own = formOf(html, window, 'requestChanges');
    const refused = await pages.post('mara', `${approval(window)}/approve`, {
      ...form,
      'form-token': own['form-token'] ?? '',
    });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('somebody else has to approve it (L8)');
    expect((await decide('nils', window, 'approve')).html).toContain(
      'approved by <strong>nils@provider.example</strong>',
    );
  });

  it('of which another revision is in force is looked at again before it is approved', async () => {
    const window = await draft();
    const fields = formOf((await pages.read('mara', approval(window))).html, window, 'approve');
    await correct('erik', window, { title: 'Replace the power supply' });
    const refused = await pages.post('mara', `${approval(window)}/approve`, fields);
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('You looked at revision 1; the window is at revision 2');
    expect(refused.html).toContain('<del>distribution unit of rack A12</del><ins>supply</ins>');
    const decided = await pages.post('mara', `${approval(window)}/approve`, formOf(refused.html, window, 'approve'));
    expect(decided.html).toContain('Revision 2 was approved');
  });

  it('goes back with a reason, which stays typed where it cannot be used', async () => {
    const window = await draft();
    const long = 'x'.repeat(2_001);
    const refused = await decide('mara', window, 'requestChanges', { reason: long });
    expect(refused.status).toBe(422);
    expect(textAt(refused.html, 'field-reason-fault')).toContain('at most 2000 characters');
    expect(textAt(refused.html, 'field-reason')).toBe(long);
    const sent = await decide('mara', window, 'requestChanges', { reason: 'Name the <rack>.' });
    expect(sent.html).toContain('Name the &lt;rack>.');
    expect(sent.html).toContain('asked for changes');
  });

  it('N11: a notice debt is said in figures, refused at the field of the override, and overridden with a reason', async () => {
    const slots = [{ start: iso(T0 + 5 * DAY), end: iso(T0 + 5 * DAY + HOUR) }];
    const window = await draft({ slots });
    const { html } = await pages.read('mara', approval(window));
    expect(html).toContain('Class standard promises 14 days of notice; 2 organizations would get 5 days');
    const refused = await decide('mara', window, 'approve');
    expect(refused.status).toBe(422);
    expect(textAt(refused.html, 'field-override-fault')).toContain('promises 14 days');
    const sent = await decide('mara', window, 'approve', { override: 'The vendor insists.' });
    expect(sent.html).toContain('was approved by');
    expect(window.core.log.some(({ event }) => event.type === 'rule-overridden')).toBe(true);
  });

  it('T3: operators read it, and have no button and no form for it', async () => {
    const window = await draft();
    const { status, html } = await pages.read('olga', approval(window));
    expect([status, html.includes('/approve"'), html.includes('Correct a sentence')]).toEqual([200, false, false]);
    const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    expect((await pages.post('olga', `${approval(window)}/approve`, { 'form-token': token })).status).toBe(403);
    expect((await pages.read('olga', wording(window))).status).toBe(403);
  });
});

describe('P2: correcting sentences', () => {
  it('changes the window’s own words alone, in each language, and shows what is different from what was approved', async () => {
    const window = await draft();
    await decide('mara', window, 'approve');
    const sent = await correct('erik', window, {
      customerAction: 'Save your work before the night.',
      'translations.de.customerAction': 'Sichern Sie Ihre Arbeit.',
      reason: 'Clearer.',
    });
    expect(sent.at).toBe(`${pages.origin}${approval(window)}?since=1#different`);
    const different = textAt(sent.html, 'main') ?? '';
    expect(different).toContain('What customers should do, German (de)');
    expect(sent.html).toMatch(/<del>[^<]*Nichts[^<]*<\/del>/);
    expect(sent.html).toMatch(/<ins>[^<]*Sichern[^<]*<\/ins>/);
    expect(stateOf(window).spec.translations).toEqual({
      de: { ...TRANSLATIONS.de, customerAction: 'Sichern Sie Ihre Arbeit.' },
    });
    const [edited] = window.core.log.filter(({ event }) => event.type === 'edited');
    // customers are told each: what was left as it was is not among them
    expect(edited?.event).toMatchObject({ wording: { customerAction: 'Save your work before the night.' } });
    expect(edited?.event).not.toMatchObject({ wording: { title: expect.anything() as string } });
  });

  it('takes out translations of a sentence that is another one now, unless they are said to be the same', async () => {
    const window = await draft();
    await correct('mara', window, { title: 'Replace the power supply' });
    expect(stateOf(window).spec.translations).toEqual({ de: { customerAction: 'Nichts zu tun.' } });
    const kept = await draft();
    await correct('mara', kept, { title: 'Replace the power supply', 'same.de': 'yes' });
    expect(stateOf(kept).spec.translations).toEqual(TRANSLATIONS);
  });

  it('refuses at the field, in words, with what was typed still there', async () => {
    const window = await draft();
    const long = 'x'.repeat(121);
    const refused = await correct('mara', window, {
      title: long,
      'translations.de.title': '',
      customerAction: 'Kept & typed',
    });
    expect(refused.status).toBe(422);
    expect(textAt(refused.html, 'field-title-fault')).toContain('at most 120 characters');
    expect(textAt(refused.html, 'field-translations-de-title-fault')).toContain('must not be empty');
    expect(refused.html).toContain(`value="${long}"`);
    expect(textAt(refused.html, 'field-customerAction')).toBe('Kept & typed');
    const none = await correct('mara', window, {});
    expect([none.status, none.html.includes('These are the words in force already')]).toEqual([409, true]);
    expect(stateOf(window).revision).toBe(1);
  });

  it('shows what would become different before it is sent, as a page and as a piece of one, and changes nothing', async () => {
    const window = await draft();
    const typed = { title: 'Replace the <power> supply' };
    const page = await pages.send('mara', wording(window), wording(window), {});
    expect(page.status).toBe(409);
    const action = `${wording(window)}/difference`;
    const fields = { ...formFields((await pages.read('mara', wording(window))).html, wording(window)), ...typed };
    const whole = await pages.post('mara', action, fields);
    expect(whole.html).toContain('<del>distribution unit of rack A12</del><ins>supply</ins>');
    expect(whole.html).toContain('value="Replace the &lt;power> supply"');
    expect(whole.html).toContain('Taken out');
    const part = await pages.post('mara', action, fields, { 'hx-request': 'true' });
    expect(part.html).not.toContain('<html');
    expect(part.html).toContain('Taken out');
    expect((await pages.post('mara', action, { ...fields, 'form-token': 'x' })).status).toBe(403);
    expect(stateOf(window).revision).toBe(1);
  });

  it('two people at one window: the later one sees what changed and decides again', async () => {
    const window = await draft();
    const fields = formFields((await pages.read('mara', wording(window))).html, wording(window));
    await correct('erik', window, { introduction: 'We replace a unit.' });
    const refused = await pages.post('mara', wording(window), { ...fields, title: 'Replace the power supply' });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('the window is at revision 2');
    expect(refused.html).toContain('value="Replace the power supply"');
    // and what the other one wrote stands, where they have not touched it
    expect(textAt(refused.html, 'field-introduction')).toBe('We replace a unit.');
    await pages.post('mara', wording(window), formFields(refused.html, wording(window)));
    expect(stateOf(window).spec).toMatchObject({
      title: 'Replace the power supply',
      introduction: 'We replace a unit.',
    });
  });
});

function formOf(html: string, window: StoredWindow, command: string) {
  return formFields(html, `${approval(window)}/${command}`);
}
