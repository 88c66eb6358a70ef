import { HOUR } from '../../domain/shared/time';
import type { StoredWindow } from '../store/support';
import { formIn, textAt } from '../support/forms';
import { useWordsConsole, type Signing } from '../support/words-console';

/** P8, E4: the reason-for-outage report in the console, as browsers without a script send its forms. */

const pages = useWordsConsole();
const { api } = pages;
const report = ({ reference }: StoredWindow) => `/console/windows/${reference}/rfo`;
const keep = (person: Signing, window: StoredWindow, typed: Record<string, string> = {}) =>
  pages.send(person, report(window), report(window), typed);
const stateOf = ({ reference }: StoredWindow) => api.windows.core(reference).state;

async function completed(): Promise<StoredWindow> {
  const window = await pages.window({ class: 'emergency' });
  await api.store.ledger.prepare(window.key('announcement'));
  await window.start();
  await window.advanceBy(3 * HOUR);
  await window.give('complete', { message: 'A spare part was fitted.', customerImpactMinutes: 42 });
  return window;
}

const MEASURE = {
  'preventiveMeasures.0.text': 'A second pump.',
  'preventiveMeasures.0.owner': 'rita',
  'preventiveMeasures.0.due': '2027-01-31',
  'preventiveMeasures.0.public': 'yes',
};

describe('E4: the report', () => {
  it('is drafted from the timeline, kept as a version, and published by a second person', async () => {
    const window = await completed();
    const { html } = await pages.read('erik', report(window));
    expect(html).toContain('Drafted from the timeline');
    const drafted = formIn(html, report(window));
    expect(drafted).toMatchObject({ state: 'final', resolution: 'A spare part was fitted.' });
    expect(drafted.summary).toContain('Work completed (customers saw 42 minutes)');
    const kept = await keep('erik', window, { rootCause: 'Wear of a <bearing>.', ...MEASURE });
    expect(kept.at).toBe(`${pages.origin}${report(window)}#versions`);
    expect(kept.html).toContain('Wear of a &lt;bearing>.');
    expect(stateOf(window).rfo.draft).toMatchObject({
      rootCause: 'Wear of a <bearing>.',
      preventiveMeasures: [{ text: 'A second pump.', owner: 'rita', due: '2027-01-31', public: true }],
    });
    expect(kept.html).toContain('You are among them, so a second person has to publish it.');
    const sent = await pages.send('mara', report(window), `${report(window)}/publish`);
    expect(sent.html).toContain('The final report is published, version 1.');
    expect(stateOf(window).rfo).toMatchObject({ published: 1, finalPublished: true });
  });

  it('E4: its writer does not publish it, whatever they send', async () => {
    const window = await completed();
    await keep('erik', window, { rootCause: 'Wear.' });
    const { html } = await pages.read('erik', report(window));
    const fields = { ...formIn(html, report(window)), version: '1' };
    const refused = await pages.post('erik', `${report(window)}/publish`, fields);
    expect([refused.status, refused.html.includes('somebody else has to publish it')]).toEqual([409, true]);
    expect(stateOf(window).rfo.published).toBe(0);
  });

  it('has versions with what is different, and starts from the timeline again on request', async () => {
    const window = await completed();
    await keep('erik', window, { rootCause: 'Wear of a bearing.' });
    const { 'preventiveMeasures.0.public': _public, ...forStaff } = MEASURE;
    const wanted = { rootCause: 'Wear of the bearing, found too late.', ...forStaff };
    const second = await keep('olga', window, wanted);
    // nobody ticked that customers read it
    expect(stateOf(window).rfo.draft?.preventiveMeasures).toMatchObject([{ public: false }]);
    expect(formIn(second.html, report(window))).not.toHaveProperty(['preventiveMeasures.0.public']);
    expect(textAt(second.html, 'different')).toBe('Version 2 beside version 1');
    expect(second.html).toMatch(/<del>[^<]*bearing\.?[^<]*<\/del>|<ins>[^<]*found too late[^<]*<\/ins>/);
    const fresh = formIn((await pages.read('olga', `${report(window)}?from=timeline`)).html, report(window));
    expect(fresh.rootCause).toBe('The fault is being exploited.');
    const first = await pages.read('olga', `${report(window)}?version=1`);
    expect(textAt(first.html, 'different')).toBe('Version 1');
  });

  it('refuses at the field and the row of a measure, with what was typed still there', async () => {
    const window = await completed();
    const gap = { 'preventiveMeasures.1.text': 'A second pump.', 'preventiveMeasures.1.due': '2027-01-31' };
    const refused = await keep('erik', window, { summary: ' ', rootCause: 'Kept & typed', ...gap });
    expect(refused.status).toBe(422);
    expect(textAt(refused.html, 'field-summary-fault')).toContain('is required');
    // the empty row before it is left out
    expect(textAt(refused.html, 'field-preventiveMeasures-0-owner-fault')).toContain('is required');
    const again = formIn(refused.html, report(window));
    expect(again).toMatchObject({ rootCause: 'Kept & typed', 'preventiveMeasures.0.text': 'A second pump.' });
    expect(stateOf(window).rfo.drafted).toBe(0);
  });

  it('sent twice it is kept once, and of two writers the later one sees what the other kept', async () => {
    const window = await completed();
    const fields = { ...formIn((await pages.read('erik', report(window))).html, report(window)), rootCause: 'Wear.' };
    for (let n = 0; n < 2; n++) expect((await pages.post('erik', report(window), fields)).status).toBe(200);
    expect(stateOf(window).rfo.drafted).toBe(1);
    const late = formIn((await pages.read('olga', report(window))).html, report(window));
    await keep('erik', window, { rootCause: 'Wear of a bearing.' });
    const refused = await pages.post('olga', report(window), { ...late, rootCause: 'Rust.' });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('version 2 has been kept meanwhile');
    expect(formIn(refused.html, report(window))).toMatchObject({ rootCause: 'Rust.', base: '2' });
  });

  it('P2: the mail is shown beside it as it would be sent, and nothing is kept', async () => {
    const window = await completed();
    const fields = {
      ...formIn((await pages.read('mara', report(window))).html, report(window)),
      rootCause: 'Wear & <tear>.',
    };
    const action = `${report(window)}/preview`;
    const whole = await pages.post('mara', action, { ...fields, ...MEASURE });
    expect(whole.html).toContain('<pre>');
    expect(whole.html).toContain('A second pump.');
    expect(formIn(whole.html, report(window))).toMatchObject({ rootCause: 'Wear & <tear>.', ...MEASURE });
    const part = await pages.post('mara', action, fields, { 'hx-request': 'true' });
    expect([part.html.includes('Wear &amp; &lt;tear>.'), part.html.includes('<html')]).toEqual([true, false]);
    const empty = await pages.post('mara', action, { ...fields, rootCause: '' }, { 'hx-request': 'true' });
    expect(empty.html).toContain('rootCause is required');
    expect(stateOf(window).rfo.drafted).toBe(0);
  });

  it('T3: another tenant has no such page, and before the work there is nothing to write', async () => {
    const window = await completed();
    expect((await pages.read('lena', report(window))).status).toBe(404);
    const ahead = await pages.read('erik', report(await pages.window()));
    expect(ahead.html).toContain('there is nothing to report yet');
    expect(() => formIn(ahead.html, 'x')).toThrow('has no form');
  });
});
