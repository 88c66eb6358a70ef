import { DAY, HOUR } from '../../domain/shared/time';
import { StoredWindow } from '../store/support';
import { iso, openingBody, T0 } from '../support/windows';
import { problemIn, useApi } from './support/api';
import { optional } from '../../domain/shared/optional';

const api = useApi();

interface Rehearsed {
  readonly messages: readonly {
    readonly at: string;
    readonly kind: string;
    readonly internal: boolean;
    readonly organizations: number;
    readonly recipients: number;
    readonly samples: readonly {
      readonly organization: { readonly id: string };
      readonly recipientName: string;
      readonly subject: string;
      readonly text: string;
      readonly html?: string;
    }[];
  }[];
  readonly debts: readonly unknown[];
  readonly conflicts: readonly { readonly text: string; readonly blocking: boolean }[];
  readonly refusals: readonly { readonly code: string; readonly text: string }[];
  readonly refused: readonly { readonly command: string; readonly code: string }[];
  readonly end: { readonly phase: string; readonly waitsFor: readonly string[] };
}

const rehearse = async (change: object = {}, inMs?: number) => {
  const body = { ...openingBody({}, optional({ inMs })), ...change };
  return (await api.as('engineer').post('/v1/rehearsals', body).expect(200)).body as Rehearsed;
};

describe('L11: POST /v1/rehearsals', () => {
  it('answers every message of the life on its date, with whom it reaches and what they read', async () => {
    const { messages, end, refusals } = await rehearse();
    const customers = messages.filter(({ internal }) => !internal);
    expect(customers.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'announcement 2026-11-26T00:00:00Z',
      'reminder-7d 2026-12-03T00:00:00Z',
      'reminder-3d 2026-12-07T00:00:00Z',
      'reminder-1d 2026-12-09T00:00:00Z',
      'started 2026-12-10T00:00:00Z',
      'completed 2026-12-10T02:00:00Z',
    ]);
    expect(customers.every(({ organizations, recipients }) => organizations === 2 && recipients === 4)).toBe(false);
    expect(customers[0]).toMatchObject({ organizations: 2, recipients: 3 });
    expect(customers[0]?.samples.map(({ organization }) => organization.id)).toEqual(['acme', 'bolt']);
    expect(customers[0]?.samples[0]?.text).toMatch(/^Hello Ada,[\s\S]*acme-web/m);
    expect(customers[0]?.samples[0]).not.toHaveProperty('html');
    expect(messages.some(({ kind, internal }) => kind === 'overrun-question' && internal)).toBe(true);
    expect(refusals).toEqual([]);
    expect(end).toMatchObject({ phase: 'closed', waitsFor: [] });
  });

  it('shows the organizations asked for, and the HTML on request', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const { messages } = await rehearse({ organizations: ['bolt'], html: true, introduction: hostile });
    const [sample, ...others] = messages.find(({ kind }) => kind === 'announcement')?.samples ?? [];
    expect(others).toEqual([]);
    expect(sample?.organization.id).toBe('bolt');
    expect(sample?.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(sample?.html).not.toContain(hostile);
    const strangers = await api.as('engineer').post('/v1/rehearsals', { ...openingBody(), organizations: ['dyne'] });
    expect(problemIn(strangers).errors).toEqual([
      { field: 'organizations.0', message: '"dyne" is not told of this window' },
    ]);
  });

  it('shows an overrun with its escalation, and the report that is owed', async () => {
    const { messages, end } = await rehearse({ endsLateMinutes: 20 });
    const kinds = messages.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'escalation')).toHaveLength(2);
    expect(end).toMatchObject({ phase: 'completed', waitsFor: [expect.stringContaining('report is owed')] });
  });

  it('shows a cancellation and a new date', async () => {
    const cancelled = await rehearse({ cancelAt: iso(T0 + 3 * DAY) });
    expect(cancelled.messages.at(-1)).toMatchObject({ kind: 'staff-list' });
    expect(cancelled.messages.some(({ kind, at }) => kind === 'cancelled' && at === '2026-11-28T00:00:00Z')).toBe(true);
    expect(cancelled.end.phase).toBe('cancelled');
    const to = { start: iso(T0 + 30 * DAY), end: iso(T0 + 30 * DAY + HOUR) };
    const moved = await rehearse({ reschedule: { at: iso(T0 + 2 * DAY), ...to } });
    expect(moved.messages.find(({ kind }) => kind === 'rescheduled')?.samples[0]?.subject).toContain('2026-12-25');
    const tooSoon = { start: iso(T0 + 5 * DAY), end: iso(T0 + 5 * DAY + HOUR) };
    const { refused } = await rehearse({ reschedule: { at: iso(T0 + 2 * DAY), ...tooSoon } });
    expect(refused).toMatchObject([{ command: 'reschedule', code: 'notice-debt' }]);
    const past = await api.as('engineer').post('/v1/rehearsals', { ...openingBody(), cancelAt: iso(T0 - 1) });
    expect(problemIn(past).errors).toMatchObject([{ field: 'cancelAt' }]);
  });

  it('lists what opening would refuse, and rehearses all the same', async () => {
    const { messages, refusals, debts } = await rehearse({}, 2 * DAY);
    expect(debts).toHaveLength(1);
    expect(refusals).toMatchObject([{ code: 'notice-debt' }]);
    expect(messages.map(({ kind }) => kind)).toContain('completed');
    await api.as('engineer').post('/v1/windows', openingBody()).expect(201);
    const beside = await rehearse();
    expect(beside.conflicts).toMatchObject([{ blocking: true }, {}]);
    expect(beside.refusals).toMatchObject([{ code: 'conflict' }]);
    const past = await api.as('engineer').post('/v1/rehearsals', openingBody({}, { inMs: -DAY }));
    expect(problemIn(past).code).toBe('start-in-past');
  });

  it('stores nothing, not even with an Idempotency-Key, and takes no reference', async () => {
    const counters = () => api.store.db.selectFrom('reference_counters').selectAll().execute();
    const before = { rows: await api.stored(), counters: await counters(), opened: api.windows.opened.length };
    const ask = () => api.as('approver').post('/v1/rehearsals', openingBody()).set('Idempotency-Key', 'again');
    await ask().expect(200);
    expect((await ask().expect(200)).headers['idempotency-replayed']).toBeUndefined();
    expect({ rows: await api.stored(), counters: await counters(), opened: api.windows.opened.length }).toEqual(before);
  });
});

describe('P2: a preview of a window', () => {
  it('reads a notice as a customer of a draft would, in another language too', async () => {
    const translations = { de: { introduction: 'Wir arbeiten am Strom.' } };
    const draft = new StoredWindow(api.store, { draft: true, introduction: 'We work on the power.', translations });
    await draft.record();
    const before = await api.stored();
    const preview = (query: string) => api.as('approver').get(`/v1/windows/${draft.reference}/preview?${query}`);
    const { body } = await preview('organization=acme').expect(200);
    expect(body).toMatchObject({
      kind: 'announcement',
      at: '2026-11-26T00:00:00Z',
      recipientName: 'Ada',
      language: 'en',
    });
    expect((body as { text: string }).text).toContain('We work on the power.');
    expect(body).toHaveProperty('html');
    const german = (await preview('organization=acme&locale=de&notice=reminder-1d&html=false').expect(200)).body;
    expect(german).toMatchObject({ kind: 'reminder-1d', at: '2026-12-09T00:00:00Z', language: 'de' });
    expect((german as { text: string }).text).toContain('Wir arbeiten am Strom.');
    expect(german).not.toHaveProperty('html');
    const cancelled = (await preview('organization=bolt&notice=started').expect(200)).body;
    expect(cancelled).toMatchObject({ kind: 'started', at: '2026-12-10T00:00:00Z' });
    expect(problemIn(await preview('organization=dyne')).errors).toMatchObject([{ field: 'organization' }]);
    expect(problemIn(await preview('organization=acme&notice=brief')).errors).toMatchObject([{ field: 'notice' }]);
    expect(problemIn(await api.as('admin').get('/v1/windows/MW-2026-9999/preview?organization=acme')).status).toBe(404);
    expect(await api.stored()).toEqual(before);
  });

  it('words what is past as it would be now', async () => {
    const window = await StoredWindow.announced(api.store);
    const { body } = await api
      .as('operator')
      .get(`/v1/windows/${window.reference}/preview?organization=bolt&notice=announcement`)
      .expect(200);
    expect(body).toMatchObject({ kind: 'announcement', organization: { id: 'bolt', name: 'Bolt' } });
    await api.as('customer').get(`/v1/windows/${window.reference}/preview?organization=acme`).expect(403);
  });
});

interface Previewed {
  readonly notice: { readonly kind: string; readonly organizations: number; readonly recipients: number } | null;
  readonly message: { readonly subject: string; readonly text: string; readonly html?: string } | null;
}

describe('P2: the mail of a command before it is given', () => {
  async function atWork() {
    const window = await StoredWindow.announced(api.store);
    await window.start();
    const ask = (command: string, body: object, more: object = {}) =>
      api.as('operator').post(`/v1/windows/${window.reference}/preview`, { command, body, ...more });
    const previewed = async (...given: Parameters<typeof ask>) => (await ask(...given).expect(200)).body as Previewed;
    return { window, ask, previewed };
  }

  it('has the words of the command and the state after it, and changes nothing', async () => {
    const { previewed } = await atWork();
    const before = await api.stored();
    const posted = await previewed('post', { message: 'The first rack is done.' }, { organization: 'acme' });
    expect(posted.notice).toMatchObject({ kind: 'progress', organizations: 2, recipients: 3 });
    expect(posted.message?.text).toMatch(/^Hello Ada,[\s\S]*The first rack is done\./m);
    expect(posted.message).toHaveProperty('html');
    const quiet = await previewed('post', { message: 'On the page alone.', notify: false });
    expect(quiet).toEqual({ notice: null, message: null });
    const german = await previewed('complete', { message: 'Alles läuft.' }, { locale: 'de', html: false });
    expect(german).toMatchObject({ notice: { kind: 'completed' }, message: { language: 'de' } });
    expect(german.message?.text).toContain('Alles läuft.');
    expect(german.message).not.toHaveProperty('html');
    expect(await api.stored()).toEqual(before);
  });

  it('is refused where the command would be, at its field', async () => {
    const { window, ask } = await atWork();
    const faults = async (command: string, body: object) => problemIn(await ask(command, body)).errors;
    expect(await faults('post', {})).toMatchObject([{ field: 'message' }]);
    expect(await faults('extend', { end: iso(T0), reason: 'text' })).toMatchObject([{ field: 'end' }]);
    expect(problemIn(await ask('start', {})).code).toBe('already-done');
    expect(problemIn(await ask('post', { message: 'text', expectedRevision: 7 })).code).toBe('stale-revision');
    await api.as('customer').post(`/v1/windows/${window.reference}/preview`, { command: 'post' }).expect(403);
    const nowhere = await api.as('admin').post('/v1/windows/MW-2026-9999/preview', { command: 'start' });
    expect(problemIn(nowhere).status).toBe(404);
  });
});
