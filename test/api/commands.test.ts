import { COMMAND_NAMES } from '../../domain/window/commands/commands';
import { DAY, HOUR } from '../../domain/shared/time';
import { iso, openingBody, T0 } from '../support/windows';
import { problemIn, useApi } from './support/api';

const api = useApi();
let reference: string;

beforeEach(async () => {
  api.time.now = T0;
  const { body } = await api.as('engineer').post('/v1/windows', openingBody()).expect(201);
  ({ reference } = body as { reference: string });
});
afterEach(() => {
  api.windows.reachable = true;
});

const give = (name: string, body: unknown = {}, key?: string) => {
  const test = api.as('operator').post(`/v1/windows/${reference}/${name}`, body);
  return key === undefined ? test : test.set('Idempotency-Key', key);
};
/** The window on its day, announced. */
const atStart = () => {
  const core = api.windows.core(reference);
  core.advance(core.state.spec.slot.startsAt - core.now);
  core.finishNotices();
  api.time.now = core.now;
};

describe('a command', () => {
  it('L2: takes effect and answers where the window stands', async () => {
    atStart();
    const { body } = await give('start', { note: 'We begin.' }).expect(200);
    expect(body).toMatchObject({
      reference,
      phase: 'in-progress',
      revision: 1,
      startedAt: '2026-12-10T00:00:00Z',
      next: { at: '2026-12-10T01:45:00Z', what: 'ask whether the work ends in time' },
      attention: [],
      links: { self: `https://status.provider.example/v1/windows/${reference}` },
    });
  });

  it('T2, T5: is put down to the token; whom the body names is on whose behalf', async () => {
    await give('cancel', { reason: 'Not needed' }).expect(200);
    await give('cancel', { by: 'Ada', reason: 'Not needed' });
    const credential = expect.stringMatching(/^token:[0-9a-f-]{36}$/) as string;
    expect(api.windows.commands.slice(-2)).toMatchObject([
      { name: 'cancel', body: { by: 'operator token' }, giver: { by: 'operator token', credential } },
      { name: 'cancel', giver: { by: 'operator token', onBehalfOf: 'Ada', credential } },
    ]);
    expect(api.windows.commands.at(-2)?.giver).not.toHaveProperty('onBehalfOf');
  });

  it('can come without a body where it needs none', async () => {
    atStart();
    const { status } = await api.as('operator').post(`/v1/windows/${reference}/start`);
    expect(status).toBe(200);
  });

  it.each([
    ['start', {}, 409, 'too-early', /not been told/],
    ['complete', {}, 409, 'wrong-phase', /Start it first, or cancel it/],
    ['approveRfo', {}, 409, 'no-rfo-draft', /draftRfo/],
    ['cancel', { reason: 'x', expectedRevision: 7 }, 409, 'stale-revision', /revision 1.*Read it again/],
  ])('%s that the window refuses carries its reason', async (name, body, status, code, detail) => {
    const problem = problemIn(await give(name, body).expect(status));
    expect(problem).toMatchObject({ code, detail: expect.stringMatching(detail) as string });
  });

  it('L5: reschedule to the date in force names the field', async () => {
    const slot = { start: iso(T0 + 15 * DAY), end: iso(T0 + 15 * DAY + 2 * HOUR) };
    const problem = problemIn(await give('reschedule', { ...slot, reason: 'x' }).expect(422));
    expect(problem).toMatchObject({ code: 'same-slot', errors: [{ field: 'start' }] });
  });

  it.each([
    ['cancel', {}, { reason: 'is required' }],
    ['cancel', { reason: 'x', colour: 'red' }, { colour: 'is not a known field' }],
    ['post', { message: '', by: 5 }, { by: 'must be a text', message: 'must not be empty' }],
    ['reschedule', { start: iso(T0 + 2 * HOUR), end: iso(T0 + HOUR), reason: 'x' }, { end: 'must be after the start' }],
    [
      'draftRfo',
      { summary: 'x', rootCause: 'y', preventiveMeasures: [{ text: 'z', owner: 'ops', due: 'soon' }] },
      { 'preventiveMeasures.0.due': 'must be a date such as 2026-12-31' },
    ],
    ['start', { expectedRevision: 0 }, { expectedRevision: 'must be at least 1' }],
  ])('%s with faults is refused before the window hears of it', async (name, body, faults) => {
    const asked = api.windows.commands.length;
    const { code, errors } = problemIn(await give(name, body).expect(422));
    expect(code).toBe('invalid-body');
    expect(Object.fromEntries(errors.map(({ field, message }) => [field, message]))).toEqual(faults);
    expect(api.windows.commands).toHaveLength(asked);
  });

  it('exists as an operation for every command of the core', () => {
    const served = api.routes.map(({ operation }) => operation);
    for (const name of COMMAND_NAMES) expect(served).toContain(`POST /v1/windows/{reference}/${name}`);
  });
});

describe('a command with an Idempotency-Key', () => {
  it('reaches the window once, under an update id of its own', async () => {
    const first = await give('cancel', { reason: 'x' }, 'key-1').expect(200);
    const asked = api.windows.commands.length;
    const second = await give('cancel', { reason: 'x' }, 'key-1').expect(200).expect('Idempotency-Replayed', 'true');
    expect(second.body).toEqual(first.body);
    expect(api.windows.commands).toHaveLength(asked);
    expect(api.windows.commands.at(-1)?.updateId).toMatch(/^cancel\.[0-9a-f-]{36}\.key-1$/);
  });

  it('is refused with another body or for another window', async () => {
    await give('cancel', { reason: 'x' }, 'key-2').expect(200);
    expect(problemIn(await give('cancel', { reason: 'y' }, 'key-2').expect(422)).code).toBe('key-reused');
    const other = api
      .as('operator')
      .post('/v1/windows/MW-2026-9999/cancel', { reason: 'x' })
      .set('Idempotency-Key', 'key-2');
    expect(problemIn(await other.expect(422)).code).toBe('key-reused');
  });

  it('can be repeated after a lost answer, and gets the first verdict', async () => {
    await give('cancel', { reason: 'x' }, 'key-3').expect(200);
    // the API died before it kept the answer
    await api.store.db.updateTable('idempotency_keys').set({ status: null }).where('key', '=', 'key-3').execute();
    const { body } = await give('cancel', { reason: 'x' }, 'key-3').expect(200);
    expect(body).toMatchObject({ phase: 'cancelled' });
  });

  it('can be tried again with the same key once the refusal no longer holds', async () => {
    await give('start', {}, 'key-4').expect(409);
    atStart();
    expect((await give('start', {}, 'key-4')).status).toBe(200);
  });

  it('all at once: every repeat has the same answer', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => give('cancel', { reason: 'x' }, 'key-5')));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    for (const { body } of responses) expect(body).toEqual(responses[0]?.body);
  });
});

describe('a command to a window that is not at work', () => {
  it('is 404 when there never was one', async () => {
    const problem = problemIn(await api.as('admin').post('/v1/windows/MW-2026-9999/start', {}).expect(404));
    expect(problem).toMatchObject({ code: 'not-found', detail: expect.stringContaining('MW-2026-9999') as string });
  });

  it.each(['closed', 'cancelled'])('is 409 when it is %s', async (phase) => {
    await give('cancel', { reason: 'x' });
    api.windows.forget(reference);
    await setPhase(phase);
    const problem = problemIn(await give('post', { message: 'x' }).expect(409));
    expect(problem).toMatchObject({ code: 'wrong-phase', detail: expect.stringContaining(phase) as string });
  });

  it('is 409 with the reason when its workflow was terminated', async () => {
    api.windows.forget(reference);
    const problem = problemIn(await give('cancel', { reason: 'x' }).expect(409));
    expect(problem).toMatchObject({ code: 'wrong-phase', detail: expect.stringContaining('terminated') as string });
  });

  it('is 503 while Temporal is away, and changes nothing', async () => {
    api.windows.reachable = false;
    const response = await give('cancel', { reason: 'x' }).expect(503);
    expect(problemIn(response).code).toBe('temporal-unreachable');
    api.windows.reachable = true;
    expect(api.windows.core(reference).state.phase).toBe('approved');
  });
});

/** What the workflow would have recorded. */
async function setPhase(phase: string): Promise<void> {
  const { view } = await api.store.db
    .selectFrom('windows')
    .select('view')
    .where('reference', '=', reference)
    .executeTakeFirstOrThrow();
  await api.store.db
    .updateTable('windows')
    .set({ phase, view: JSON.stringify({ ...view, phase }) })
    .where('reference', '=', reference)
    .execute();
}
