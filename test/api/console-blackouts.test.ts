import { DAY } from '../../domain/shared/time';
import { loadInventory } from '../store/support';
import type { Browsing } from '../support/browsing';
import { usePlanningConsole, type Planner } from '../support/planning-console';
import { openingBody, T0 } from '../support/windows';

/** L9, P8: times without windows, in the console. */

const plan = usePlanningConsole();
const { api } = plan;
const browsers = {} as Record<Planner, Browsing>;
beforeAll(async () => {
  await loadInventory(api.store.db);
  for (const person of ['erik', 'mara', 'lena'] as const) browsers[person] = await plan.signedIn(person);
}, 60_000);
afterEach(() => api.store.db.deleteFrom('blackouts').execute());

const at = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const FIELDS = { id: 'fair', start: at(T0 + 30 * DAY), end: at(T0 + 33 * DAY), reason: 'The <fair> needs all.' };

async function page(person: Planner, query = '') {
  const response = await browsers[person].go(`${plan.origin}/console/blackouts${query}`);
  return { status: response.status, html: await response.text() };
}

async function send(person: Planner, fields: Readonly<Record<string, string>>, path = '') {
  const { html } = await page(person);
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
  const body = new URLSearchParams({ 'form-token': hidden('form-token'), 'form-key': hidden('form-key'), ...fields });
  const response = await browsers[person].go(`${plan.origin}/console/blackouts${path}`, { method: 'POST', body });
  return { status: response.status, html: await response.text() };
}

describe('L9: blackouts in the console', () => {
  it('keep a time free, and name the windows that are planned inside it', async () => {
    const { body } = await api
      .as('engineer')
      .post('/v1/windows', openingBody({}, { inMs: 31 * DAY }))
      .expect(201);
    const { html } = await send('erik', FIELDS);
    expect(html).toContain('fair is in force.');
    expect(html).toContain(`<a href="/console/windows/${(body as { reference: string }).reference}">`);
    expect(html).toContain('The &lt;fair> needs all.');
    expect(html).toContain('Fri 25 Dec 2026, 00:00 to Mon 28 Dec 2026, 00:00 UTC');
    await api
      .as('engineer')
      .post('/v1/windows', openingBody({}, { inMs: 32 * DAY }))
      .expect(409);
  });

  it('are refused at the fields, with what was typed still there', async () => {
    const { status, html } = await send('erik', { ...FIELDS, end: at(T0), organization: 'nobody' });
    expect(status).toBe(422);
    expect(html).toMatch(/id="field-end-fault" class="fault">It must be after the start\./);
    expect(html).toContain('value="nobody"');
    const unknown = await send('erik', { ...FIELDS, organization: 'nobody' });
    expect(unknown.html).toMatch(
      /id="field-organization-fault" class="fault">(It )?&quot;nobody&quot; is not in the inventory/,
    );
    expect((await api.store.db.selectFrom('blackouts').select('id').execute()).length).toBe(0);
  });

  it('T3: are taken off by approvers alone, and not for whoever is limited to some customers', async () => {
    await send('erik', FIELDS);
    expect((await page('erik')).html).not.toContain('/fair/remove');
    expect((await send('erik', {}, '/fair/remove')).status).toBe(403);
    expect((await page('mara')).html).toContain('/fair/remove');
    const { html } = await send('mara', {}, '/fair/remove');
    expect(html).toContain('There is none: every time is free');
    expect((await page('lena')).status).toBe(403);
  });

  it('come in pages, and what is over is not among them', async () => {
    const rows = Array.from({ length: 52 }, (_, n) => ({
      id: `b-${String(n).padStart(2, '0')}`,
      start: T0 + (n - 1) * DAY,
    }));
    for (const { id, start } of rows)
      await api
        .as('engineer')
        .post('/v1/blackouts', {
          id,
          start: new Date(start).toISOString(),
          end: new Date(start + 1_000).toISOString(),
          reason: 'A test.',
        })
        .expect(201);
    const { html } = await page('erik');
    expect(html).not.toContain('>b-00<');
    expect(html).toContain('>b-50<');
    const [, next = ''] = /href="(\?cursor=[^"]+)">Later ones/.exec(html) ?? [];
    const second = await page('erik', next);
    expect([second.html.includes('>b-51<'), second.html.includes('>b-50<')]).toEqual([true, false]);
  });
});
