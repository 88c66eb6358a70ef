import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { DAY, HOUR } from '../../domain/shared/time';
import { clearPlans, loadNeighbours, rack } from '../store/plans';
import { policyBy } from '../support/rules';
import { iso, openingBody, T0 } from '../support/windows';
import { problemIn, useApi } from './support/api';

/** Rules of places where windows are opened and moved (P6). */

let policy: NoticePolicy;
beforeAll(async () => {
  policy = await policyBy(`
places:
  eu-1/dc-1: { hours: '22:00 to 06:00', timeZone: UTC, otherwise: refuse }
  eu-1/dc-1/rack-d1: { longest: 1 hour, otherwise: refuse }
  everywhere: { longest: 90 minutes }
`);
});
const api = useApi({}, { rules: { policyAt: () => policy } });
beforeAll(() => loadNeighbours(api.store));
beforeEach(() => clearPlans(api.store));

const at = (hour: number, lasts: number) => ({
  start: iso(T0 + 20 * DAY + hour * HOUR),
  end: iso(T0 + 20 * DAY + (hour + lasts) * HOUR),
});
const body = (slot: object, more: object = {}) => openingBody({ ...rack('b1'), ...more, slots: [slot] } as object);
const open = (slot: object, more: object = {}, token: 'engineer' | 'approver' = 'engineer') =>
  api.as(token).post('/v1/windows', body(slot, more));

describe('P6: rules of places', () => {
  it('a plan outside the hours is refused with a start that keeps them, and that one is taken', async () => {
    const problem = problemIn(await open(at(12, 1)).expect(409));
    expect(problem).toMatchObject({ code: 'conflict' });
    expect(problem.detail).toContain('outside the hours of eu-1/dc-1: 22:00 to 06:00 (UTC)');
    const [, start = ''] = /a start at (\S+?);/.exec(problem.detail) ?? [];
    expect(start).toBe('2026-12-15T22:00:00Z');
    await open(at(22, 1)).expect(201);
  });

  it('what is only to be told is told, and the window opened', async () => {
    const { body: answer } = await open(at(23, 2)).expect(201);
    expect((answer as { conflicts: object[] }).conflicts).toEqual([
      expect.objectContaining({
        kind: 'length',
        blocking: false,
        text: expect.stringContaining('everywhere: 1 hour 30') as string,
      }),
    ]);
  });

  it('a window longer than allowed is refused at its end, and no date is offered for it', async () => {
    const problem = problemIn(await open(at(22, 1.25), rack('d1')).expect(409));
    expect(problem.errors.map(({ field }) => field)).toEqual(['slots.0.end']);
    expect(problem.detail).toContain('longer than is allowed in eu-1/dc-1/rack-d1: 1 hour');
    expect(problem.detail).not.toContain('a start at');
    await open(at(22, 1.25), rack('d2')).expect(201);
  });

  it('an emergency cannot wait, work without impact disturbs nobody, and an approver may override', async () => {
    await open(at(12, 1), { class: 'emergency' }).expect(201);
    await clearPlans(api.store);
    const harmless = await open(at(12, 1), {
      impact: { level: 'no-impact', minutes: 0, description: 'Nothing.' },
    }).expect(201);
    expect((harmless.body as { conflicts: object[] }).conflicts).toEqual([]);
    await open(at(12, 1), { ...rack('c1'), override: 'agreed with the customer' }, 'approver').expect(201);
  });
});
