import { DEFAULT_POLICY, reminderAt, type NoticePolicy } from '../../domain/notices/notice-policy';
import { DAY } from '../../domain/shared/time';
import { openingBody, T0 } from '../support/windows';
import { useApi } from './support/api';

const longer = (leadMs: number): NoticePolicy => ({
  ...DEFAULT_POLICY,
  classes: {
    ...DEFAULT_POLICY.classes,
    standard: { ...DEFAULT_POLICY.classes.standard, leadMs, reminders: [reminderAt({ ms: 10 * DAY })] },
  },
});
let rules: NoticePolicy;
beforeEach(() => {
  rules = DEFAULT_POLICY;
});
const api = useApi({}, { rules: { policyAt: () => rules } });

async function opened(inMs: number): Promise<string> {
  const { body } = await api
    .as('engineer')
    .post('/v1/windows', openingBody({}, { now: T0, inMs }))
    .expect(201);
  return (body as { reference: string }).reference;
}

describe('P6: a window goes by the rules of today', () => {
  it('shows the difference first, and changes nothing by that', async () => {
    const reference = await opened(40 * DAY);
    rules = longer(30 * DAY);
    const { body } = await api.as('operator').get(`/v1/windows/${reference}/rules`).expect(200);
    expect(body).toMatchObject({
      changes: [
        { name: 'classes.standard.lead', now: '14 days', then: '30 days' },
        { name: 'classes.standard.reminders', now: '7 days, 3 days, 1 day', then: '10 days' },
      ],
      refusal: null,
    });
    const kinds = (plan: { kind: string }[]) => plan.map(({ kind }) => kind);
    const { plan, planThen } = body as Record<'plan' | 'planThen', { kind: string }[]>;
    expect(kinds(plan)).toEqual(['announcement', 'reminder-7d', 'reminder-3d', 'reminder-1d']);
    expect(kinds(planThen)).toEqual(['announcement', 'reminder']);
    expect(api.windows.core(reference).state.policy).toEqual(DEFAULT_POLICY);
  });

  it('has it go by them, and says who did', async () => {
    const reference = await opened(40 * DAY);
    rules = longer(30 * DAY);
    const path = `/v1/windows/${reference}/rules`;
    const { body } = await api.as('approver').post(path, {}).expect(200);
    expect(body).toMatchObject({
      phase: 'approved',
      revision: 1,
      plan: [{ kind: 'announcement' }, { kind: 'reminder' }],
    });
    const { log } = api.windows.core(reference);
    expect(log.at(-1)).toMatchObject({ door: 'api', event: { type: 'rules-applied' } });
    expect(log.at(-1)?.by).not.toBe('forewarn');
    const { state } = api.windows.core(reference);
    expect(state.policy).toEqual(rules);
  });

  it('N11: refuses rules that promise more than is left, unless an approver overrides that', async () => {
    const reference = await opened(20 * DAY);
    rules = longer(30 * DAY);
    const path = `/v1/windows/${reference}/rules`;
    const shown = await api.as('operator').get(path).expect(200);
    expect(shown.body).toMatchObject({ refusal: { code: 'notice-debt' } });
    const refused = await api.as('operator').post(path, {}).expect(422);
    expect(refused.body).toMatchObject({ code: 'notice-debt' });
    expect(JSON.stringify(refused.body)).toContain('30 days of notice');
    await api.as('operator').post(path, { override: 'agreed by phone' }).expect(403);
    await api.as('approver').post(path, { override: 'agreed by phone' }).expect(200);
  });

  it('is refused where nothing changes, without such a window, and to customers', async () => {
    const reference = await opened(40 * DAY);
    const path = `/v1/windows/${reference}/rules`;
    expect((await api.as('operator').post(path, {})).body).toMatchObject({ code: 'already-done' });
    await api.as('customer').get(path).expect(403);
    await api.as('operator').get('/v1/windows/MW-2026-9999/rules').expect(404);
    await api.as('operator').post('/v1/windows/MW-2026-9999/rules', {}).expect(404);
  });
});
