import { DAY } from '../../domain/shared/time';
import { hours, loadNeighbours, NIGHT, planned, rack } from '../store/plans';
import { deliver, StoredWindow } from '../store/support';
import { PROCESS_POLICY } from '../support/windows';
import { useApi, type TokenName } from './support/api';

const api = useApi();
let window: StoredWindow;
let other: string;

beforeAll(async () => {
  await loadNeighbours(api.store);
  ({ reference: other } = await planned(api.store, { slots: [hours(7 * DAY)], ...rack('d1', 'b1') }));
  const verification = { steps: ['Fans <b>spin</b>', 'Both feeds have power'], monitorMinutes: 0 };
  // rack a12 is acme's and bolt's, d1 is golf's
  const scope = { resources: ['acme-web', 'bolt-web', 'golf-1'] };
  window = new StoredWindow(api.store, { slots: [NIGHT], scope, verification }, PROCESS_POLICY);
  await window.record();
  await window.advanceTo('announcement');
  await deliver(api.store, window.key('announcement'));
  const early = { ...hours(7 * DAY), reason: 'Parts came early.', override: 'All owners <i>agreed</i>.' };
  await window.give('reschedule', { ...early, by: 'lead' });
  await deliver(api.store, window.key('rescheduled'));
  await window.start();
  await window.give('tick', { step: 1 });
  await window.give('complete', { override: 'The second feed is seen to tomorrow.', by: 'boss' });
});

const proof = (token: TokenName, suffix = '', query = '?organization=acme') =>
  api.as(token).get(`/v1/windows/${window.reference}/proof${suffix}${query}`).expect(200);

describe('T1, L9, N11: the proof of notice shows what was overridden', () => {
  it('to staff: who, when, why, and what stood against it', async () => {
    const { body } = await proof('operator');
    expect(body).toMatchObject({
      accepted: [
        {
          ...{ revision: 2, at: '2026-11-26T00:00:00Z', by: 'lead', reason: 'All owners <i>agreed</i>.' },
          rules: [
            { kind: 'resource', text: expect.stringMatching(`${other} touches 1 resource.*golf-1`) as string },
            {
              kind: 'notice',
              text: 'Class standard promises 14 days of notice; 6 days were left before 2026-12-02T00:00:00Z',
            },
          ],
        },
        {
          ...{ revision: 2, at: '2026-12-02T00:00:00Z', by: 'boss', reason: 'The second feed is seen to tomorrow.' },
          rules: [{ kind: 'verification', text: 'Not ticked off: Both feeds have power' }],
        },
      ],
    });
  });

  it('T3: to a customer without the names of others', async () => {
    const { body, text } = await proof('customer', '', '');
    expect(body).toMatchObject({
      accepted: [
        {
          ...{ by: '', reason: 'All owners <i>agreed</i>.' },
          rules: [
            {
              kind: 'resource',
              text: 'Another window was planned for one of the resources at the same time',
            },
            { kind: 'notice' },
          ],
        },
        { by: '', rules: [{ kind: 'verification' }] },
      ],
    });
    expect(text).not.toMatch(new RegExp(`${other}|golf|lead|boss`));
  });

  it('on the page to hand over: escaped, with who answered where staff print it', async () => {
    const { text } = await proof('operator', '.html');
    expect(text).toContain('Rules that were overridden');
    expect(text).toContain('All owners &lt;i>agreed&lt;/i>.');
    expect(text).toContain('Class standard promises 14 days of notice');
    expect(text).toMatch(/, lead</);
    expect(text).not.toMatch(new RegExp(`${other}|golf|<i>`));
    expect((await proof('customer', '.html', '')).text).not.toMatch(/lead|boss/);
  });

  it('says so where a plan could not wait, and nothing where every rule was kept', async () => {
    const longer = await planned(api.store, { slots: [hours(30 * DAY)], scope: { resources: ['acme-db'] } });
    const scope = { locations: ['eu-1/dc-1/rack-a12'] };
    await planned(api.store, { slots: [hours(30 * DAY + DAY / 8)], scope });
    await longer.advanceTo('announcement');
    await deliver(api.store, longer.key('announcement'));
    const acceptedNow = async () => {
      const { body } = await api.as('admin').get(`/v1/windows/${longer.reference}/proof?organization=acme`).expect(200);
      return (body as { accepted: unknown[] }).accepted;
    };
    expect(await acceptedNow()).toEqual([]);
    await longer.start();
    await longer.propose('extend', { end: '2026-12-25T06:00:00Z', reason: 'A bolt is stuck.', by: 'night shift' });
    expect(await acceptedNow()).toMatchObject([
      { revision: 2, reason: null, by: 'night shift', rules: [{ kind: 'resource' }] },
    ]);
  });
});
