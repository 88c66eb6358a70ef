import type { WindowSpec } from '../../domain/window/types';
import { openingBody } from '../support/windows';
import { problemIn, useApi } from './support/api';

const api = useApi();

const RACK = {
  name: 'Work on a rack',
  reason: 'hardware',
  wordings: {
    en: {
      title: 'Work on {{ location }}',
      introduction: '{{ provider }} works on <b>{{ location }}</b>{% if class == "standard" %}, as planned{% endif %}.',
      impactDescription: 'About {{ impact_minutes }} minutes.',
      customerAction: 'Nothing for "{{ title }}".',
    },
    de: { introduction: '{{ title }}: {{ location }}', customerAction: 'Nichts.' },
  },
};
const put = (id: string, body: object) => api.as('approver').post(`/v1/templates/${id}`, body);

/** A body that leaves the words to the template. */
const wordless = (change: object = {}) => {
  const { title: _title, customerAction: _action, impact, ...body } = openingBody();
  return { ...body, impact: { level: impact.level, minutes: impact.minutes }, template: 'rack', ...change };
};
const opened = async (body: object): Promise<WindowSpec> => {
  await api.as('engineer').post('/v1/windows', body).expect(201);
  const event = api.windows.opened.at(-1)?.event;
  if (event?.type !== 'opened') throw new Error('a window was opened');
  return event.spec;
};

describe('P2: templates', () => {
  it('are made, shown, listed, replaced and removed', async () => {
    const { body } = await put('cycle', RACK).expect(200);
    expect(body).toMatchObject({ id: 'cycle', class: null, reason: 'hardware', language: 'en', warnings: [] });
    await put('cycle', { ...RACK, name: 'Another' }).expect(200);
    expect((await api.as('operator').get('/v1/templates/cycle').expect(200)).body).toMatchObject({ name: 'Another' });
    expect((await api.as('operator').get('/v1/templates')).body).toMatchObject({
      items: [{ id: 'cycle' }],
      next: null,
    });
    await api.as('operator').delete('/v1/templates/cycle').expect(403);
    await api.as('engineer').delete('/v1/templates/cycle').expect(204);
    expect(problemIn(await api.as('engineer').delete('/v1/templates/cycle')).code).toBe('not-found');
  });

  it('draft the wording of a window at its opening; nothing later depends on them', async () => {
    await put('rack', RACK).expect(200);
    const spec = await opened(wordless());
    expect(spec).toMatchObject({
      title: 'Work on eu-1/dc-1/rack-a12',
      introduction: 'Example & Sons works on <b>eu-1/dc-1/rack-a12</b>, as planned.',
      impact: { level: 'outage', minutes: 30, description: 'About 30 minutes.' },
      customerAction: 'Nothing for "Work on eu-1/dc-1/rack-a12".',
      translations: {
        de: { introduction: 'Work on eu-1/dc-1/rack-a12: eu-1/dc-1/rack-a12', customerAction: 'Nichts.' },
      },
    });
    expect(spec).not.toHaveProperty('template');
  });

  it('give way to what the body says, in every language', async () => {
    await put('rack', RACK).expect(200);
    const own = {
      title: 'Mine {{ location }}',
      customerAction: 'Do this.',
      translations: { fr: { introduction: 'Oui.' } },
    };
    expect(await opened(wordless(own))).toMatchObject({
      // what a body says is no template
      title: 'Mine {{ location }}',
      customerAction: 'Do this.',
      translations: { de: { introduction: 'Mine {{ location }}: eu-1/dc-1/rack-a12' }, fr: { introduction: 'Oui.' } },
    });
    const { translations } = await opened({ ...wordless(own), slots: openingBody({}, { inMs: 4e9 }).slots });
    expect(translations?.de).not.toHaveProperty('customerAction');
  });

  it('reach HTML mails as text', async () => {
    await put('rack', RACK).expect(200);
    const { body } = await api
      .as('engineer')
      .post('/v1/rehearsals', { ...wordless(), html: true })
      .expect(200);
    const { messages } = body as { messages: { kind: string; samples: { html: string }[] }[] };
    const html = messages.find(({ kind }) => kind === 'announcement')?.samples[0]?.html;
    expect(html).toContain('works on &lt;b&gt;eu-1/dc-1/rack-a12&lt;/b&gt;');
    expect(html).not.toContain('<b>eu-1');
  });

  it.each([
    ['does not parse', 'One.\n{% if class %}two', /^line 2: tag \{% if class %\} not closed/],
    [
      'asks for an unknown variable',
      'One.\n\n{{ customer }}',
      /^line 3: there is no variable "customer"; there are title, start/,
    ],
    ['asks for part of a value', '{{ title.constructor }}', /^line 1: there is no variable "title/],
    ['asks for it where it would not be printed', '{% if false %}{{ secret }}{% endif %}', /"secret"/],
    ['uses an unknown filter', '{{ title | shout }}', /^line 1: undefined filter: shout/],
    ['reads another file', '{% include "layout" %}', /^line 1: tag "include" not found/],
    ['loops', '{% for i in (1..9) %}x{% endfor %}', /^line 1: tag "for" not found/],
  ])('are refused when one %s', async (_what, introduction, message) => {
    const { errors } = problemIn(await put('bad', { name: 'Bad', wordings: { en: { introduction } } }).expect(422));
    expect(errors).toEqual([{ field: 'wordings.en.introduction', message: expect.stringMatching(message) as string }]);
  });

  it('are refused without their own language, and warn of dates that would grow old', async () => {
    const german = { name: 'German', wordings: { de: { introduction: 'Am {{ start }}.' } } };
    expect(problemIn(await put('german', german)).errors).toMatchObject([{ field: 'wordings.en' }]);
    const { body } = await put('german', { ...german, language: 'de' }).expect(200);
    expect(body).toMatchObject({ warnings: [expect.stringContaining('{{ start }}')] });
  });

  it('are previewed, also before a change is made', async () => {
    await put('rack', RACK).expect(200);
    const preview = (body: object) => api.as('operator').post('/v1/templates/rack/preview', body);
    const window = { start: '2026-12-10T01:00:00Z', locations: ['eu-1/dc-2'], title: 'Power' };
    expect((await preview(window).expect(200)).body).toMatchObject({
      wordings: {
        en: { introduction: 'Example & Sons works on <b>eu-1/dc-2</b>, as planned.' },
        de: { introduction: 'Power: eu-1/dc-2' },
      },
    });
    const change = { en: { introduction: 'From {{ start }} on.' }, 'de-CH': { introduction: 'Ab {{ start }}.' } };
    expect((await preview({ ...window, wordings: change }).expect(200)).body).toEqual({
      wordings: {
        en: { introduction: expect.stringMatching(/^From Thursday,? 10 December 2026.* 01:00 UTC on\.$/) as string },
        'de-CH': { introduction: expect.stringContaining('10. Dezember 2026') as string },
      },
    });
    expect(problemIn(await preview({ wordings: { en: { introduction: '{{' } } })).errors).toMatchObject([
      { field: 'wordings.en.introduction' },
    ]);
    // one that is not kept yet is read as it is given, and without that there is nothing to read
    const unkept = (body: object) => api.as('operator').post('/v1/templates/not-yet/preview', body);
    expect((await unkept({ wordings: { en: { introduction: 'At {{ location }}.' } } }).expect(200)).body).toEqual({
      wordings: { en: { introduction: 'At eu-1/dc-1/rack-a12.' } },
    });
    await unkept({}).expect(404);
  });

  it('are named rightly: an unknown one, one for other windows, one without what is missing', async () => {
    await put('rack', RACK).expect(200);
    const fault = async (body: object) =>
      problemIn(await api.as('engineer').post('/v1/windows', body).expect(422)).errors;
    expect(await fault(wordless({ template: 'no-such' }))).toMatchObject([{ field: 'template' }]);
    expect(await fault(wordless({ reason: 'power' }))).toMatchObject([
      { field: 'template', message: 'rack is for windows of reason hardware, not power' },
    ]);
    await put('short', { name: 'Short', wordings: { en: { introduction: 'Only this.' } } }).expect(200);
    expect(await fault(wordless({ template: 'short', title: 'T' }))).toMatchObject([{ field: 'impact.description' }]);
    await put('long', { name: 'Long', wordings: { en: { title: '{{ location }}', introduction: 'x' } } }).expect(200);
    const { template: _none, ...bare } = wordless();
    expect((await fault(bare)).map(({ field }) => field)).toEqual(['title', 'impact.description']);
  });
});
