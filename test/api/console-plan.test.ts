import { evolve } from '../../domain/window/evolve/evolve';
import type { OpeningBody } from '../../domain/window/opening';
import { DAY } from '../../domain/shared/time';
import type { WindowSpec } from '../../domain/window/types';
import { loadInventory, StoredWindow } from '../store/support';
import type { Browsing } from '../support/browsing';
import { OWN_CLASSES, usePlanningConsole, type Planner } from '../support/planning-console';
import { iso, openingBody, specOf, T0 } from '../support/windows';

/** P8, L11: planning maintenance in the console, as browsers without a script send the form. */

const plan = usePlanningConsole();
const { api } = plan;
const browsers = {} as Record<Planner, Browsing>;
beforeAll(async () => {
  await loadInventory(api.store.db);
  for (const person of ['erik', 'mara', 'lena', 'olga'] as const) browsers[person] = await plan.signedIn(person);
}, 60_000);

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** What somebody would type to say what a body says. */
function typed(body: object, path = ''): Fields {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
      const at = `${path}${name}`;
      if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return [[at, value]];
      if (typeof value === 'object' && value !== null) return Object.entries(typed(value, `${at}.`));
      if (value === true) return [[at, 'yes']];
      const text = String(value);
      return [[at, /^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 16) : text]];
    }),
  );
}

const planned = (change: Partial<OpeningBody> = {}, inMs = 40 * DAY) => typed(openingBody(change, { inMs }));

async function pageOf(person: Planner, path = '/console/plan') {
  const response = await browsers[person].go(plan.origin + path);
  return { status: response.status, html: await response.text() };
}

const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';

/** Sends what was typed with the hidden fields of a fresh page; a redirect is not followed. */
async function send(
  person: Planner,
  fields: Fields,
  { to = '/console/plan', html }: { to?: string; html?: string } = {},
) {
  const page = html ?? (await pageOf(person)).html;
  const own = { 'form-token': hidden(page, 'form-token'), 'form-key': hidden(page, 'form-key') };
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries({ ...own, ...fields }))
    for (const value of [values].flat()) body.append(name, value);
  const response = await browsers[person].once(plan.origin + to, { method: 'POST', body });
  return { status: response.status, to: response.headers.get('location') ?? '', html: await response.text() };
}

/** What the window is that a form opened. */
function openedAt(to: string): WindowSpec {
  const reference = to.replace('/console/windows/', '');
  const event = api.windows.opened.find(({ event }) => 'reference' in event && event.reference === reference);
  if (!event) throw new Error(`${to} is not the page of a window that was opened`);
  return evolve(undefined, event).spec;
}

/** The words at a field, of those that are wrong. */
function faultAt(html: string, field: string): string {
  const [, words = ''] = new RegExp(`id="field-${field}-fault" class="fault">([^<]*)<`).exec(html) ?? [];
  return words;
}

/** All that is wrong, as the summary says it. */
const faultsOf = (html: string) =>
  Array.from((/id="faults".*?<\/div>/s.exec(html) ?? [''])[0].matchAll(/<li>(.*?)<\/li>/g), ([, words]) => words);

const openings = () => api.windows.opened.length;

describe('P8: the form that plans a window', () => {
  it.each(['standard', 'expedited', 'emergency', 'major', 'hotfix'])(
    'N1–N3, P6: opens a window of class %s as the API does',
    async (name) => {
      const justified = name === 'hotfix' ? { justification: 'The fault spreads.' } : {};
      const body = openingBody({ class: name, ...justified }, { inMs: 40 * DAY });
      const { status, to } = await send('erik', typed(body));
      expect(status).toBe(303);
      expect(openedAt(to)).toEqual(specOf(body, OWN_CLASSES));
    },
  );

  it('has a field for everything else that may be said of one', async () => {
    const { body: other } = await api
      .as('engineer')
      .post('/v1/windows', openingBody({ capacity: 5, work: { workKey: 'kernel-6.8' } }, { inMs: 90 * DAY }))
      .expect(201);
    const body = openingBody(
      {
        visibility: 'private',
        slots: [
          { start: iso(T0 + 50 * DAY), end: iso(T0 + 50 * DAY + 7_200_000) },
          { start: iso(T0 + 60 * DAY), end: iso(T0 + 60 * DAY + 7_200_000) },
        ],
        decideBy: iso(T0 + 49 * DAY),
        scope: {
          locations: ['eu-1/dc-1/rack-a12'],
          resources: ['coil-app'],
          kinds: ['server'],
          labels: { tier: 'web' },
          except: ['bolt-web'],
        },
        introduction: 'We replace a part.',
        language: 'en',
        translations: { de: { title: 'Wir tauschen ein Teil', customerAction: 'Nichts.' } },
        automaticStart: true,
        verification: { steps: ['look at the lamps', 'log in'], monitorMinutes: 60 },
        work: { mode: 'manual', batch: 2, order: ['Staging', 'Production'], workKey: 'kernel-6.8' },
        alternatives: [(other as { reference: string }).reference],
        capacity: 3,
        references: [{ system: 'servicenow', id: 'CHG1', url: 'https://changes.example/CHG1', public: true }],
      },
      { inMs: 50 * DAY },
    );
    const lines = (fields: Fields, ...names: string[]) =>
      names.map((name) => [name, [fields[name] ?? []].flat().join('\r\n')] as const);
    const fields = typed(body);
    const { 'scope.labels.tier': tier, ...rest } = fields;
    const { status, to, html } = await send('erik', {
      ...rest,
      ...Object.fromEntries(
        lines(fields, 'scope.kinds', 'scope.except', 'verification.steps', 'work.order', 'alternatives'),
      ),
      'scope.labels': `tier=${String(tier)}`,
    });
    expect([status, ...faultsOf(html)]).toEqual([303]);
    expect(openedAt(to)).toEqual(specOf(body, OWN_CLASSES));
  });

  it('sent twice opens one window, and both lead there', async () => {
    const { html } = await pageOf('erik');
    const before = openings();
    const [first, second] = [await send('erik', planned(), { html }), await send('erik', planned(), { html })];
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(second.to).toBe(first.to);
    expect(openings()).toBe(before + 1);
  });

  it('is for whoever may open windows by the API, and takes no form of another page', async () => {
    expect((await pageOf('olga')).status).toBe(403);
    const before = openings();
    expect((await send('olga', planned())).status).toBe(403);
    const { status } = await send('erik', { ...planned(), 'form-token': 'of somewhere else' });
    expect(status).toBe(403);
    expect(openings()).toBe(before);
  });
});

describe('P8: a plan that is refused', () => {
  it('says so at its fields, with what was typed and picked still there', async () => {
    const fields = {
      ...planned(),
      title: '',
      'impact.minutes': 'half',
      'slots.0.end': '2026-01-01T00:00',
      'found.resources': 'dyne-web',
    };
    const { status, html } = await send('erik', { ...fields, 'scope.locations': ['eu-1/dc-1/rack-a12'] });
    expect(status).toBe(422);
    expect(faultAt(html, 'title')).toBe('It is required.');
    expect(faultAt(html, 'impact-minutes')).toBe('It must be a number.');
    expect(faultAt(html, 'slots-0-end')).toBe('It must be after the start.');
    expect(html).toContain('<a href="#field-slots-0-end">');
    expect(html).toContain('Each server loses power once.');
    expect(html).toMatch(/name="scope.locations" value="eu-1\/dc-1\/rack-a12" checked/);
    expect(html).toMatch(/name="found.resources" value="dyne-web" checked/);
    // corrected, with the same key
    const again = await send('erik', planned(), { html });
    expect(again.status).toBe(303);
  });

  it('N2, E1: says at the fields of a class what that class asks', async () => {
    const expedited = await send('erik', { ...planned(), class: 'expedited' });
    expect(faultAt(expedited.html, 'justification')).toMatch(/^It is required for an expedited window/);
    const emergency = await send('erik', { ...planned({ class: 'emergency' }), 'emergency.risk': '' });
    expect(faultAt(emergency.html, 'emergency-risk')).toBe('It is required.');
    const hotfix = await send('erik', { ...planned(), class: 'hotfix' });
    expect(faultAt(hotfix.html, 'justification')).toContain('which hotfix is like');
  });

  it('N5: says at the places that nothing is picked, or what is not there', async () => {
    const { 'scope.locations': _picked, ...nowhere } = planned();
    const empty = await send('erik', nowhere);
    expect(empty.html).toContain('It is required: tick a place or a resource');
    expect(empty.html).toContain('href="#field-scope"');
    const unknown = await send('erik', { ...planned(), 'scope.locations': 'eu-1/nowhere' });
    expect([unknown.status, unknown.html]).toEqual([
      422,
      expect.stringContaining('&quot;eu-1/nowhere&quot; is not in the inventory'),
    ]);
    expect(unknown.html).toMatch(/value="eu-1\/nowhere" checked/);
  });

  it('N11: asks for an override where the rule demands one, and only whoever may give it', async () => {
    const late = planned({}, 5 * DAY);
    const byEngineer = await send('erik', late);
    expect([byEngineer.status, byEngineer.html]).toEqual([422, expect.stringContaining('promises 14 days of notice')]);
    expect(byEngineer.html).not.toContain('name="override"');
    expect((await pageOf('mara')).html).not.toContain('name="override"');
    const { html } = await send('mara', late);
    expect(html).toContain('name="override"');
    const { status, to } = await send('mara', { ...late, override: 'The customers agreed.' }, { html });
    expect(status).toBe(303);
    expect(api.windows.opened.at(-1)?.event).toMatchObject({ override: 'The customers agreed.' });
    expect(openedAt(to).title).toBe(late.title);
    // a form that was made by hand is refused as the API refuses it, and what was typed is not lost
    const forged = await send('erik', { ...late, override: 'I may.' });
    expect([forged.status, forged.html]).toEqual([403, expect.stringContaining('An override is for the roles')]);
    expect(forged.html).toContain('Each server loses power once.');
  });

  it('T3: plans nothing on the resources of others for whoever is limited to some customers', async () => {
    const { status, html } = await send('lena', planned());
    expect([status, html]).toEqual([403, expect.stringContaining('This concerns other customers, too')]);
    const own = { locations: [], resources: ['acme-web', 'acme-db'] };
    const { status: opened } = await send('lena', planned({ scope: own }));
    expect(opened).toBe(303);
  });
});

describe('L11: what stands beside the form', () => {
  const live = (person: Planner, fields: Fields) => send(person, fields, { to: '/console/plan/live' });

  it('says whom the plan reaches, when which notice goes, and what customers read', async () => {
    const before = openings();
    const { html } = await live('erik', planned());
    expect(html).toContain('It reaches 2 customers');
    expect(html).toContain('It can be handed in.');
    expect(html).toMatch(/reminder, 7 days before<\/strong>, Mon 28 Dec 2026, 00:00 UTC/);
    expect(html).toContain('To Ada &lt;NOC@acme.example>');
    expect(html).toContain('Each server loses power once.');
    expect(openings()).toBe(before);
  });

  it('says in words what is missing, promised too late, in the way, and who has no contact', async () => {
    const empty = await live('erik', {});
    expect(empty.html).toContain('Title is required');
    const late = await live('erik', { ...planned({}, 5 * DAY), class: 'major' });
    expect(late.html).toContain('Class major promises 20 days of notice; 5 days are left');
    expect(late.html).toContain('An approver can accept it with a reason.');
    expect(late.html).toMatch(/the latest that is promised<strong> \(has passed\)/);
    expect((await live('mara', planned({}, 5 * DAY))).html).toContain('the form asks you for a reason');
    await send('erik', planned({}, 41 * DAY));
    const collides = await live('erik', planned({}, 41 * DAY));
    expect(collides.html).toMatch(/Collides<\/h3><ul><li>MW-2026-\d+ touches 3 resources of this window/);
    const past = await live('erik', planned({}, -DAY));
    expect(past.html).toContain('was 1 day ago');
  });

  it('N13: says for which customers nobody can be told', async () => {
    await api.store.db.deleteFrom('contacts').where('organization_id', '=', 'bolt').execute();
    try {
      expect((await live('erik', planned())).html).toMatch(/Nobody can be told<\/h3><ul><li>Bolt: /);
    } finally {
      await loadInventory(api.store.db);
    }
  });

  it('T3: is there for whoever is limited to some customers, about those alone', async () => {
    const own = await live('lena', planned({ scope: { resources: ['acme-web'] } }));
    expect(own.html).toContain('It reaches 1 customer,');
    const others = await live('lena', planned());
    expect(others.html).toContain('This concerns other customers, too');
    expect(others.html).not.toContain('Bolt');
  });
});

describe('N5: picking places', () => {
  it('works without a script: a branch is opened, and a search made, by a page with all that was typed', async () => {
    const fields = { ...planned(), 'scope.locations': 'us-1', opened: 'eu-1', open: 'eu-1/dc-1' };
    const { status, html } = await send('erik', fields, { to: '/console/plan/look' });
    expect(status).toBe(200);
    expect(html).toMatch(/name="scope.locations" value="us-1" checked/);
    expect(html).toMatch(/name="scope.locations" value="eu-1\/dc-1\/rack-a12"\/>/);
    expect(html).not.toContain('value="acme-web"');
    const rack = await send(
      'erik',
      { ...fields, opened: ['eu-1', 'eu-1/dc-1'], open: 'eu-1/dc-1/rack-a12' },
      { to: '/console/plan/look' },
    );
    expect(rack.html).toContain('value="acme-web"');
    const search = { ...planned(), find: 'acme-', search: 'yes', 'found.resources': 'dyne-web' };
    const found = await send('erik', search, { to: '/console/plan/look' });
    expect(found.html).toMatch(/name="found.resources" value="dyne-web" checked/);
    expect(found.html).toMatch(/name="found.resources" value="acme-web"\/>/);
    expect(found.html).toContain('Each server loses power once.');
    const outlook = await send('erik', planned(), { to: '/console/plan/look' });
    expect(outlook.html).toContain('It reaches 2 customers');
  });

  it('T3: shows those places alone in which whoever is limited has customers', async () => {
    const inside = (person: Planner, under: string) => send(person, { under }, { to: '/console/plan/places' });
    const erik = await inside('erik', 'eu-1/dc-1');
    expect(erik.html).toContain('rack-a1"');
    const lena = await inside('lena', 'eu-1/dc-1');
    expect(lena.html).toContain('rack-a12"');
    expect(lena.html).not.toContain('rack-a1"');
    const rack = await inside('lena', 'eu-1/dc-1/rack-a12');
    expect([rack.html.includes('acme-web'), rack.html.includes('bolt-web')]).toEqual([true, false]);
    const found = await send('lena', { find: 'bolt' }, { to: '/console/plan/find' });
    expect(found.html).not.toContain('bolt-web');
    // markup in what is searched for stays a text
    const hostile = await send('erik', { find: '<b>%_\\' }, { to: '/console/plan/find' });
    expect(hostile.html).toContain('Nothing else is called “&lt;b');
  });
});

describe('P8: planning one like another', () => {
  it('takes over all but its nights', async () => {
    const body = { class: 'major', work: { mode: 'manual', batch: 3 }, customerAction: 'Log in <again>.' } as const;
    const window = new StoredWindow(api.store, body, OWN_CLASSES);
    await window.record();
    const { html } = await pageOf('erik', `/console/plan?like=${window.reference}`);
    expect(html).toContain(`Like ${window.reference}`);
    expect(html).toMatch(/name="class" value="major" checked/);
    expect(html).toContain('Log in &lt;again>.');
    expect(html).toMatch(/name="scope.locations" value="eu-1\/dc-1\/rack-a12" checked/);
    expect(html).toMatch(/name="slots.0.start"[^>]*type="datetime-local" value\/>/);
    // nothing of a window that is not theirs to know
    const others = new StoredWindow(api.store, { scope: { locations: ['us-1'] }, title: 'Overseas' });
    await others.record();
    expect((await pageOf('lena', `/console/plan?like=${others.reference}`)).status).toBe(404);
  });
});
