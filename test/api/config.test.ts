import { readConfig } from '../../config/config';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { DAY } from '../../domain/shared/time';
import { policyBy, rulesInFile } from '../support/rules';
import { openingBody, T0 } from '../support/windows';
import { useApi } from './support/api';

const RULES = `
calendar: { timeZone: Europe/Berlin, holidays: [DE-BY] }
classes:
  standard: { lead: 10 business days, reminders: [5 business days, 2 days], minimumNotice: 1 day }
settings: { FOREWARN_PROVIDER_NAME: Nordic Hosting }
`;
const { inForce } = readConfig({
  ...{ DATABASE_URL: 'postgres://x:pg-word@db/x', SMTP_URL: 'smtp://mail', FOREWARN_API_RATE: '20' },
  FOREWARN_CONFIG: rulesInFile(RULES),
});
let known: NoticePolicy | undefined;
beforeAll(async () => {
  known = await policyBy(RULES);
});

const api = useApi(
  { inForce },
  {
    rules: {
      policyAt: () => {
        if (!known) throw new Error('the policy is read before');
        return known;
      },
    },
  },
);

describe('P6: GET /v1/config', () => {
  it('says each value in force and where it comes from, and no secret', async () => {
    const { body } = await api.as('approver').get('/v1/config').expect(200);
    const { values } = body as { values: { name: string; value: string | null; from: string; secret: boolean }[] };
    expect(values).toEqual(
      expect.arrayContaining([
        { name: 'FOREWARN_API_RATE', value: '20', from: 'environment', secret: false },
        { name: 'FOREWARN_PROVIDER_NAME', value: 'Nordic Hosting', from: 'file', secret: false },
        { name: 'classes.standard.lead', value: '10 business days', from: 'file', secret: false },
        { name: 'classes.expedited.lead', value: '3 days', from: 'default', secret: false },
        { name: 'DATABASE_URL', value: null, from: 'environment', secret: true },
      ]),
    );
    expect(JSON.stringify(body)).not.toContain('pg-word');
  });

  it('is for the staff alone', async () => {
    const asked = [
      await api.as('customer').get('/v1/config'),
      await api.as('customer').post('/v1/config/check', { rules: '' }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('POST /v1/config/check names every fault with its line, and what a file that can be used would change', async () => {
    const check = async (rules: string) =>
      (await api.as('engineer').post('/v1/config/check', { rules }).expect(200)).body;
    expect(await check('report:\n  due: soon\nspreed: 1 minute')).toMatchObject({
      faults: [
        { line: 2, field: 'report.due' },
        { line: 3, field: 'spreed', message: 'is not a known field' },
      ],
      changes: [],
    });
    expect(await check(RULES.replace('DE-BY', 'XX'))).toMatchObject({
      faults: [{ line: 2, field: 'calendar.holidays' }],
    });
    expect(await check(`${RULES}report: { due: 3 days }\n`)).toEqual({
      faults: [],
      changes: [{ name: 'report.due', now: '2 days', then: '3 days' }],
    });
    expect(await check(RULES)).toEqual({ faults: [], changes: [] });
  });
});

describe("P6: windows are opened by the provider's rules", () => {
  it('the plan has the announcement ten business days before the start, and the reminders of the file', async () => {
    // Tuesday 12 January 2027, 02:00 in Berlin: Epiphany, New Year and Christmas lie before it
    const start = Date.parse('2027-01-12T02:00:00+01:00');
    const { body } = await api
      .as('engineer')
      .post('/v1/windows', openingBody({}, { inMs: start - T0 }))
      .expect(201);
    expect((body as { plan: { kind: string; at: string }[] }).plan.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'announcement 2026-12-24T01:00:00Z',
      'reminder 2027-01-04T01:00:00Z',
      'reminder 2027-01-10T01:00:00Z',
    ]);
  });

  it('N11: a start that leaves less is refused in business days, with the earliest start that keeps the promise', async () => {
    // Wednesday 25 November 2026, 00:00 UTC is 01:00 in Berlin
    const { body } = await api
      .as('engineer')
      .post('/v1/windows', openingBody({}, { inMs: 9 * DAY }))
      .expect(422);
    expect(body).toMatchObject({
      type: expect.stringContaining('notice-debt') as string,
      detail: expect.stringMatching(
        /promises 10 business days \(14 days before this start\) of notice; \d organizations would get 9 days\. Ways out: a start at 2026-12-09T00:00:00Z or later/,
      ) as string,
    });
    expect((await api.as('engineer').post('/v1/windows', openingBody({}, { inMs: 14 * DAY }))).status).toBe(201);
  });

  it('a series is planned with as many days as its business days can come to', async () => {
    const { slots: _slots, ...window } = openingBody();
    const recurrence = {
      every: 'day',
      interval: 30,
      at: '02:00',
      durationMinutes: 60,
      timeZone: 'UTC',
      from: '2027-01-01',
    };
    const planned = (leadDays?: number) =>
      api.as('engineer').post('/v1/series', { name: 'Nightly', window, recurrence, leadDays });
    expect((await planned(14)).body).toMatchObject({
      errors: [
        {
          field: 'leadDays',
          message: expect.stringContaining(
            'must be at least 25: class standard promises 10 business days, which can be 23 days, of notice',
          ) as string,
        },
      ],
    });
    expect((await planned()).body).toMatchObject({ leadDays: 30 });
  });
});
