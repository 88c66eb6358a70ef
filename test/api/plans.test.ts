import { DAY, HOUR } from '../../domain/shared/time';
import { clearPlans, loadNeighbours, rack } from '../store/plans';
import { iso, openingBody, T0 } from '../support/windows';
import { problemIn, useApi, type TokenName } from './support/api';
import { optional } from '../../domain/shared/optional';

const api = useApi();
beforeAll(() => loadNeighbours(api.store));
beforeEach(() => {
  api.time.now = T0;
  api.windows.timeline = undefined;
});

const open = async (change: object = {}, token: TokenName = 'engineer') => {
  const { body } = await api.as(token).post('/v1/windows', openingBody(change)).expect(201);
  return (body as { reference: string }).reference;
};
const give = (token: TokenName, reference: string, name: string, body: unknown = {}) =>
  api.as(token).post(`/v1/windows/${reference}/${name}`, body);
/** The window on its day, announced, or in the middle of its work. */
const advanceTo = (reference: string, at: number) => {
  const core = api.windows.core(reference);
  core.advance(at - core.now);
  core.finishNotices();
  api.time.now = core.now;
};
const START = T0 + 15 * DAY;
const slot = (inMs: number) => ({ start: iso(T0 + inMs), end: iso(T0 + inMs + 2 * HOUR) });
const reason = 'Parts are late.';

const REFUSED = 'refused, and nothing changed';

/** Refused with that code at that field, in words like these, and nothing has changed, not even in part. */
async function refusal(
  [token, reference, name, body]: readonly [TokenName, string, string, unknown],
  status: number,
  { code, field, detail }: { code: string; field?: string; detail: RegExp },
): Promise<'refused, and nothing changed'> {
  const core = api.windows.core(reference);
  const [before, stored] = [structuredClone(core.state), await api.stored()];
  const problem = problemIn(await give(token, reference, name, body).expect(status));
  expect(problem).toMatchObject({ code, detail: expect.stringMatching(detail) as string });
  if (field !== undefined) expect(problem.errors.map((error) => error.field)).toContain(field);
  expect(core.state).toEqual(before);
  expect(await api.stored()).toEqual(stored);
  return REFUSED;
}

describe('L8: an approval', () => {
  it('is given once; a second one changes nothing', async () => {
    const reference = await open({ draft: true });
    expect((await give('approver', reference, 'approve').expect(200)).body).toMatchObject({ phase: 'approved' });
    const again = { code: 'already-done', detail: /approved by approver token\. Nothing was changed/ };
    expect(await refusal(['admin', reference, 'approve', {}], 409, again)).toBe(REFUSED);
  });

  it('of two at the same moment one counts', async () => {
    const reference = await open({ draft: true });
    const answers = await Promise.all(
      (['admin', 'approver'] as const).map(async (token) => (await give(token, reference, 'approve')).status),
    );
    expect(answers.sort()).toEqual([200, 409]);
  });

  it('of an outdated revision is refused', async () => {
    const reference = await open({ draft: true });
    await give('operator', reference, 'reschedule', { ...slot(20 * DAY), reason }).expect(200);
    const stale = { code: 'stale-revision', detail: /You looked at revision 1; the window is at revision 2/ };
    expect(await refusal(['approver', reference, 'approve', { expectedRevision: 1 }], 409, stale)).toBe(REFUSED);
    await give('approver', reference, 'approve', { expectedRevision: 2 }).expect(200);
  });

  it('is not given to one’s own plan, whatever name the body has', async () => {
    const reference = await open({ draft: true }, 'admin');
    const own = {
      code: 'own-plan',
      field: 'by',
      detail: /admin token drew up, changed or worded this plan.*somebody else/,
    };
    expect(await refusal(['admin', reference, 'approve', {}], 409, own)).toBe(REFUSED);
    expect(await refusal(['admin', reference, 'approve', { by: 'Ada' }], 409, own)).toBe(REFUSED);
  });

  it.each([
    ['reschedule', { ...slot(20 * DAY), reason }],
    ['useAlternate', { reason }],
    ['rescope', { scope: { resources: ['acme-web'] }, reason }],
    ['reclassify', { class: 'expedited', justification: 'It spreads.', reason }],
  ])('is not given by whoever changed the plan with %s under another name', async (name, body) => {
    const decideBy = iso(START - DAY);
    const reference = await open({ draft: true, slots: [slot(15 * DAY), slot(18 * DAY)], decideBy });
    await give('admin', reference, name, { ...body, by: 'Ada' }).expect(200);
    expect(api.windows.core(reference).state.approval?.authors).toEqual(['engineer token', 'admin token', 'Ada']);
    expect(await refusal(['admin', reference, 'approve', {}], 409, { code: 'own-plan', detail: /admin token/ })).toBe(
      REFUSED,
    );
  });

  it('is not given by whoever worded it anew', async () => {
    const reference = await open({ draft: true });
    await give('approver', reference, 'edit', { title: 'Replace a power unit' }).expect(200);
    const own = { code: 'own-plan', detail: /approver token drew up, changed or worded/ };
    expect(await refusal(['approver', reference, 'approve', {}], 409, own)).toBe(REFUSED);
    await give('admin', reference, 'approve').expect(200);
  });

  it('is for approvers', async () => {
    const reference = await open({ draft: true });
    for (const token of ['engineer', 'operator', 'customer'] as const) {
      expect(await refusal([token, reference, 'approve', {}], 403, { code: 'not-permitted', detail: /role/ })).toBe(
        REFUSED,
      );
    }
  });

  it('can be withdrawn until customers have heard', async () => {
    const reference = await open({ draft: true });
    const none = { code: 'already-done', detail: /not approved/ };
    expect(await refusal(['approver', reference, 'withdraw', { reason }], 409, none)).toBe(REFUSED);
    await give('approver', reference, 'approve').expect(200);
    expect(
      await refusal(['approver', reference, 'withdraw', {}], 422, {
        ...{ code: 'invalid-body', field: 'reason', detail: /required/ },
      }),
    ).toBe(REFUSED);
    advanceTo(reference, START - 10 * DAY);
    const heard = { code: 'wrong-phase', detail: /customers have heard of it\. Reschedule or cancel/ };
    expect(await refusal(['approver', reference, 'withdraw', { reason }], 409, heard)).toBe(REFUSED);
  });
});

describe('an override', () => {
  const soon = { ...slot(2 * DAY), reason };

  it('is for approvers', async () => {
    const reference = await open();
    expect(
      await refusal(['operator', reference, 'reschedule', { ...soon, override: 'They know.' }], 403, {
        ...{ code: 'not-permitted', detail: /An override is for the roles admin and approver/ },
      }),
    ).toBe(REFUSED);
    const body = openingBody({ override: 'They know.' }, { inMs: DAY });
    expect(problemIn(await api.as('engineer').post('/v1/windows', body).expect(403)).code).toBe('not-permitted');
  });

  it('needs a reason', async () => {
    const reference = await open();
    for (const override of ['', '  ', 5, null]) {
      expect(
        await refusal(['admin', reference, 'reschedule', { ...soon, override }], 422, {
          ...{ code: 'invalid-body', field: 'override', detail: /override/ },
        }),
      ).toBe(REFUSED);
    }
    expect(
      await refusal(['admin', reference, 'reschedule', soon], 422, {
        ...{ code: 'notice-debt', field: 'start' },
        detail: /promises 14 days of notice; customers would get 2 days.*Ways out/,
      }),
    ).toBe(REFUSED);
    await give('admin', reference, 'reschedule', { ...soon, override: 'They know.' }).expect(200);
  });
});

describe('L5, L10, N1, P3: a change that cannot be is refused, and nothing is half changed', () => {
  it.each([
    ['reschedule', { ...slot(-DAY), reason }, 422, 'start-in-past', 'start', /was 1 day ago/],
    ['reschedule', { ...slot(800 * DAY), reason }, 422, 'too-far-ahead', 'start', /two years/],
    ['reschedule', { ...slot(20 * DAY) }, 422, 'invalid-body', 'reason', /required/],
    [
      'extend',
      { end: iso(START + 9 * HOUR), reason },
      409,
      'wrong-phase',
      undefined,
      /Before the start use reschedule/,
    ],
    ['edit', {}, 422, 'invalid-body', '(body)', /changes nothing: give title/],
    ['edit', { reason }, 422, 'invalid-body', '(body)', /changes nothing/],
    ['edit', { title: '' }, 422, 'invalid-body', 'title', /empty/],
    ['edit', { title: openingBody().title, reason }, 409, 'already-done', undefined, /words in force already/],
    ['nominate', {}, 422, 'invalid-body', 'pointOfContact', /required/],
    ['nominate', { pointOfContact: 'somebody' }, 422, 'invalid-body', 'pointOfContact', /address/],
    ['nominate', { pointOfContact: 'noc@provider.example' }, 409, 'already-done', undefined, /already/],
    ['rescope', { scope: {}, reason }, 422, 'invalid-body', 'scope', /empty/],
    ['rescope', { scope: { locations: ['eu-1/dc-1/rack-a12'] }, reason }, 422, 'same-scope', 'scope', /already/],
    ['reclassify', { class: 'expedited', reason }, 422, 'invalid-body', 'justification', /why it cannot wait/],
    ['reclassify', { class: 'emergency', reason }, 422, 'invalid-body', 'emergency', /trigger, necessity, risk/],
    ['reclassify', { class: 'urgent', reason }, 422, 'invalid-body', 'class', /standard/],
    ['reclassify', { class: 'standard', reason }, 422, 'same-class', 'class', /already/],
    ['useAlternate', { reason }, 409, 'no-alternate', undefined, /Use reschedule/],
    ['releaseAlternate', {}, 409, 'no-alternate', undefined, /Use reschedule/],
    ['tick', { step: 1 }, 409, 'wrong-phase', undefined, /in-progress/],
    ['tick', { step: 0 }, 422, 'invalid-body', 'step', /at least 1/],
    ['writeOff', { item: 'notice', reason }, 409, 'wrong-phase', undefined, /cancellation/],
    ['withdraw', { reason }, 409, 'wrong-phase', undefined, /without asking for an approval/],
    ['approve', {}, 409, 'already-done', undefined, /without asking for an approval/],
  ])('%s %j', async (name, body, status, code, field, detail) => {
    const reference = await open();
    expect(
      await refusal(['admin', reference, name, body], status, {
        code,
        detail,
        ...optional({ field }),
      }),
    ).toBe(REFUSED);
  });

  it('L6: during the work, an end that has passed or is not later', async () => {
    const reference = await open();
    advanceTo(reference, START);
    await give('operator', reference, 'start').expect(200);
    advanceTo(reference, START + HOUR);
    const extend = (end: number) => ['operator', reference, 'extend', { end: iso(end), reason }] as const;
    expect(await refusal(extend(START), 422, { code: 'end-in-past', field: 'end', detail: /was 1 hour ago/ })).toBe(
      REFUSED,
    );
    expect(
      await refusal(extend(START + 2 * HOUR), 422, {
        code: 'not-later',
        field: 'end',
        detail: /complete the work/,
      }),
    ).toBe(REFUSED);
    expect(
      await refusal(['operator', reference, 'tick', { step: 1 }], 422, {
        ...{ code: 'no-such-step', field: 'step', detail: /no verification steps/ },
      }),
    ).toBe(REFUSED);
  });

  it('L7: nothing of that name to give up', async () => {
    const reference = await open();
    advanceTo(reference, START - DAY);
    await give('operator', reference, 'cancel', { reason }).expect(200);
    expect(
      await refusal(['operator', reference, 'writeOff', { item: 'chat', reason }], 422, {
        ...{ code: 'no-such-item', field: 'item', detail: /Still open: notice/ },
      }),
    ).toBe(REFUSED);
  });
});

describe('L9: conflicts at the door', () => {
  it('an opening that is refused leaves no gap in the references', async () => {
    const numberOf = (reference: string) => Number(reference.split('-').at(-1));
    const first = await open();
    for (let tries = 0; tries < 3; tries++) {
      await api
        .as('engineer')
        .post('/v1/windows', openingBody())
        .set('Idempotency-Key', `try-${String(tries)}`)
        .expect(409);
    }
    const second = await open({ slots: [{ start: iso(T0 + 40 * DAY), end: iso(T0 + 40 * DAY + HOUR) }] });
    expect(numberOf(second)).toBe(numberOf(first) + 1);
  });

  const ROUNDS = 100;

  it(`of two colliding windows opened at the same moment one is, ${String(ROUNDS)} of ${String(ROUNDS)} times`, async () => {
    const bodies = [openingBody(rack('b1')), openingBody(rack('b2'))];
    const winners = new Set<number>();
    for (let round = 0; round < ROUNDS; round++) {
      const answers = await Promise.all(bodies.map(async (body) => api.as('engineer').post('/v1/windows', body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const won = answers.findIndex(({ status }) => status === 201);
      const reference = (answers[won]?.body as { reference: string } | undefined)?.reference ?? '';
      const loser = answers[1 - won];
      expect(loser && problemIn(loser)).toMatchObject({
        ...{ code: 'conflict', errors: [{ field: 'slots.0.start' }] },
        detail: expect.stringContaining(`${reference} takes the other members of 1 redundancy group`) as string,
      });
      winners.add(won);
      await clearPlans(api.store);
    }
    expect(winners.size).toBe(2);
  }, 240_000);

  it('an opening that Temporal did not get holds no night', async () => {
    api.windows.reachable = false;
    await api.as('engineer').post('/v1/windows', openingBody()).expect(503);
    api.windows.reachable = true;
    expect(await open()).toMatch(/^MW-/);
  });

  it('an emergency that was let through is not made a planned window over another one, unless an approver answers for it', async () => {
    const other = await open();
    const reference = await open({ ...openingBody({ class: 'emergency' }), title: 'Beside it' });
    await api.store.timeline.record({ reference, events: api.windows.core(reference).log });
    api.windows.timeline = api.store.timeline;
    const planned = { class: 'standard', reason: 'It can wait.' };
    const collides = {
      ...{ code: 'conflict', field: 'class' },
      detail: new RegExp(
        `^The plan collides: ${other} touches \\d resources of this window at Thu 10 Dec 2026, 00:00 to 02:00 UTC: .* ` +
          'Ways out: a start at 2026-12-10T02:00:00Z; class emergency as it is; or an override with a reason, by an approver\\.$',
      ),
    };
    expect(await refusal(['operator', reference, 'reclassify', planned], 409, collides)).toBe(REFUSED);
    const override = { ...planned, override: 'Both owners agreed.' };
    expect(
      await refusal(['operator', reference, 'reclassify', override], 403, {
        ...{ code: 'not-permitted', detail: /An override is for the roles admin and approver/ },
      }),
    ).toBe(REFUSED);
    await give('admin', reference, 'reclassify', override).expect(200);
    const { body } = await api.as('operator').get(`/v1/windows/${reference}`).expect(200);
    expect(body).toMatchObject({ conflicts: [{ kind: 'resource', blocking: true, revision: 2 }, {}] });
  });

  it('T3: a customer does not see what a plan collides with', async () => {
    const reference = await open();
    const other = await open({ title: 'Beside it', override: 'The owners agreed.' }, 'admin');
    const { body } = await api.as('operator').get(`/v1/windows/${other}`).expect(200);
    expect(body).toMatchObject({ conflicts: [{ kind: 'resource', blocking: true, revision: 1 }, {}] });
    const core = api.windows.core(other);
    await api.recordFirstStep(core);
    const { text } = await api.as('customer').get(`/v1/windows/${other}`);
    expect(text).not.toContain(reference);
  });
});
