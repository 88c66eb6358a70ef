import { loadInventory } from '../store/support';
import type { Browsing } from '../support/browsing';
import { usePlanningConsole, type Planner } from '../support/planning-console';

/** L10, P8: recurring windows in the console. */

const plan = usePlanningConsole();
const { api } = plan;
const browsers = {} as Record<Planner, Browsing>;
beforeAll(async () => {
  await loadInventory(api.store.db);
  for (const person of ['erik', 'mara', 'lena', 'olga'] as const) browsers[person] = await plan.signedIn(person);
}, 60_000);

type Fields = Readonly<Record<string, string | readonly string[]>>;

const WINDOW: Fields = {
  title: 'Kernel updates in rack A12',
  ...{ class: 'standard', reason: 'platform-security', visibility: 'public' },
  'scope.locations': 'eu-1/dc-1/rack-a12',
  ...{ 'impact.level': 'outage', 'impact.minutes': '10', 'impact.description': 'Each server restarts once.' },
};
const MONTHLY: Fields = {
  ...WINDOW,
  ...{ name: 'Kernel updates', 'recurrence.every': 'month', 'recurrence.at': '02:30', 'recurrence.from': '2027-01-01' },
  ...{ 'recurrence.nthWeekday.nth': '2', 'recurrence.nthWeekday.weekday': 'tuesday' },
  ...{ 'recurrence.durationMinutes': '120', 'recurrence.timeZone': 'Europe/Paris' },
};

async function page(person: Planner, path = '') {
  const response = await browsers[person].go(`${plan.origin}/console/series${path}`);
  return { status: response.status, html: await response.text() };
}

/** Sends a form with the hidden fields of the page it is on. */
async function send(person: Planner, from: string, to: string, fields: Fields = {}) {
  const { html } = await page(person, from);
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
  const body = new URLSearchParams({ 'form-token': hidden('form-token'), 'form-key': hidden('form-key') });
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) body.append(name, value);
  const response = await browsers[person].go(`${plan.origin}/console/series${to}`, { method: 'POST', body });
  const path = new URL(browsers[person].visited.at(-1) ?? '').pathname.replace('/console/series', '');
  return { status: response.status, html: await response.text(), path };
}

const seriesOf = async (path: string) => {
  const { body } = await api.as('engineer').get(`/v1/series${path}`).expect(200);
  return body as Record<string, unknown>;
};

describe('L10: a series is made in the console', () => {
  it('as the API makes it, and its page has the next nights', async () => {
    const { html, path } = await send('erik', '/new', '/new', MONTHLY);
    expect(path).toMatch(/^\/MS-2026-\d{4}$/);
    expect(await seriesOf(path)).toMatchObject({
      name: 'Kernel updates',
      leadDays: 21,
      recurrence: {
        ...{ every: 'month', interval: 1, nthWeekday: { nth: 2, weekday: 'tuesday' }, at: '02:30' },
        ...{ durationMinutes: 120, timeZone: 'Europe/Paris', from: '2027-01-01' },
      },
      window: { title: 'Kernel updates in rack A12', class: 'standard', scope: { locations: ['eu-1/dc-1/rack-a12'] } },
    });
    expect(html).toContain('<th scope="row">2027-01-12</th><td>Tue 12 Jan 2027, 01:30 to 03:30 UTC');
    expect((await page('erik')).html).toContain(`<a href="/console/series${path}">Kernel updates</a>`);
  });

  it('every week and every day, without what belongs to another choice', async () => {
    const weekly = { ...MONTHLY, 'recurrence.every': 'week', 'recurrence.weekdays': ['monday', 'friday'] };
    const made = await send('erik', '/new', '/new', weekly);
    expect((await seriesOf(made.path)).recurrence).toMatchObject({ every: 'week', weekdays: ['monday', 'friday'] });
    const last = await send('erik', '/new', '/new', {
      ...{
        ...MONTHLY,
        'recurrence.dayOfMonth': 'last',
        'recurrence.nthWeekday.nth': '',
        'recurrence.nthWeekday.weekday': '',
      },
      leadDays: '30',
    });
    expect(await seriesOf(last.path)).toMatchObject({ leadDays: 30, recurrence: { dayOfMonth: 'last' } });
  });

  it('is refused at the fields, of its nights and of its windows alike, with what was typed still there', async () => {
    const wrong = { ...MONTHLY, title: '', 'recurrence.at': '25:00', leadDays: '1', 'scope.locations': 'eu-1/dc-1' };
    const { status, html } = await send('erik', '/new', '/new', wrong);
    expect(status).toBe(422);
    expect(html).toMatch(/id="field-title-fault" class="fault">It is required\./);
    expect(html).toMatch(/id="field-recurrence-at-fault" class="fault">It must be a time of day/);
    expect(html).toContain('value="25:00"');
    expect(html).toMatch(/name="scope.locations" value="eu-1\/dc-1" checked/);
    const unknown = await send('erik', '/new', '/new', { ...MONTHLY, 'scope.locations': 'nowhere' });
    expect(unknown.html).toContain('&quot;nowhere&quot; is not in the inventory');
    expect(unknown.html).toContain('href="#field-scope"');
    const early = await send('erik', '/new', '/new', { ...MONTHLY, leadDays: '3' });
    expect(early.html).toMatch(/id="field-leadDays-fault" class="fault">It must be at least 16/);
    // an emergency is not planned ahead
    expect(early.html).not.toContain('value="emergency"');
    // a branch is opened, and the form stays what it is
    const looked = await send('erik', '/new', '/look', { ...MONTHLY, open: 'eu-1' });
    expect(looked.html).toContain('value="Kernel updates"');
    expect(looked.html).toContain('formaction="/console/series/look"');
  });
});

describe('L10: what becomes of a series', () => {
  it('nights are left out and taken in, it is paused, goes on, and ends', async () => {
    const { path } = await send('erik', '/new', '/new', MONTHLY);
    const night = { night: '2027-02-09' };
    const unreasoned = await send('olga', path, `${path}/skip`, { ...night, reason: '' });
    expect(unreasoned.status).toBe(422);
    expect(unreasoned.html).toMatch(/class="fault">It must not be empty\./);
    const skipped = await send('olga', path, `${path}/skip`, { ...night, reason: 'The <fair>.' });
    expect(skipped.html).toMatch(/2027-02-09<\/th><td>[^<]*<\/td><td>skipped<span class="muted"> The &lt;fair>/);
    const again = await send('olga', path, `${path}/unskip`, night);
    expect(again.html).not.toContain('skipped');
    expect((await send('olga', path, `${path}/pause`)).html).toContain('· paused');
    expect((await send('olga', path, `${path}/resume`)).html).toContain('· active');
    expect((await page('olga', path)).html).not.toContain(`${path}/end`);
    expect((await send('olga', path, `${path}/end`)).status).toBe(403);
    const ended = await send('erik', path, `${path}/end`);
    expect(ended.html).toContain('· ended');
    expect(ended.html).not.toContain('/skip');
  });

  it('T3: it is for whoever the API shows it to', async () => {
    expect((await page('lena')).status).toBe(403);
    expect((await page('mara')).status).toBe(403);
    expect((await page('olga')).html).not.toContain('/console/series/new');
    expect((await page('olga', '/new')).status).toBe(403);
    expect((await page('erik', '/MS-2026-9999')).status).toBe(404);
  });
});
