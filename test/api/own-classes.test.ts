import { DAY } from '../../domain/shared/time';
import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { deliver, loadInventory, StoredWindow } from '../store/support';
import { openingBody } from '../support/windows';
import { problemIn, useApi, type TokenName } from './support/api';

/** Classes of the provider's own beside the three (P6), over HTTP. */

const OWN: NoticePolicy = {
  ...DEFAULT_POLICY,
  ownClasses: {
    major: {
      ...DEFAULT_POLICY.classes.standard,
      ...{ like: 'standard', leadMs: 20 * DAY, label: { en: 'Major maintenance' } },
    },
    hotfix: { ...DEFAULT_POLICY.classes.expedited, like: 'expedited' },
  },
};
const api = useApi({}, { rules: { policyAt: () => OWN } });
beforeAll(() => loadInventory(api.store.db));

const open = (change: Parameters<typeof openingBody>[0], inMs = 40 * DAY) =>
  api.as('engineer').post('/v1/windows', openingBody(change, { inMs }));

describe('P6: a window of a class of the provider’s own', () => {
  it('is opened by its name, with its figures, and owes the notice it promises', async () => {
    const { body } = await open({ class: 'major' }).expect(201);
    expect(body).toMatchObject({ plan: [{ kind: 'announcement' }, {}, {}, {}], debts: [] });
    const { plan } = body as { plan: { at: string }[] };
    expect(plan[0]?.at).toBe('2026-12-15T00:00:00Z');
    const late = { class: 'major', override: 'The customers agreed.' };
    const opened = await api.as('approver').post('/v1/windows', openingBody(late, { inMs: 19 * DAY }));
    expect(opened.body).toMatchObject({
      debts: [
        {
          class: 'standard',
          className: 'major',
          text: expect.stringMatching(/^Class major promises 20 days/) as string,
        },
      ],
    });
  });

  it('is refused with what there is when the name is unknown, and without the duties of the class it is like', async () => {
    const unknown = problemIn(await open({ class: 'minor' }).expect(422));
    expect(unknown).toMatchObject({ code: 'invalid-body', errors: [{ field: 'class' }] });
    expect(JSON.stringify(unknown)).toContain('there are standard, expedited, emergency, major, hotfix');
    expect(problemIn(await open({ class: 'hotfix' }).expect(422))).toMatchObject({
      errors: [{ field: 'justification' }],
    });
  });

  it('T3: is found and shown by its name to staff, and by the class it is like to everybody', async () => {
    api.windows.timeline = api.store.timeline;
    const [major, plain] = [
      await StoredWindow.announced(api.store, { class: 'major' }, { ...OWN, spreadMs: 0 }),
      await StoredWindow.announced(api.store, {}, { ...OWN, spreadMs: 0 }),
    ];
    for (const window of [major, plain]) {
      await deliver(api.store, window.key('announcement'));
      api.windows.adopt(window.core);
    }
    const found = async (token: TokenName, query: string) => {
      const { body } = await api.as(token).get(`/v1/windows?class=${query}`).expect(200);
      return (body as { items: { reference: string; class: string; className?: string; classLabel?: object }[] }).items;
    };
    const { reference } = major;
    const label = { class: 'standard', classLabel: { en: 'Major maintenance' } };
    const named = await found('operator', 'major,expedited');
    expect(named).toContainEqual(expect.objectContaining({ reference, className: 'major', ...label }));
    expect(named.every(({ className }) => className === 'major')).toBe(true);
    expect(named).toHaveLength((await found('operator', 'major')).length);
    const both = (await found('operator', 'standard')).map((one) => one.reference);
    expect(both).toEqual(expect.arrayContaining([reference, plain.reference]));
    expect(await found('operator', 'nothing')).toEqual([]);
    expect(await found('customer', 'major')).toEqual([]);
    const [own] = (await found('customer', 'standard')).filter((one) => one.reference === reference);
    expect(own).toMatchObject(label);
    expect(own).not.toHaveProperty('className');
    const proof = `/v1/windows/${reference}/proof`;
    const { body: forStaff } = await api.as('operator').get(`${proof}?organization=acme`).expect(200);
    expect(forStaff).toMatchObject({ className: 'major', ...label });
    const { body: forAcme } = await api.as('customer').get(proof).expect(200);
    expect(forAcme).toMatchObject(label);
    expect(forAcme).not.toHaveProperty('className');
    const detail = await api.as('customer').get(`/v1/windows/${reference}`).expect(200);
    expect(detail.text).not.toContain('"major"');
  });

  it('P2: takes a template of its own class, or of the one it is like', async () => {
    const wordings = { en: { title: 'Work', introduction: 'As {{ class }}.' } };
    const put = (id: string, windowClass: string) =>
      api.as('approver').post(`/v1/templates/${id}`, { name: 'Of a class', class: windowClass, wordings });
    await put('own', 'major').expect(200);
    await put('like', 'standard').expect(200);
    await put('other', 'hotfix').expect(200);
    expect(problemIn(await put('none', 'minor').expect(422))).toMatchObject({ code: 'invalid-body' });
    for (const [index, template] of ['own', 'like'].entries())
      await open({ class: 'major', template }, (80 + index) * DAY).expect(201);
    expect(api.windows.opened.at(-1)?.event).toMatchObject({ spec: { introduction: 'As standard.' } });
    expect(problemIn(await open({ class: 'major', template: 'other' }).expect(422))).toMatchObject({
      code: 'invalid-body',
    });
    expect(problemIn(await open({ template: 'own' }).expect(422))).toMatchObject({ code: 'invalid-body' });
  });
});
